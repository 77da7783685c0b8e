"""Rows to a workbook and back: nothing is lost, whatever the texts are; in LibreOffice neither."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peacedata.dataset.dataset import Dataset
from peacedata.errors import InvalidData
from peacedata.intake.workbook.read import Book, read_workbook
from peacedata.model import TABLES
from peacedata.release.canonical import canonical_csv
from peacedata.schema.table_schema import table_schema
from peacedata.schema.workbook.book import CONTRIBUTED, About, template_about, write_workbook

SCHEMAS = {name: table_schema(record) for name, record in TABLES.items()}
Rows = dict[str, list[dict[str, str]]]

# What spreadsheets, XML and careless readers are known to change.
TRICKY = [
    "=1+1",
    "+1",
    "-1",
    "@x",
    "#N/A",
    "1e5",
    "007",
    "1.50",
    "0.30000000000000004",
    "12345678901234567890",
    "TRUE",
    "true",
    "false",
    "2025-06-02",
    "2025-06~",
    "1/2",
    "50%",
    "14:43",
    " blank ",
    "\ttab",
    "a\nb",
    "a\r\nb",
    "\n",
    "_x000D_",
    "_x005F_x000D_",
    "x005F_",
    "_x0041_",
    "<b>&amp;]]></b>",
    "'quoted",
    "Çırağan Київ 😀",
    "e\u0301",
    "\u00a0",
    "\ufffe",
    "\x01\x1f",
    "a" * 32_767,
]
texts = st.one_of(
    st.sampled_from(TRICKY),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=30),
    st.from_regex(r"[+-]?[0-9]{1,20}(\.[0-9]{0,18})?([eE][+-]?[0-9]{1,2})?", fullmatch=True),
    st.builds("".join, st.lists(st.sampled_from(["_", "x", "0", "D", "5F", "\r", "\n", " ", "00"]), max_size=12)),
)


@st.composite
def tables(draw: st.DrawFn) -> Rows:
    name = draw(st.sampled_from([name for name in TABLES if name != "codes"]))
    columns = [field["name"] for field in SCHEMAS[name]["fields"]]
    rows = draw(st.lists(st.fixed_dictionaries(dict.fromkeys(columns, texts)), min_size=1, max_size=12))
    return {name: rows}


def read_back(content: bytes, folder: Path) -> Book:
    path = folder / "a.xlsx"
    path.write_bytes(content)
    return read_workbook(path, SCHEMAS)


def rows_of(book: Book, name: str) -> list[dict[str, str]]:
    columns = [field["name"] for field in SCHEMAS[name]["fields"]]
    return [dict(zip(columns, row, strict=True)) for row in book.tables[name].rows] if name in book.tables else []


def expected(name: str, rows: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """The rows that a workbook holds: those that are not blank, with truth values as the schema writes them."""
    booleans = [field["name"] for field in SCHEMAS[name]["fields"] if field["type"] == "boolean"]
    kept = [dict(row) for row in rows if any(cell.strip() for cell in row.values())]
    for row in kept:
        for column in booleans:
            if row[column].strip().lower() in ("true", "false"):
                row[column] = row[column].strip().lower()
    return kept


def _filled(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [row for row in rows if any(row.values())]


# Control characters are never data: reading reports them, so they are compared without.
def without_controls(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    from peacedata.intake.scanner import FORBIDDEN

    return [{name: FORBIDDEN.sub("", cell) for name, cell in row.items()} for row in rows]


@settings(max_examples=12)
@given(rows=tables())
def test_any_row_comes_back_as_it_was(rows: Rows, tmp_path_factory: pytest.TempPathFactory) -> None:
    [(name, given_rows)] = rows.items()
    book = read_back(write_workbook(About(title="x"), rows), tmp_path_factory.mktemp("trip"))
    wanted = without_controls(expected(name, given_rows))
    if any(cell.startswith("e.g. ") for row in given_rows for cell in row.values()):
        return
    assert _filled(rows_of(book, name)) == _filled(wanted)


@pytest.mark.parametrize("text", TRICKY, ids=lambda text: ascii(text[:20]))
def test_tricky_texts_come_back(text: str, tmp_path: Path) -> None:
    row = {field["name"]: text for field in SCHEMAS["outcomes"]["fields"]}
    book = read_back(write_workbook(About(title="x"), {"outcomes": [row | {"outcome_id": "a"}]}), tmp_path)
    assert rows_of(book, "outcomes") == without_controls([row | {"outcome_id": "a"}])


def test_the_whole_dataset_comes_back_byte_for_byte(dataset: Dataset, tmp_path: Path) -> None:
    rows = {name: [dict(row.cells) for row in table.rows] for name, table in dataset.tables.items()}
    book = read_back(write_workbook(About(title="x"), rows), tmp_path)
    assert not book.problems.counts
    for name, schema in SCHEMAS.items():
        assert canonical_csv(schema, rows_of(book, name)) == canonical_csv(schema, rows[name]), name


def test_other_readers_see_the_same_values(dataset: Dataset, tmp_path: Path) -> None:
    rows = {"places": [dict(row.cells) for row in dataset.table("places").rows]}
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(About(title="x"), rows)))
    found = [[cell.value for cell in line] for line in book["places"].iter_rows()]
    assert found[0] == list(rows["places"][0])
    for line, row in zip(found[1:], rows["places"], strict=True):
        for value, text in zip(line, row.values(), strict=True):
            assert (str(value) if value is not None else "") == text
    assert isinstance(found[1][3], float | int)  # latitudes are numbers


def test_a_text_that_no_cell_can_hold_is_refused_by_name() -> None:
    row = {"place_id": "somewhere", "name": "a" * 32_768}
    with pytest.raises(InvalidData, match=r"places, name of 'somewhere': the text has 32768 characters"):
        write_workbook(About(title="x"), {"places": [row]})
    emoji = {"place_id": "somewhere", "name": "😀" * 16_384}  # Excel counts these twice
    with pytest.raises(InvalidData, match="32768"):
        write_workbook(About(title="x"), {"places": [emoji]})


def test_an_untouched_template_gives_no_row(dataset: Dataset, tmp_path: Path) -> None:
    ids = {"events": [dict(row.cells) for row in dataset.table("events").rows]}
    book = read_back(write_workbook(template_about("1"), dict.fromkeys(CONTRIBUTED, ()), ids=ids), tmp_path)
    assert set(book.tables) <= {"codes"}
    assert not book.problems.counts


# LibreOffice

# LibreOffice reads this escaped underscore, and forgets to escape it again when it writes.
_LOST_IN_OFFICE = "_x005F_x000D_"


def office(folder: Path, source: Path, form: str) -> None:
    """Convert a workbook with LibreOffice, as if it had been opened and saved there."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed: Debian package libreoffice-calc-nogui")
    command = [program, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", form]
    done = subprocess.run(
        [*command, "--outdir", str(folder / "out"), str(source)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def saved_in_office(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A template and the dataset as workbooks, opened and saved by LibreOffice."""
    folder = tmp_path_factory.mktemp("office")
    rows = {name: [dict(row.cells) for row in table.rows] for name, table in dataset.tables.items()}
    template = write_workbook(template_about("1"), dict.fromkeys(CONTRIBUTED, ()), ids=rows)
    tricky = {
        "places": [
            {"place_id": f"p{number}", "name": text, "latitude": "41.01", "country": "007"}
            for number, text in enumerate(TRICKY)
            if (text.isprintable() or text in ("a\nb", "\ttab")) and text != _LOST_IN_OFFICE
        ],
        "participations": [
            {"event_id": "a", "actor_id": "b", "role": "c", "delegation_head": one} for one in ("true", "false")
        ],
    }
    for name, content in (
        ("template", template),
        ("data", write_workbook(About(title="x"), rows)),
        ("tricky", write_workbook(About(title="x"), tricky)),
    ):
        (folder / f"{name}.xlsx").write_bytes(content)
        office(folder, folder / f"{name}.xlsx", "xlsx:Calc MS Excel 2007 XML")
    (folder / "tricky.csv").write_text("\n".join(row["name"] for row in tricky["places"]), "utf-8")
    return folder


def test_the_dataset_survives_libreoffice(saved_in_office: Path, dataset: Dataset) -> None:
    book = read_workbook(saved_in_office / "out" / "data.xlsx", SCHEMAS)
    assert not book.problems.counts
    for name, schema in SCHEMAS.items():
        rows = [dict(row.cells) for row in dataset.table(name).rows]
        assert canonical_csv(schema, rows_of(book, name)) == canonical_csv(schema, rows), name


def test_tricky_texts_survive_libreoffice(saved_in_office: Path) -> None:
    before = read_workbook(saved_in_office / "tricky.xlsx", SCHEMAS)
    after = read_workbook(saved_in_office / "out" / "tricky.xlsx", SCHEMAS)
    assert rows_of(after, "places") == rows_of(before, "places")
    assert [row["delegation_head"] for row in rows_of(after, "participations")] == ["true", "false"]


def test_the_template_survives_libreoffice_with_its_drop_downs(saved_in_office: Path) -> None:
    book = read_workbook(saved_in_office / "out" / "template.xlsx", SCHEMAS)
    assert set(book.tables) <= {"codes"}
    assert not book.problems.counts
    events = openpyxl.load_workbook(saved_in_office / "out" / "template.xlsx")["events"]
    lists = {
        str(rule.sqref).split(":")[0]: rule.formula1
        for rule in events.data_validations.dataValidation
        if rule.type == "list"
    }
    assert lists["B3"].startswith("OFFSET(ids!")
    assert lists["C3"].startswith("codes!")


def test_libreoffice_computes_the_lists_of_ids(saved_in_office: Path, dataset: Dataset) -> None:
    ids = openpyxl.load_workbook(saved_in_office / "out" / "template.xlsx", data_only=True)["ids"]
    counts = {ids.cell(1, column).value: ids.cell(2, column).value for column in range(1, ids.max_column + 1)}
    assert counts["events"] == len(dataset.table("events").rows)
    assert counts["sources"] == len(dataset.table("sources").rows)


def test_a_sheet_saved_as_csv_holds_the_same_rows(saved_in_office: Path, dataset: Dataset, tmp_path: Path) -> None:
    # Sheet 3 is that of events; comma, double quotes, UTF-8.
    office(
        tmp_path,
        saved_in_office / "data.xlsx",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,3",
    )
    [path] = (tmp_path / "out").glob("*.csv")
    with path.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    wanted = [dict(row.cells) for row in dataset.table("events").rows]
    assert canonical_csv(SCHEMAS["events"], found) == canonical_csv(SCHEMAS["events"], wanted)
    assert all(unicodedata.is_normalized("NFC", cell) for row in found for cell in row.values())
