"""Every case of the suite is judged as the oracle judges it, or stands in docs/divergences.md."""

from __future__ import annotations

import csv
import json
from collections import Counter
from typing import Any

import pytest

from peacedata.intake.records import read_records
from tests.conformance.cases import ROOT, expected, found, load_cases, run, suite_folder

FOLDER = suite_folder()
CASES = load_cases(FOLDER)
LISTED = (ROOT / "docs" / "divergences.md").read_text("utf-8")


def diverges(case: dict[str, Any]) -> bool:
    return f"| `{case['id']}` |" in LISTED


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    report, said = run(case, FOLDER), expected(case)
    valid = report is not None and report.valid
    findings = found(case, report) if report is not None else Counter()
    if diverges(case):
        assert findings != said, "the case is listed as a divergence, but is judged as the oracle judges it"
        return
    assert valid == case["expected"]["valid"]
    if said is not None and report is not None:
        assert findings == said


def test_only_the_tagged_cases_and_one_more_diverge() -> None:
    further = [case["id"] for case in CASES if diverges(case) and "specDivergence" not in case]
    assert further in ([], ["upstream/schema-errors"])


def test_csv_spectrum() -> None:
    parsing = json.loads((FOLDER / "manifest.json").read_text("utf-8")).get("parsing")
    if not parsing:
        pytest.skip("the whole suite is not here")
    for one in parsing:
        with (FOLDER / one["csv"]).open("rb") as file:
            records = [record.cells for record in read_records(file)]
        rows = [dict(zip(records[0], cells, strict=True)) for cells in records[1:]]
        wanted = json.loads((FOLDER / one["rows"]).read_text("utf-8"))
        if one["pythonCsvAgrees"]:
            assert rows == wanted, one["id"]
        else:
            with (FOLDER / one["csv"]).open(encoding="utf-8", newline="") as text:
                assert records == [*csv.reader(text)], one["id"]
