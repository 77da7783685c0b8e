"""Cases of our own beside the suite: judged as the oracle judges them, or as they say themselves under ``ours``.

Each ``ours`` belongs to a row of docs/divergences.md, "Beyond the suite".
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from peacedata.check.engine import Options
from tests.conformance.cases import HERE, expected, found, run

CASES = json.loads((HERE / "further.json").read_text("utf-8"))["cases"]


@pytest.mark.parametrize("gear", ["small", "big"])
@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any], gear: str, tmp_path: Path) -> None:
    for name, text in case["files"].items():
        (tmp_path / name).write_text(text, "utf-8", newline="")
    report = run(case, tmp_path, Options(gear=gear))
    oracle = expected(case)
    if "ours" in case:
        assert report is not None
        assert report.valid == case["ours"]["valid"]
        assert found(case, report) == expected({"expected": case["ours"]}) != oracle
        return
    assert (report is not None and report.valid) == case["expected"]["valid"]
    if oracle is not None and report is not None:
        assert found(case, report) == oracle
