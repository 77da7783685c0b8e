"""What stands in the cells of a workbook, as text; and what is wrong with it, by cell."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from peacedata.intake.workbook.formats import Shown, shown_as
from peacedata.intake.workbook.problem import CellProblem, Kind
from peacedata.intake.workbook.read import Book, read_workbook
from peacedata.intake.workbook.value import Column, RawCell, text_of
from peacedata.model import TABLES
from peacedata.schema.table_schema import table_schema
from peacedata.schema.workbook.names import cell_name, letters
from peacedata.schema.workbook.text import as_number, escaped, number_text, unescaped
from tests.workbook_files import made, parts, relations, text_row, zipped

EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "id", "type": "string"},
        {"name": "n", "type": "number"},
        {"name": "day", "type": "string", "rdfType": EDTF},
        {"name": "at", "type": "time"},
        {"name": "yes", "type": "boolean"},
    ],
    "primaryKey": ["id"],
}
LABELS = ["id", "n", "day", "at", "yes"]


def read(path: Path) -> Book:
    return read_workbook(path, {"people": SCHEMA})


def rows_of(
    path: Path, *rows: list[Any], formats: dict[str, str] | None = None, labels: list[Any] | None = None
) -> Book:
    def fill(book: Any) -> None:
        sheet = book.create_sheet("people")
        for row in (labels or LABELS, *rows):
            sheet.append(row)
        for cell, code in (formats or {}).items():
            sheet[cell].number_format = code

    return read(made(path / "a.xlsx", fill))


def told(book: Book) -> list[tuple[Kind, str]]:
    return [(problem.kind, problem.cell) for problem in book.problems.kept]


def one(problems: list[CellProblem]) -> CellProblem:
    [problem] = problems
    return problem


def test_values_of_a_spreadsheet_become_text(tmp_path: Path) -> None:
    book = rows_of(
        tmp_path,
        ["007", 60.0, date(2025, 6, 2), time(14, 43), True],
        [1e5, 0.1 + 0.2, datetime.fromisoformat("2025-06-02"), timedelta(hours=1, minutes=5), False],
        ["1e5", "60", "2025-06~", "14:43", "TRUE"],
        [2014, -1234.5, 2014, None, "false"],
        [None, 1e-7, "x", None, None],
    )
    assert not book.problems.counts
    assert book.tables["people"].rows == [
        ["007", "60", "2025-06-02", "14:43", "true"],
        ["100000", "0.3", "2025-06-02", "01:05", "false"],
        ["1e5", "60", "2025-06~", "14:43", "true"],
        ["2014", "-1234.5", "2014", "", "false"],
        ["", "0.0000001", "x", "", ""],
    ]


def test_days_counted_from_1904(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        book.epoch = CALENDAR_MAC_1904
        sheet = book.create_sheet("people")
        sheet.append(LABELS)
        sheet.append(["a", None, date(2025, 6, 2), None, None])

    assert read(made(tmp_path / "a.xlsx", fill)).tables["people"].rows == [["a", "", "2025-06-02", "", ""]]


@pytest.mark.parametrize(
    ("cell", "value", "code", "kind", "text"),
    [
        ("B2", 0.5, "0%", Kind.SHOWN_OTHERWISE, "percentage"),
        ("A2", 7, "000", Kind.SHOWN_OTHERWISE, "007"),
        ("B2", time(1, 0), "h:mm", Kind.SHOWN_OTHERWISE, "minutes"),
        ("C2", datetime.fromisoformat("2025-06-02T14:43"), "yyyy-mm-dd h:mm", Kind.SHOWN_OTHERWISE, "time of day"),
        ("D2", date(2025, 6, 2), "yyyy-mm-dd", Kind.SHOWN_OTHERWISE, "expected a time"),
        ("C2", 5, "yyyy-mm-dd", Kind.SHOWN_OTHERWISE, "wrongly"),
        ("C2", -5, "yyyy-mm-dd", Kind.SHOWN_OTHERWISE, "wrongly"),
        ("C2", 3_000_000, "yyyy-mm-dd", Kind.SHOWN_OTHERWISE, "wrongly"),
        ("B2", 12345678901234567, "0", Kind.SHOWN_OTHERWISE, "15 digits"),
        ("A2", "=1+1", "General", Kind.FORMULA, "=1+1"),
        ("C2", "=TODAY()", "yyyy-mm-dd", Kind.FORMULA, "=TODAY()"),
        ("A2", "#N/A", "General", Kind.ERROR_VALUE, "#N/A"),
        ("A2", "#REF!", "General", Kind.ERROR_VALUE, "#REF!"),
        ("A2", "a\u202eb", "@", Kind.CONTROL, "U+202E"),
    ],
)
def test_cells_that_do_not_say_what_they_show(
    cell: str, value: Any, code: str, kind: Kind, text: str, tmp_path: Path
) -> None:
    row: list[Any] = [None, None, None, None, True]
    row["ABCD".index(cell[0])] = value
    book = rows_of(tmp_path, row, formats={cell: code})
    problem = one(book.problems.kept)
    assert (problem.kind, problem.cell, problem.label) == (kind, f"people!{cell}", LABELS["ABCD".index(cell[0])])
    assert text in problem.message + str(problem.hint)
    assert problem.value
    assert book.tables["people"].flawed == {(2, problem.label)}


def test_a_cached_value_is_not_taken_and_constants_are(tmp_path: Path) -> None:
    sheet = (
        f"<sheetData>{text_row(*LABELS)}<row r='2'><c><f>A1</f><v>5</v></c><c><f>1</f><v>6</v></c><c/><c/>"
        "<c t='b'><f>TRUE()</f><v>1</v></c></row><row r='3'><c t='str'><v>plain</v></c><c/><c/><c/>"
        "<c><f>false()</f><v>0</v></c></row></sheetData>"
    )
    book = read(zipped(tmp_path / "a.xlsx", parts(sheet)))
    assert told(book) == [(Kind.FORMULA, "people!A2"), (Kind.FORMULA, "people!B2")]
    assert book.tables["people"].rows == [["", "", "", "", "true"], ["plain", "", "", "", "false"]]


def test_strict_workbooks_and_formatted_runs(tmp_path: Path) -> None:
    sheet = (
        f"<sheetData>{text_row(*LABELS)}<row r='2'>"
        "<c t='inlineStr'><is><r><t>a</t></r><rPh><t>PHON</t></rPh><r><t xml:space='preserve'> b</t></r></is></c>"
        "<c><v>1.50</v></c><c t='d'><v>2025-06-02T00:00:00</v></c><c/><c t='b'><v>1</v></c></row>"
        "<row r='3'><c/><c/><c t='d'><v>2025-06-02T14:43:00Z</v></c></row></sheetData>"
    )
    book = read(zipped(tmp_path / "a.xlsx", parts(sheet)))
    assert book.tables["people"].rows[0] == ["a b", "1.5", "2025-06-02", "", "true"]
    assert told(book) == [(Kind.SHOWN_OTHERWISE, "people!C3")]


def test_hidden_and_merged_cells_are_told_where_they_hold_something(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.create_sheet("people")
        for row in (LABELS, ["a"], ["b", 2], ["c", 3], ["d"], ["e"]):
            sheet.append(row)
        for number in (3, 4, 90):
            sheet.row_dimensions[number].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.column_dimensions["E"].hidden = True  # without values
        sheet.merge_cells("A5:A6")
        sheet.merge_cells("A80:B90")  # below the rows
        sheet.sheet_state = "hidden"
        book.create_sheet("empty")
        sheet["A2"].comment = Comment("nobody reads it", "x")

    book = read(made(tmp_path / "a.xlsx", fill))
    assert told(book) == [
        (Kind.HIDDEN, "people!A1"),
        (Kind.HIDDEN, "people!A3"),
        (Kind.HIDDEN, "people!B1"),
        (Kind.MERGED, "people!A5"),
    ]
    assert "rows 3 to 4" in book.problems.kept[1].message
    assert [row[0] for row in book.tables["people"].rows] == ["a", "b", "c", "d"]


def test_rows_of_no_height_are_hidden_too(tmp_path: Path) -> None:
    flat = text_row("a", number=2).replace("r=", 'ht="0" r=')
    sheet = f"<sheetData>{text_row(*LABELS)}{flat}</sheetData>"
    assert told(read(zipped(tmp_path / "a.xlsx", parts(sheet)))) == [(Kind.HIDDEN, "people!A2")]


def test_sheets_are_known_by_name(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        for name in ("People", "peple", "notes!", "empty", "Read me", "codes", "ids"):
            sheet = book.create_sheet(name)
            if name != "empty":
                sheet.append(LABELS)
                sheet.append(["a"])

    book = read(made(tmp_path / "a.xlsx", fill))
    assert list(book.tables) == ["people"]
    assert told(book) == [(Kind.UNKNOWN_SHEET, "peple!A1"), (Kind.UNKNOWN_SHEET, "'notes!'!A1")]
    assert "did you mean people?" in str(book.problems.kept[0].hint)


def test_columns_are_matched_by_name(tmp_path: Path) -> None:
    book = rows_of(tmp_path, [True, "2025", 1, "a", None], labels=["yes", "day", " n ", "id", "at"])
    assert not book.problems.counts
    assert book.tables["people"].rows == [["a", "1", "2025", "", "true"]]
    assert book.tables["people"].places == {"yes": 1, "day": 2, "n": 3, "id": 4, "at": 5}


def test_headings_that_are_wrong(tmp_path: Path) -> None:
    book = rows_of(tmp_path, ["a", 1, "x", 1, None, "lost"], labels=["id", "n", "dayy", "n", None])
    assert told(book) == [
        (Kind.UNKNOWN_LABEL, "people!C1"),
        (Kind.DUPLICATE_LABEL, "people!D1"),
        (Kind.MISSING_LABEL, "people!E1"),
        (Kind.MISSING_LABEL, "people!E1"),
        (Kind.MISSING_LABEL, "people!E1"),
        (Kind.BLANK_LABEL, "people!F1"),
    ]
    assert "did you mean day?" in str(book.problems.kept[0].hint)
    assert book.tables["people"].missing == ["day", "at", "yes"]


def test_headings_matter_only_with_rows_below_them(tmp_path: Path) -> None:
    assert not rows_of(tmp_path, labels=["x"]).problems.counts
    assert told(rows_of(tmp_path, ["a"], labels=[None])) == [(Kind.BLANK_HEADER, "people!A1")]


def test_blank_rows_are_passed_over_and_numbers_are_those_of_the_sheet(tmp_path: Path) -> None:
    book = rows_of(tmp_path, ["a"], [], [" ", "\n"], ["b"])
    assert book.tables["people"].numbers == [2, 5]


def test_the_example_is_known_and_what_was_typed_over_it_is_not_lost(tmp_path: Path) -> None:
    schema = table_schema(TABLES["places"])
    example = [str(one["example"]) for one in schema["fields"]]
    example[0] = f"e.g. {example[0]}"

    def places(*row: Any) -> Book:
        def fill(book: Any) -> None:
            sheet = book.create_sheet("places")
            sheet.append([one["name"] for one in schema["fields"]])
            sheet.append(row)

        return read_workbook(made(tmp_path / "a.xlsx", fill), {"places": schema})

    assert places(*example).tables == {}
    assert not places(*example).problems.counts
    edited = places(example[0], "Elsewhere", *example[2:])
    assert told(edited) == [(Kind.EDITED_EXAMPLE, "places!A2")]
    assert edited.tables == {}
    assert places(example[0].removeprefix("e.g. "), *example[1:]).tables["places"].numbers == [2]


def test_long_texts_are_told(tmp_path: Path) -> None:
    long, too_long = text_row("a" * 32_767, number=2), text_row("a" * 32_768, number=3)
    sheet = f"<sheetData>{text_row(*LABELS)}{long}{too_long}</sheetData>"
    book = read(zipped(tmp_path / "a.xlsx", parts(sheet)))
    assert told(book) == [(Kind.TOO_LONG, "people!A3")]
    assert len(book.tables["people"].rows[0][0]) == 32_767


def test_problems_are_counted_beyond_those_kept(tmp_path: Path) -> None:
    rows = "".join(f"<row r='{n}'><c t='e'><v>#N/A</v></c></row>" for n in range(2, 1502))
    book = read(zipped(tmp_path / "a.xlsx", parts(f"<sheetData>{text_row(*LABELS)}{rows}</sheetData>")))
    assert len(book.problems.kept) == 1000
    assert book.problems.counts[Kind.ERROR_VALUE] == 1500


def test_charts_have_no_rows(tmp_path: Path) -> None:
    more = {"xl/_rels/workbook.xml.rels": relations(("r1", "chartsheet", "chartsheets/sheet1.xml"))}
    assert read(zipped(tmp_path / "a.xlsx", parts() | more)).tables == {}


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("General", Shown.NUMBER),
        ("0.00", Shown.NUMBER),
        ("#,##0 [$€-407]", Shown.NUMBER),
        ('0 "days"', Shown.NUMBER),
        ("0\\d", Shown.NUMBER),
        ("[Red]0", Shown.NUMBER),
        ("0.00E+00", Shown.NUMBER),
        ("dd/mm/yyyy", Shown.DAY),
        ("[$-409]mmm d, yyyy;@", Shown.DAY),
        ("mmm", Shown.DAY),
        ("yyyy-mm-dd h:mm", Shown.MOMENT),
        ("h:mm AM/PM", Shown.TIME),
        ("[h]:mm:ss", Shown.TIME),
        ("mm:ss", Shown.TIME),
        ("0.0%", Shown.PERCENT),
        ("00000", Shown.ZEROS),
        ("@", Shown.NUMBER),
        ("General;[Red]-General", Shown.NUMBER),
    ],
)
def test_number_formats(code: str, shown: Shown) -> None:
    assert shown_as(code) is shown


@given(text=st.text(st.characters(exclude_categories=())))
def test_escapes_lose_nothing(text: str) -> None:
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    assert unescaped(escaped(whole)) == whole


@given(text=st.text("_x0D5Fa\r", max_size=20))
def test_escapes_of_escapes_lose_nothing(text: str) -> None:
    assert unescaped(escaped(text)) == text
    assert "\r" not in escaped(text)


@given(number=st.one_of(st.integers(-(10**15) + 1, 10**15 - 1), st.decimals(-(10**9), 10**9, places=4)))
def test_numbers_are_stored_only_where_they_come_back(number: Any) -> None:
    text = str(number)
    stored = as_number(text)
    if stored is not None:
        assert number_text(repr(float(stored))) == text
    assert number_text(repr(float(number))) is not None


@given(day=st.dates(date(1900, 3, 1), date(9999, 12, 31)))
def test_every_day_comes_back(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    cell = RawCell("n", "yyyy-mm-dd", str(serial), None)
    assert text_of(cell, Column.DAY, epoch_1904=False, longest=9) == (day.isoformat(), None)


@given(seconds=st.integers(0, 86_399))
def test_every_time_comes_back(seconds: int) -> None:
    cell = RawCell("n", "h:mm:ss", repr(seconds / 86_400), None)
    text, fault = text_of(cell, Column.TIME, epoch_1904=False, longest=9)
    assert fault is None
    assert time.fromisoformat(text) == (datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).time()


def test_names_of_cells() -> None:
    assert [letters(number) for number in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert cell_name("events", 12, 6) == "events!F12"
    assert cell_name("it's", 1) == "'it''s'!A1"
    assert cell_name("A1", 1) == "'A1'!A1"
