"""Every rule by its own examples, and by what holds of all of them."""

from __future__ import annotations

import importlib
import pkgutil
import re
from dataclasses import replace
from datetime import date

import pytest

from peacedata.check.example import completed, example_dataset
from peacedata.check.finding import Severity
from peacedata.check.rule import Problem, Rule, all_rules, judge_dataset
from peacedata.dataset.dataset import Dataset
from peacedata.model import TABLES

AS_OF = date(2026, 1, 1)
RULES = all_rules()
each_rule = pytest.mark.parametrize("rule", RULES, ids=[rule.check.code for rule in RULES])


def codes(dataset: Dataset, rule: Rule) -> list[str]:
    return [finding.code for finding in judge_dataset(dataset, AS_OF, [rule])]


@each_rule
def test_the_bad_example_is_found(rule: Rule) -> None:
    assert rule.check.code in codes(example_dataset(rule.check.bad), rule)


@each_rule
def test_the_good_example_is_clean(rule: Rule) -> None:
    assert codes(example_dataset(rule.check.good), rule) == []


@each_rule
@pytest.mark.parametrize("kind", ["bad", "good"])
def test_examples_fit_the_model(rule: Rule, kind: str) -> None:
    for table, rows in completed(getattr(rule.check, kind)).items():
        for row in rows:
            TABLES[table].from_row(row)


@each_rule
def test_a_rule_is_documented(rule: Rule) -> None:
    check = rule.check
    assert re.fullmatch(r"[A-Z][^\n]+\.", check.says), "one sentence that states the bad condition"
    assert len(check.why) > 40
    assert check.bad, "a bad example"
    assert check.good, "a good example"
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", check.name)


@each_rule
def test_findings_name_the_place(rule: Rule) -> None:
    for finding in judge_dataset(example_dataset(rule.check.bad), AS_OF, [rule]):
        assert finding.file == f"{finding.table}.csv"
        assert finding.record is not None
        assert finding.record >= 2
        assert finding.column in TABLES[finding.table].model_fields
        assert finding.field == list(TABLES[finding.table].model_fields).index(finding.column) + 1
        assert finding.key
        assert finding.key in finding.message


def test_one_rule_one_file() -> None:
    package = importlib.import_module("peacedata.check.rules")
    files = {module.name for module in pkgutil.iter_modules(package.__path__)}
    assert files == {rule.check.name.replace("-", "_") for rule in RULES}


def test_codes_are_unique_and_layered() -> None:
    assert len({rule.check.code for rule in RULES}) == len(RULES) >= 12
    assert {rule.check.code[2] for rule in RULES} <= set("45678")


def test_rules_wait_for_tables_that_could_not_be_read() -> None:
    rows = {"events": [{"event_id": "talks"}], "claims": [{"claim_id": "NOT A SLUG"}]}
    dataset = example_dataset(rows)
    assert not dataset.claims.complete
    assert "PD601" not in [finding.code for finding in judge_dataset(dataset, AS_OF)]


def test_a_broken_link_is_left_to_the_key_checks() -> None:
    rows = completed({"events": [{"event_id": "no", "event_type": "refusal", "responds_to": "offer"}]})
    rows["events"] = [row for row in rows["events"] if row["event_id"] != "offer"]
    found = [finding.code for finding in judge_dataset(Dataset.from_rows(rows), AS_OF)]
    assert "PD502" not in found


def test_the_real_dataset_has_no_errors_by_any_rule(dataset: Dataset) -> None:
    found = list(judge_dataset(dataset, date.today()))
    assert [finding.message for finding in found if finding.severity is Severity.ERROR] == []


@pytest.mark.parametrize("table", ["processes", "events", "actors", "outcomes", "documents", "places", "sources"])
def test_broken_links_of_any_kind_stop_no_rule(dataset: Dataset, table: str) -> None:
    rows = {name: [row.cells for row in dataset.table(name).rows][::3] for name in TABLES if name != table}
    for finding in judge_dataset(Dataset.from_rows(rows), AS_OF):
        assert finding.table != table


def test_a_rule_over_the_whole_dataset_names_the_record() -> None:
    rule = replace(RULES[0], records=(Dataset,), judge=lambda dataset, context: [Problem("title", "wrong")])
    with pytest.raises(TypeError, match="names no record"):
        list(judge_dataset(example_dataset({}), AS_OF, [rule]))


@pytest.mark.parametrize(
    ("cycle", "expected"),
    [
        ([("a", "a")], {"a"}),
        ([("a", "b"), ("b", "c"), ("c", "a")], {"a", "b", "c"}),
        ([("x", "a"), ("a", "b"), ("b", "a")], {"a", "b"}),
    ],
)
def test_every_record_of_a_cycle_and_only_those(cycle: list[tuple[str, str]], expected: set[str]) -> None:
    rows = {"events": [{"event_id": one, "part_of": other} for one, other in cycle]}
    rule = next(rule for rule in RULES if rule.check.code == "PD503")
    assert {finding.key for finding in judge_dataset(example_dataset(rows), AS_OF, [rule])} == expected


@pytest.mark.parametrize("text", ["aide@example.org", "+380 44 123 45 67", "born 01.02.1970", "passport AB 123456"])
def test_personal_data_is_found(text: str) -> None:
    rule = next(rule for rule in RULES if rule.check.code == "PD701")
    assert codes(example_dataset({"events": [{"summary": f"Delegate ({text})"}]}), rule) == ["PD701"]


@pytest.mark.parametrize(
    "text", ["1,000 for 1,000 on 2025-05-23", "UTC+3", "passports were handed over", "resolution 2202"]
)
def test_facts_are_no_personal_data(text: str) -> None:
    rule = next(rule for rule in RULES if rule.check.code == "PD701")
    assert codes(example_dataset({"events": [{"summary": text}]}), rule) == []
