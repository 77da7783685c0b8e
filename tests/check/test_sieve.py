"""The sieve never lets through what the exact check reports, and never reports more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peacedata.check import sieve
from peacedata.check.engine import Options, check_table
from peacedata.check.field import FieldCheck
from peacedata.check.report import Report
from peacedata.check.schema_descriptor import schema_problems
from tests.check.strategies import CELLS, fields, schemas, tables


def outcome(report: Report) -> Any:
    return list(report.findings), report.counts, report.tables, report.cells


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), schema=schemas(), cap=st.sampled_from([1, 3, 1000]))
def test_sieve_and_exact_check_alone_give_the_same_report(
    data: st.DataObject, schema: dict[str, Any], cap: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("t") / "t.csv"
    path.write_bytes(data.draw(tables(len(schema["fields"]))))
    with_sieve = check_table(schema, path, Options(cap=cap))
    without = check_table(schema, path, Options(cap=cap, sieve=False))
    assert outcome(with_sieve) == outcome(without)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(field=fields("f"), column=st.lists(CELLS, min_size=1, max_size=20))
def test_bulk_tests_are_never_wider_than_the_exact_check(field: dict[str, Any], column: list[str]) -> None:
    if any(schema_problems({"fields": [field]})):
        return
    check = FieldCheck(field, frozenset({""}))
    bulk = sieve.bulk_test(check)
    if bulk is None:
        return
    passed = set(range(len(column))) - set(bulk(column))
    assert all(not check.judge(column[index]) for index in passed)


def test_a_column_switches_to_its_bulk_test(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rows = [f"{number},2024-01-01,{number}.5" for number in range(5000)]
    rows[4000] = "x,2024-02-30,high"
    path.write_text("id,day,size\n" + "\n".join(rows), encoding="utf-8")
    schema = {
        "fields": [
            {"name": "id", "type": "integer"},
            {"name": "day", "type": "date"},
            {"name": "size", "type": "number"},
        ]
    }
    report = check_table(schema, path)
    assert report.flatten(["type", "row", "field"]) == [["type-error", 4002, number] for number in (1, 2, 3)]


def test_cells_are_not_joined_into_an_accepted_one() -> None:
    check = FieldCheck({"name": "f", "constraints": {"pattern": "[^,]{2,3}"}}, frozenset({""}))
    bulk = sieve.bulk_test(check)
    assert bulk is None or bulk(["a", "b"]) == [0, 1]
