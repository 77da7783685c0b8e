"""``peacedata check`` as its users meet it: by what it prints and how it exits."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from peacedata.cli import commands

HEADER = (
    "event_id,process_id,event_type,status,title,date_start,time_start,date_end,duration_minutes,duration_qualifier,"
    "round_number,mode,place_id,venue,part_of,responds_to,confidence,summary\n"
)
ROW = "my-talks,istanbul-2025,talks,occurred,My talks,2025-06-03,,,,,,in_person,istanbul,,,,medium,They met.\n"
Check = Callable[..., Result]


@pytest.fixture
def check(working_copy: Path) -> Check:
    def run(*arguments: object) -> Result:
        words = [str(argument) for argument in arguments]
        if "--package" not in words:
            words += ["--package", str(working_copy)]
        result = CliRunner().invoke(commands, ["check", *words])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert "Traceback" not in result.output
        return result

    return run


def one_finding(result: Result) -> str:
    lines = [line for line in result.output.splitlines() if re.search(r": (error|warning) PD\d{3}(?: \[\*\])?: ", line)]
    assert len(lines) == 1, result.output
    return lines[0]


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_the_dataset_is_clean(check: Check, working_copy: Path) -> None:
    result = check(working_copy)
    assert result.exit_code == 0, result.output


def test_without_a_path_it_checks_the_dataset_at_hand(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    result = CliRunner().invoke(commands, ["check", "--format", "json"])
    assert result.exit_code == 0, result.output
    assert [table["name"] for table in json.loads(result.output)["tables"]][:2] == ["processes", "events"]


def test_a_good_row_for_the_dataset(check: Check, tmp_path: Path) -> None:
    result = check(write(tmp_path / "events.csv", HEADER + ROW), "--ignore", "PD5", "--ignore", "PD6")
    assert result.exit_code == 0, result.output


def test_a_wrong_code_is_named_with_its_place_and_the_nearest(check: Check, tmp_path: Path) -> None:
    path = write(tmp_path / "events.csv", HEADER + ROW + ROW.replace("my-talks", "x").replace(",talks,", ",tallks,"))
    result = check(path, "--select", "PD2")
    assert result.exit_code == 1
    line = one_finding(result)
    assert line.startswith(f"{path}:3: error PD2")
    for part in ("tallks", "column C event_type", "record 3", "key x", "talks"):
        assert part in result.output


def test_a_wrong_reference_suggests_the_nearest_id(check: Check, tmp_path: Path) -> None:
    result = check(write(tmp_path / "events.csv", HEADER + ROW.replace(",istanbul,", ",istambul,")), "--select", "PD3")
    assert result.exit_code == 1
    assert "istambul" in one_finding(result)
    assert re.search(r"\bistanbul\b", result.output)


def test_lone_files_see_each_other_and_the_package(check: Check, tmp_path: Path) -> None:
    events = write(tmp_path / "events.csv", HEADER + ROW.replace(",istanbul,", ",my-place,"))
    places = write(
        tmp_path / "places.csv", "place_id,name,country,latitude,longitude,precision\nmy-place,Mine,TUR,,,city\n"
    )
    assert check(events, "--select", "PD3").exit_code == 1
    assert check(events, places, "--select", "PD3").exit_code == 0
    assert check(tmp_path, "--select", "PD3").exit_code == 0


def test_a_part_of_the_same_file_or_of_the_package(check: Check, tmp_path: Path) -> None:
    child = ROW.replace("my-talks", "part").replace(",istanbul,,,,", ",istanbul,,my-talks,,")
    other = ROW.replace("my-talks", "other").replace(",istanbul,,,,", ",istanbul,,istanbul-2025-round-2,,")
    assert check(write(tmp_path / "events.csv", HEADER + ROW + child + other), "--select", "PD3").exit_code == 0


def test_rules_look_at_a_lone_file_as_part_of_the_package(check: Check, tmp_path: Path) -> None:
    path = write(tmp_path / "events.csv", HEADER + ROW)
    result = check(path, "--select", "PD601")
    assert result.exit_code == 1
    assert "my-talks" in one_finding(result)


def test_an_edited_copy_takes_the_place_of_its_rows(check: Check, tmp_path: Path, working_copy: Path) -> None:
    copy = tmp_path / "events.csv"
    shutil.copy(working_copy / "data" / "events.csv", copy)
    assert check(copy).exit_code == 0


def test_options_for_severity(check: Check, tmp_path: Path) -> None:
    folder = tmp_path / "package"
    shutil.copytree(check_folder(), folder)
    path = folder / "data" / "places.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert check(folder, "--select", "PD1").exit_code == 0
    result = check(folder, "--select", "PD1", "--fail-on", "warning")
    assert result.exit_code == 1
    assert "warning" in one_finding(result)


def check_folder() -> Path:
    return Path(__file__).resolve().parents[2] / "datapackage"


def test_as_of(check: Check, tmp_path: Path) -> None:
    path = write(tmp_path / "events.csv", HEADER + ROW)
    assert check(path, "--select", "PD402", "--as-of", "2025-06-04").exit_code == 0
    result = check(path, "--select", "PD402", "--as-of", "2025-06-01")
    assert result.exit_code == 1
    assert "2025-06-01" in one_finding(result)


def test_table_names_the_table_of_a_file(check: Check, tmp_path: Path) -> None:
    path = write(tmp_path / "mine.csv", HEADER + ROW)
    assert check(path, "--table", "events", "--select", "PD2").exit_code == 0
    result = check(path)
    assert result.exit_code == 1
    assert "named after no table" in one_finding(result)


def test_json_and_output(check: Check, tmp_path: Path) -> None:
    path = write(tmp_path / "events.csv", HEADER + ROW.replace(",talks,", ",tallks,"))
    out = tmp_path / "report.json"
    assert check(path, "--format", "json", "--output", out, "--select", "PD2").exit_code == 1
    report = json.loads(out.read_text("utf-8"))
    assert report["valid"] is False
    (finding,) = report["findings"]
    assert finding["column"] == "event_type"
    assert finding["letter"] == "C"
    assert (finding["record"], finding["line"], finding["field"]) == (2, 2, 3)
    assert finding["value"] == "tallks"
    assert report["counts"] == {finding["code"]: 1}


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("events.csv", b"", "empty"),
        ("events.csv", HEADER.replace("title", "titel").encode() + ROW.encode(), "titel"),
        ("events.csv", (HEADER + ROW.replace("My talks", "Gespräche")).encode("latin-1"), "UTF-8"),
        ("events.csv", (HEADER + ROW.replace("They met", "They\0met")).encode(), "NUL"),
        ("events.csv", (HEADER + ROW.replace("They met", "They \x1b[31mmet")).encode(), "U+001B"),
        ("events.csv", (HEADER + ROW.replace("They met", "They \u202emet")).encode(), "U+202E"),
        ("events.csv", HEADER.encode() + b'"' + b"a" * 100_000_000, "no end within"),
        ("rumours.csv", (HEADER + ROW).encode(), "named after no table"),
    ],
    ids=["empty", "header", "latin-1", "nul", "escape", "bidi", "huge-cell", "no-table"],
)
def test_bad_input_gives_one_clear_finding(check: Check, tmp_path: Path, name: str, content: bytes, part: str) -> None:
    result = check(write(tmp_path / name, content), "--ignore", "PD5", "--ignore", "PD6")
    assert result.exit_code == 1
    assert part.lower() in one_finding(result).lower()
    assert "\x1b" not in result.output
    assert "\u202e" not in result.output
    assert len(result.output) < 3000


def test_a_folder_without_a_package(check: Check, tmp_path: Path) -> None:
    result = check(tmp_path)
    assert result.exit_code == 1
    assert "datapackage.json" in one_finding(result)


def test_a_missing_path_is_a_usage_error(check: Check, tmp_path: Path) -> None:
    result = check(tmp_path / "events.csv")
    assert result.exit_code == 2
    assert "does not exist" in result.output


def test_links_are_not_followed(check: Check, tmp_path: Path, working_copy: Path) -> None:
    try:
        (tmp_path / "events.csv").symlink_to(working_copy / "data" / "events.csv")
    except OSError as error:
        pytest.skip(f"this system makes no links: {error}")
    result = check(tmp_path / "events.csv")
    assert result.exit_code == 1
    assert "link" in one_finding(result)


def test_a_link_inside_a_package_is_one_finding(check: Check, tmp_path: Path, working_copy: Path) -> None:
    folder = tmp_path / "package"
    shutil.copytree(working_copy, folder)
    (folder / "data" / "places.csv").unlink()
    (folder / "data" / "places.csv").symlink_to(working_copy / "data" / "places.csv")
    result = check(folder, "--select", "PD1", "--select", "PD2", "--select", "PD3")
    assert result.exit_code == 1
    assert "link" in one_finding(result)


def test_an_unreadable_file(check: Check, ordinary_user: tuple[Path, Callable[[], None]], working_copy: Path) -> None:
    folder, step_down = ordinary_user
    path = write(folder / "events.csv", HEADER + ROW)
    path.chmod(0)
    shutil.copytree(working_copy, folder / "package")
    check(folder / "package")  # what is imported late is imported before the rights are gone
    step_down()
    result = check(path, "--package", folder / "package")
    assert result.exit_code == 1
    assert "cannot be read" in one_finding(result)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
def test_a_pipe_is_no_file(check: Check, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "events.csv")
    result = check(tmp_path / "events.csv")
    assert result.exit_code == 1
    one_finding(result)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--select", "PD9"],
        ["--ignore", "nonsense"],
        ["--format", "xml"],
        ["--as-of", "yesterday"],
        ["--table", "events"],
        ["--fail-on", "info"],
    ],
)
def test_wrong_usage(check: Check, arguments: list[str]) -> None:
    assert check(*arguments).exit_code == 2


def test_a_broken_descriptor_is_one_finding(check: Check, tmp_path: Path) -> None:
    write(tmp_path / "datapackage.json", "{")
    result = check(tmp_path)
    assert result.exit_code == 1
    one_finding(result)
