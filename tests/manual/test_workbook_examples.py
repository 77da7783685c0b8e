"""Examples about workbooks: they spoil a sound one, and mend it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from peacedata.check.declare import Check
from peacedata.check.run import all_checks
from peacedata.cli import commands

openpyxl = pytest.importorskip("openpyxl")

ABOUT_WORKBOOKS = [check for check in all_checks() if "workbook" in check.bad]
ROWS = [
    ["place_id", "name", "country", "latitude", "longitude", "precision"],
    ["istanbul", "Istanbul", "TUR", "41.01", "28.95", "city"],
]


def codes(example: object, path: Path) -> set[str]:
    """What is found in a sound workbook after an example was done to it."""
    assert isinstance(example, str)
    book = openpyxl.Workbook()
    book.active.title = "places"
    for row in ROWS:
        book["places"].append(row)
    if "archive" not in example:
        book.save(path)
        exec(example, {"book": book, "path": path})  # noqa: S102  # the project's own examples
    if "path" not in example:
        book.save(path)
    if "archive" in example:
        with zipfile.ZipFile(path, "a") as archive:
            exec(example, {"archive": archive})  # noqa: S102  # the project's own examples
    result = CliRunner().invoke(commands, ["check", str(path), "--format", "json"])
    return set(json.loads(result.stdout)["counts"])


def test_the_sound_workbook_is_clean(tmp_path: Path) -> None:
    assert codes("", tmp_path / "mine.xlsx") == set()


@pytest.mark.parametrize("check", ABOUT_WORKBOOKS, ids=lambda check: check.code)
def test_the_bad_example_is_found_and_the_good_one_clean(check: Check, tmp_path: Path) -> None:
    assert check.code in codes(check.bad["workbook"], tmp_path / "mine.xlsx")
    assert codes(check.good["workbook"], tmp_path / "mine.xlsx") == set()
