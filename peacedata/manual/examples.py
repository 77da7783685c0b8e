"""What a check says of its own bad example: the examples are run, so that a page shows the real message and place."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from peacedata.check.finding import Finding

if TYPE_CHECKING:
    from peacedata.check.assertion import Assertion
    from peacedata.check.declare import Check
    from peacedata.check.rule import Example, Rule

# The day from which the examples are looked at, so that a page is the same on every day.
AS_OF = date(2026, 1, 1)
_MOST = 3


def found_in_bad(check: Check) -> list[Finding]:
    """The findings of a code in its own bad example, the first few; none for an example that is commands."""
    if check.code in _rules():
        findings = _by_rule(check)
    elif check.code in _assertions():
        findings = _by_assertion(check)
    elif "csv" in check.bad:
        findings = _by_engine(check)
    else:
        return []  # what is done to files is done by the tests alone
    return [finding for finding in findings if finding.code == check.code][:_MOST]


@cache
def _rules() -> dict[str, Rule]:
    from peacedata.check.rule import all_rules

    return {rule.check.code: rule for rule in all_rules()}


@cache
def _assertions() -> dict[str, Assertion]:
    from peacedata.check.assertion import all_assertions

    return {one.check.code: one for one in all_assertions()}


def _rows(check: Check) -> Example:
    return {name: rows for name, rows in check.bad.items() if not isinstance(rows, str)}


def _by_rule(check: Check) -> Iterable[Finding]:
    from peacedata.check.example import example_dataset
    from peacedata.check.rule import judge_dataset

    return judge_dataset(example_dataset(_rows(check)), AS_OF, [_rules()[check.code]])


def _by_assertion(check: Check) -> Iterable[Finding]:
    from peacedata.check.assertion import example_step, judge_step

    return judge_step(*example_step(_rows(check)), [_assertions()[check.code]])


def _by_engine(check: Check) -> Iterable[Finding]:
    from peacedata.check.api import validate

    texts = {name: text for name, text in check.bad.items() if isinstance(text, str)}
    with tempfile.TemporaryDirectory() as folder:
        path, config = Path(folder, "table.csv"), Path(folder, "peacedata.toml")
        path.write_bytes(texts["csv"].encode("utf-8", "surrogateescape"))
        if "toml" in texts:
            config.write_text(texts["toml"], "utf-8")
        schema = json.loads(texts["schema"])
        findings = validate(path, schema=schema, config=config if "toml" in texts else None).findings
        # Messages may name a file as it was given; a reader gives it by its name alone.
        return [replace(one, message=one.message.replace(f"{folder}/", "")) for one in findings]
