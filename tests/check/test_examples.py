"""Every finding code of the engine says what it says: its bad example has it, its good one is clean."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from peacedata.check.api import validate
from peacedata.check.catalog import ENGINE_CHECKS
from peacedata.check.declare import Check
from peacedata.check.engine import check_table
from peacedata.check.report import Report

WITH_EXAMPLES = [check for check in ENGINE_CHECKS if "csv" in check.bad]
# What a text cannot show is shown by commands, which tests/manual/test_command_examples.py runs.
BY_COMMANDS = {check.code for check in ENGINE_CHECKS if {"sh", "workbook"} & set(check.bad)}


def report_on(example: object, folder: Path) -> Report:
    assert isinstance(example, dict)
    path = folder / "table.csv"
    path.write_bytes(example["csv"].encode("utf-8", "surrogateescape"))
    if "toml" not in example:
        return check_table(json.loads(example["schema"]), path)
    config = folder / "peacedata.toml"
    config.write_text(example["toml"], encoding="utf-8")
    return validate(path, schema=json.loads(example["schema"]), config=config)


@pytest.mark.parametrize("check", WITH_EXAMPLES, ids=lambda check: check.code)
def test_bad_example_has_the_code_and_good_one_is_clean(check: Check, tmp_path: Path) -> None:
    assert check.code in report_on(check.bad, tmp_path).counts
    assert not report_on(check.good, tmp_path).counts


@pytest.mark.parametrize("check", ENGINE_CHECKS, ids=lambda check: check.code)
def test_declared_in_full(check: Check) -> None:
    assert check.says.endswith(".")
    assert check.why.endswith(".")
    assert check.name.replace("-", "").isalpha()


def test_codes_are_unique_and_all_have_examples() -> None:
    assert len({check.name for check in ENGINE_CHECKS}) == len(ENGINE_CHECKS)
    assert all(check.good for check in ENGINE_CHECKS)
    assert {check.code for check in WITH_EXAMPLES} | BY_COMMANDS == {check.code for check in ENGINE_CHECKS}
    assert all(code.startswith("PD1") for code in BY_COMMANDS)
