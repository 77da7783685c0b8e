"""`template`, `check` and `import` with workbooks, as a contributor uses them."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from peacedata.cli import commands
from tests.workbook_files import made, parts, zipped

AS_OF = ["--as-of", "2026-11-22"]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(commands, [str(one) for one in arguments])


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def template(working_copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.xlsx"
    assert run("template", path, "--package", working_copy).exit_code == 0
    return path


@pytest.fixture
def package(working_copy: Path, tmp_path: Path) -> Path:
    """A working copy to be written to."""
    return Path(shutil.copytree(working_copy, tmp_path / "datapackage"))


def append(book: Any, to: str, /, **cells: Any) -> None:
    sheet = book[to]
    head = [cell.value for cell in sheet[1]]
    assert set(cells) <= set(head)
    sheet.append([cells.get(name) for name in head])


def contribute(book: Any) -> None:
    """A new source, a place that refers to nothing, and a claim on a record of the dataset."""
    append(
        book,
        "sources",
        source_id="example-2026-one",
        publisher="Example News",
        title="A page about the talks",
        url="https://example.org/one",
        date_accessed="2026-11-20",
        date_published="2026-11-19",
        language="en",
        source_type="newspaper",
    )
    append(
        book,
        "claims",
        claim_id="istanbul-2025-round-2-example",
        table="events",
        record_id="istanbul-2025-round-2",
        source_id="example-2026-one",
        stance="supports",
    )


@pytest.fixture
def good(template: Path, tmp_path: Path) -> Path:
    return made(tmp_path / "good.xlsx", contribute, template)


# template


def test_a_template_is_never_written_over_without_force(template: Path, working_copy: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    out.write_text("mine")
    refused = run("template", out, "--package", working_copy)
    assert refused.exit_code == 2
    assert "--force" in refused.output
    assert out.read_text() == "mine"
    assert run("template", out, "--package", working_copy, "--force").exit_code == 0
    assert out.read_bytes() == template.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


@pytest.mark.parametrize("name", ["a.csv", "a", "missing/a.xlsx"])
def test_a_template_needs_a_usable_name(name: str, working_copy: Path, tmp_path: Path) -> None:
    result = run("template", tmp_path / name, "--package", working_copy)
    assert result.exit_code == 2
    assert not list(tmp_path.iterdir())


def test_without_openpyxl_it_says_what_to_install(
    working_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    result = run("template", tmp_path / "a.xlsx", "--package", working_copy)
    assert result.exit_code == 2
    assert "peacedata[xlsx]" in result.output


def test_reading_needs_no_openpyxl(good: Path, working_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert run("check", good, "--package", working_copy, "--no-config", *AS_OF).exit_code == 0


def test_an_untouched_template_is_clean_and_imports_nothing(template: Path, package: Path) -> None:
    before = contents(package)
    assert "clean: 0 records" in run("check", template, "--package", package, *AS_OF).output
    result = run("import", template, "--into", package, *AS_OF)
    assert result.exit_code == 0
    assert "no rows" in result.output
    assert contents(package) == before


# check


def test_rows_may_refer_to_the_workbook_and_to_the_package(good: Path, working_copy: Path) -> None:
    result = run("check", good, "--package", working_copy, "--no-config", *AS_OF)
    assert result.exit_code == 0, result.output
    assert "2 records in 2 files" in result.output


def spoil(book: Any) -> None:
    contribute(book)
    sources = book["sources"]
    sources["B3"] = "=A1"
    sources["I3"] = "news"
    claims = book["claims"]
    claims["E3"] = "example-2026-two"
    claims.append([None] * 3)
    claims.append([claims.cell(3, place).value for place in range(1, 11)])
    book.create_sheet("clams").append(["x"])


@pytest.fixture
def bad(template: Path, tmp_path: Path) -> Path:
    return made(tmp_path / "bad.xlsx", spoil, template)


def found(path: Path, working_copy: Path) -> dict[str, Any]:
    result = run("check", path, "--package", working_copy, "--format", "json", "--no-config", *AS_OF)
    content: dict[str, Any] = json.loads(result.output)
    assert result.exit_code == int(not content["valid"])
    return content


def test_every_finding_names_its_cell(bad: Path, working_copy: Path) -> None:
    content = found(bad, working_copy)
    places = {(one["code"], one["cell"]) for one in content["findings"]}
    assert places == {
        ("PD156", "sources!B3"),
        ("PD232", "sources!I3"),
        ("PD310", "claims!E3"),
        ("PD310", "claims!E5"),
        ("PD301", "claims!A5"),
        ("PD153", "clams!A1"),
    }
    for one in content["findings"]:
        assert (one["file"], one["line"]) == (str(bad), None)
        assert not one["fixable"]
    assert content["counts"] == {"PD153": 1, "PD156": 1, "PD232": 1, "PD301": 1, "PD310": 2}
    [twice] = [one for one in content["findings"] if one["code"] == "PD301"]
    assert twice["message"].endswith("is already in row 3")
    assert {table["file"] for table in content["tables"]} == {str(bad)}


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("text", "bad.xlsx:sources!I3: error PD232"),
        ("github", "title=PD232 sources!I3 I source_type,file="),
        ("sarif", '"fullyQualifiedName": "sources!I3"'),
        ("markdown", "bad.xlsx:sources!I3`"),
        ("junit", "bad.xlsx:sources!I3: error PD232"),
        ("html", "bad.xlsx:sources!I3</bdi>"),
        ("frictionless", '"cellName": "sources!I3"'),
        ("json", '"cell": "sources!I3"'),
    ],
)
def test_every_format_names_the_cell(
    form: str, text: str, bad: Path, working_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    result = run("check", bad, "--package", working_copy, "--format", form, "--no-config", *AS_OF)
    assert result.exit_code == 1
    assert text in result.output
    assert "peacedata-" not in result.output  # the name of no temporary folder


def test_findings_stand_sheet_by_sheet(bad: Path, working_copy: Path) -> None:
    sheets = [one["cell"].partition("!")[0] for one in found(bad, working_copy)["findings"]]
    assert sheets == sorted(sheets)


def test_moved_columns_are_found_and_named_where_they_stand(template: Path, working_copy: Path, tmp_path: Path) -> None:
    def move(book: Any) -> None:
        contribute(book)
        book["sources"].move_range("I1:I3", cols=10)
        book["sources"]["S3"] = "news"
        book["sources"].delete_cols(9)

    content = found(made(tmp_path / "a.xlsx", move, template), working_copy)
    assert [(one["code"], one["cell"], one["letter"]) for one in content["findings"]] == [("PD232", "sources!R3", "R")]


def test_a_missing_column_is_one_finding(template: Path, working_copy: Path, tmp_path: Path) -> None:
    def drop(book: Any) -> None:
        contribute(book)
        book["sources"].delete_cols(9)

    content = found(made(tmp_path / "a.xlsx", drop, template), working_copy)
    assert [(one["code"], one["cell"]) for one in content["findings"]] == [("PD205", "sources!J1")]


def test_controls_and_carriage_returns_are_named_by_cell(working_copy: Path, tmp_path: Path) -> None:
    sheet = (
        "<sheetData><row r='1'>"
        + "".join(
            f"<c t='inlineStr'><is><t>{name}</t></is></c>"
            for name in ("place_id", "name", "country", "latitude", "longitude", "precision")
        )
        + "</row><row r='2'><c t='inlineStr'><is><t>a</t></is></c><c t='inlineStr'><is><t>x_x001B_y_x000D_</t></is></c>"
        "<c t='inlineStr'><is><t>TUR</t></is></c><c/><c/><c t='inlineStr'><is><t>city</t></is></c></row></sheetData>"
    )
    content = found(zipped(tmp_path / "a.xlsx", parts(sheet, name="places")), working_copy)
    assert [(one["code"], one["cell"]) for one in content["findings"] if one["severity"] == "error"] == [
        ("PD109", "places!B2")
    ]


@pytest.mark.parametrize("name", ["a.xls", "a.xlsm", "a.ods", "a.XLSX"])
def test_other_workbooks_are_findings_not_faults(name: str, working_copy: Path, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    result = run("check", tmp_path / name, "--package", working_copy)
    assert result.exit_code == 1
    assert "PD150" in result.output


def test_options_for_csv_do_not_go_with_workbooks(good: Path, root: Path) -> None:
    for more in (["--table", "events"], ["--schema", str(root / "schemas" / "events.schema.json")]):
        result = run("check", good, *more)
        assert result.exit_code == 2
        assert "workbook" in result.output


def test_workbooks_in_a_folder_are_left_alone(good: Path, working_copy: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    shutil.copy(good, folder)
    assert "PD121" in run("check", folder, "--package", working_copy).output


# import


def test_rows_are_put_in_by_key_and_nothing_else_is_touched(good: Path, package: Path) -> None:
    before = contents(package)
    inodes = {path.name: path.stat().st_ino for path in (package / "data").iterdir()}
    result = run("import", good, "--into", package, *AS_OF)
    assert result.exit_code == 0, result.output
    after = contents(package)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"data/sources.csv", "data/claims.csv"}
    assert set(after) == set(before)
    added = set(after["data/sources.csv"].splitlines()) - set(before["data/sources.csv"].splitlines())
    assert added == {
        b"example-2026-one,Example News,A page about the talks,https://example.org/one,,2026-11-19,2026-11-20,en,newspaper,"
    }
    assert {path.name: path.stat().st_ino for path in (package / "data").iterdir() if path.name == "events.csv"} == {
        "events.csv": inodes["events.csv"]
    }
    again = run("import", good, "--into", package, *AS_OF)
    assert "0 new, 0 changed, 1 as they were" in again.output
    assert contents(package) == after


def test_a_row_with_a_known_key_takes_its_place(template: Path, package: Path, tmp_path: Path) -> None:
    path = made(
        tmp_path / "a.xlsx",
        lambda book: append(
            book,
            "places",
            place_id="istanbul",
            name="İstanbul",
            country="TUR",
            latitude=41.01,
            longitude=28.95,
            precision="city",
        ),
        template,
    )
    result = run("import", path, "--into", package, *AS_OF)
    assert result.exit_code == 0, result.output
    assert "0 new, 1 changed" in result.output
    lines = (package / "data" / "places.csv").read_text("utf-8").splitlines()
    assert "istanbul,İstanbul,TUR,41.01,28.95,city" in lines
    assert sum(line.startswith("istanbul,") for line in lines) == 1


def test_with_errors_nothing_is_written(bad: Path, package: Path, tmp_path: Path) -> None:
    before = contents(package)
    for more in (["--into", package], ["--out", tmp_path / "out", "--package", package]):
        result = run("import", bad, *more, *AS_OF)
        assert result.exit_code == 1
        assert "sources!B3" in result.output
        assert "Nothing was written" in result.output
    assert contents(package) == before
    assert not (tmp_path / "out").exists()


def test_the_rows_alone(good: Path, working_copy: Path, tmp_path: Path) -> None:
    result = run("import", good, "--out", tmp_path / "new" / "out", "--package", working_copy, *AS_OF)
    assert result.exit_code == 0, result.output
    assert sorted(contents(tmp_path / "new" / "out")) == ["claims.csv", "sources.csv"]
    check = run("check", tmp_path / "new" / "out", "--package", working_copy, "--no-config", *AS_OF)
    assert check.exit_code == 0, check.output
    again = run("import", good, "--out", tmp_path / "new" / "out", "--package", working_copy, *AS_OF)
    assert again.exit_code == 2
    assert "there already" in again.output


def test_a_dry_run_writes_nothing(good: Path, package: Path) -> None:
    before = contents(package)
    result = run("import", good, "--into", package, "--dry-run", *AS_OF)
    assert result.exit_code == 0
    assert "would be written" in result.output
    assert contents(package) == before


def test_it_goes_into_the_package_at_hand_and_never_into_the_installed_one(
    good: Path, package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(package.parent)
    assert run("import", good, *AS_OF).exit_code == 0
    assert b"example-2026-one" in (package / "data" / "sources.csv").read_bytes()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    result = run("import", good, *AS_OF)
    assert result.exit_code == 2
    assert "--into" in result.output


@pytest.mark.parametrize("more", [["--into", ".", "--out", "x"], ["--package", "."], ["--into", ".", "--package", "."]])
def test_options_that_contradict_each_other(more: list[str], good: Path) -> None:
    assert run("import", good, *more).exit_code == 2


def test_a_built_release_is_not_written_to(good: Path, package: Path) -> None:
    descriptor = json.loads((package / "datapackage.json").read_text("utf-8"))
    for resource in descriptor["resources"]:
        resource["hash"] = "sha256:0"
    (package / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    before = contents(package)
    result = run("import", good, "--into", package, *AS_OF)
    assert result.exit_code == 2
    assert "working copy" in result.output
    assert contents(package) == before


def test_links_in_a_package_are_not_followed(good: Path, package: Path, tmp_path: Path) -> None:
    aside = tmp_path / "aside.csv"
    (package / "data" / "sources.csv").rename(aside)
    (package / "data" / "sources.csv").symlink_to(aside)
    before = aside.read_bytes()
    assert run("import", good, "--into", package, *AS_OF).exit_code == 1
    assert aside.read_bytes() == before


def test_if_one_table_cannot_be_written_none_is(
    good: Path, working_copy: Path, ordinary_user: tuple[Path, Callable[[], None]]
) -> None:
    folder, become = ordinary_user
    package = Path(shutil.copytree(working_copy, folder / "datapackage"))
    shutil.copy(good, folder / "good.xlsx")
    (folder / "good.xlsx").chmod(0o644)
    before = contents(package)
    (package / "data").chmod(0o555)
    become()
    result = run("import", folder / "good.xlsx", "--into", package, *AS_OF)
    assert result.exit_code == 1
    assert contents(package) == before


def test_what_was_renamed_is_put_back_if_the_next_rename_fails(
    good: Path, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, rename, calls = contents(package), Path.replace, []

    def fail_second(path: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == 2:
            raise OSError(28, "No space left on device", str(target))
        return rename(path, target)

    monkeypatch.setattr(Path, "replace", fail_second)
    result = run("import", good, "--into", package, *AS_OF)
    assert result.exit_code == 1
    assert "No space left" in str(result.exception)
    assert len(calls) == 3
    assert contents(package) == before


def test_rights_of_files_are_kept(good: Path, package: Path) -> None:
    path = package / "data" / "sources.csv"
    path.chmod(0o640)
    assert run("import", good, "--into", package, *AS_OF).exit_code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_the_whole_dataset_goes_out_and_in_without_a_change(package: Path, tmp_path: Path) -> None:
    before = contents(package)
    path = tmp_path / "all.xlsx"
    assert run("template", path, "--with-data", "--package", package).exit_code == 0
    assert sorted(openpyxl.load_workbook(path, read_only=True).sheetnames)[0] == "Read me"
    result = run("import", path, "--into", package, *AS_OF)
    assert result.exit_code == 0, result.output
    assert result.output.count("unchanged") == 13
    assert contents(package) == before


def test_commands_start_without_heavy_imports() -> None:
    program = (
        "import sys, peacedata.cli.check, peacedata.cli.template, peacedata.cli.import_\n"
        "print([name for name in ('openpyxl', 'zipfile', 'xml.parsers.expat') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={**os.environ}
    )
    assert "openpyxl" not in done.stdout
    assert "expat" not in done.stdout


def test_help_says_what_the_verbs_do() -> None:
    text = run("--help").output
    assert "template" in text
    assert "import" in text
    assert "IN.xlsx" in run("import", "--help").output
