"""The generated pages: complete, the same everywhere, and the same that is committed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from peacedata.check.declare import Check
from peacedata.check.run import all_checks
from peacedata.cli import commands
from peacedata.manual import generate
from peacedata.manual.entry import entry
from peacedata.manual.report_page import example
from peacedata.manual.rule_pages import LAYERS
from peacedata.manual.terminal import render
from peacedata.report.json import schema

each_check = pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.code)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return generate.generated(commands, tmp_path_factory.mktemp("docs"))


def test_committed_pages_agree_with_the_sources(root: Path) -> None:
    assert generate.drift(commands, root / "docs") == "", "run `peacedata docs`"


@each_check
def test_a_code_is_documented_in_full(check: Check) -> None:
    assert check.mend.endswith((".", ":")), "how to mend it, in sentences"
    assert len(check.mend) > 10
    assert check.bad
    assert check.good
    assert set(check.related) <= {other.code for other in all_checks()} - {check.code}
    assert len(set(check.related)) == len(check.related)
    assert check.code[2] in LAYERS


@each_check
def test_a_promise_of_a_fix_is_one_that_fix_keeps(check: Check) -> None:
    assert ("`peacedata fix`" in check.mend) <= check.fixable


@each_check
def test_a_page_and_explain_say_the_same(check: Check, pages: dict[str, str]) -> None:
    one = entry(check)
    page, text = pages[f"rules/{check.code}.md"], render(one)
    for finding in one.found:
        assert finding.code == check.code
        assert finding.message.splitlines()[0][:20] in text
    for other in one.related:
        assert f"({other.code}.md)" in page
        assert other.code in text
    for heading in ("## Bad", "## Good", "## How to mend it", "## Severity", "## See also"):
        assert f"\n{heading}\n" in page
    assert f"](../../{one.source})" in page


def test_every_example_of_rows_and_texts_shows_what_is_found() -> None:
    for check in all_checks():
        if not {"sh", "workbook"} & set(check.bad):
            assert entry(check).found, check.code


def test_the_source_declares_the_code(root: Path) -> None:
    for check in all_checks():
        assert f'"{check.code}"' in (root / entry(check).source).read_text("utf-8")


def test_every_page_is_in_the_index(pages: dict[str, str]) -> None:
    index = pages["rules/README.md"]
    assert all(f"[{check.code}]({check.code}.md)" in index for check in all_checks())
    assert all(f"](rules/{check.code}.md" not in pages["README.md"] for check in all_checks())
    for path in ("rules/README.md", "codebook/README.md", "cli.md", "report.md"):
        assert f"]({path})" in pages["README.md"]


def test_the_report_in_the_manual_is_one(pages: dict[str, str]) -> None:
    report = json.loads(example())
    jsonschema.Draft202012Validator(schema()).validate(report)
    assert [finding["code"] for finding in report["findings"]] == ["PD232"]
    assert report["findings"][0]["file"] == "places.csv"
    assert example() in pages["report.md"]
    assert json.loads(pages["report.schema.json"]) == schema()


def test_every_key_of_the_report_is_described(pages: dict[str, str]) -> None:
    whole = schema()
    for part in (whole, *whole["$defs"].values()):
        for name, field in part.get("properties", {}).items():
            assert field.get("description"), name
            assert f"| `{name}` |" in pages["report.md"]


PROGRAM = """
import hashlib, sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {absent}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent())
from pathlib import Path
from peacedata.cli import commands
from peacedata.manual.generate import generated
pages = generated(commands, Path("nowhere"))
print(hashlib.sha256(repr(sorted(pages.items())).encode()).hexdigest())
"""
EXTRAS = ("pyarrow", "polars", "pandas", "duckdb", "openpyxl", "defusedxml", "boto3", "pyspark", "securesystemslib")


def test_generation_depends_on_nothing_around_it(tmp_path: Path) -> None:
    sums = set()
    for absent, changes in (
        ((), {"COLUMNS": "40", "LC_ALL": "C", "PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"}),
        (EXTRAS, {"COLUMNS": "300", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "TERM": "dumb", "NO_COLOR": "1"}),
    ):
        command = [sys.executable, "-c", PROGRAM.replace("{absent}", repr(absent))]
        done = subprocess.run(
            command, cwd=tmp_path, env=os.environ | changes, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        sums.add(done.stdout)
    assert len(sums) == 1
