"""Every dataset assertion by its own examples, by what holds of all, and on a mutated copy of the real dataset."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from peacedata.check.assertion import Assertion, all_assertions, example_step, judge_step
from peacedata.check.example import completed
from peacedata.check.finding import Finding, Severity
from peacedata.check.run import all_checks, check_dataset
from peacedata.dataset.dataset import Dataset
from peacedata.dataset.snapshot import Snapshot, snapshot_of
from peacedata.model import TABLES

ASSERTIONS = all_assertions()
each_assertion = pytest.mark.parametrize("one", ASSERTIONS, ids=[one.check.code for one in ASSERTIONS])
Rows = dict[str, list[dict[str, str]]]


def judged(now: Rows, earlier: Rows, *codes: str) -> list[Finding]:
    """What the assertions find in rows that are filled up, beside those of the release before."""
    before = snapshot_of(Dataset.from_rows(completed(earlier)))
    snapshot = Snapshot("2026.1", {"version": "2026.1"}, before.tables)
    chosen = [one for one in ASSERTIONS if not codes or one.check.code in codes]
    return list(judge_step(Dataset.from_rows(completed(now)), snapshot, chosen))


@each_assertion
def test_the_bad_example_is_found_and_the_good_one_clean(one: Assertion) -> None:
    check: Any = one.check
    assert one.check.code in {finding.code for finding in judge_step(*example_step(check.bad))}
    assert [finding.message for finding in judge_step(*example_step(check.good), [one])] == []


@each_assertion
@pytest.mark.parametrize("kind", ["bad", "good"])
def test_examples_fit_the_model(one: Assertion, kind: str) -> None:
    dataset, earlier = example_step(getattr(one.check, kind))
    assert all(table.complete for table in dataset.tables.values())
    for name, table in earlier.tables.items():
        for row in table.rows:
            TABLES[name].from_row(table.cells(row))


@each_assertion
def test_an_assertion_is_documented(one: Assertion) -> None:
    check = one.check
    assert re.fullmatch(r"PD8[0-9]{2}", check.code)
    assert re.fullmatch(r"[A-Z][^\n]+\.", check.says)
    assert len(check.why) > 40
    assert check.mend.endswith(".")
    assert check in all_checks()
    assert set(check.related) <= {known.code for known in all_checks()}


def test_one_assertion_one_file() -> None:
    package = importlib.import_module("peacedata.check.assertions")
    files = {module.name for module in pkgutil.iter_modules(package.__path__)}
    assert files == {one.check.name.replace("-", "_") for one in ASSERTIONS}


def test_a_dataset_beside_itself_is_clean(dataset: Dataset) -> None:
    assert list(judge_step(dataset, snapshot_of(dataset))) == []


# One mutation of the real dataset for each assertion: first the release before, then the dataset.


def _drop(table: str, number: int = 0) -> Callable[[Rows, Rows], None]:
    def mutate(earlier: Rows, now: Rows) -> None:
        del now[table][number]

    return mutate


def _tombstone(key: str, **cells: str) -> dict[str, str]:
    usual = {"table": "events", "release": "2099.1", "reason": "Twice", "replaced_by": ""}
    return {**usual, "record_id": key, **cells}


def _reused(earlier: Rows, now: Rows) -> None:
    earlier["retired"].append(_tombstone(now["events"][0]["event_id"]))
    now["retired"].append(_tombstone(now["events"][0]["event_id"]))


def _tombstone_gone(earlier: Rows, now: Rows) -> None:
    earlier["retired"].append(_tombstone("never-again"))


def _of_nothing(earlier: Rows, now: Rows) -> None:
    now["retired"].append(_tombstone("never-was"))


def _circle(earlier: Rows, now: Rows) -> None:
    for rows in (earlier, now):
        rows["retired"] += [_tombstone("here", replaced_by="there"), _tombstone("there", replaced_by="here")]


def _misdated(earlier: Rows, now: Rows) -> None:
    now["retired"].append(_tombstone(now["events"].pop(0)["event_id"], release="2026.1"))


def _emptied(earlier: Rows, now: Rows) -> None:
    for row in now["events"]:
        row["venue"] = ""


def _one_publisher(earlier: Rows, now: Rows) -> None:
    for row in now["claims"][::2]:
        row["source_id"] = now["sources"][0]["source_id"]


def _shorter(earlier: Rows, now: Rows) -> None:
    now["processes"][0]["coverage_end"] = now["processes"][0]["coverage_start"]


MUTATIONS = {
    "PD801": _drop("sources"),
    "PD802": _reused,
    "PD803": _tombstone_gone,
    "PD804": _of_nothing,
    "PD805": _circle,
    "PD806": _drop("participations"),
    "PD807": _misdated,
    "PD808": _emptied,
    "PD809": _one_publisher,
    "PD810": _shorter,
}


def test_every_assertion_has_a_mutation() -> None:
    assert set(MUTATIONS) == {one.check.code for one in ASSERTIONS}


@each_assertion
def test_an_assertion_notices_its_defect_in_the_real_dataset(one: Assertion, dataset: Dataset) -> None:
    earlier, now = ({name: [dict(row.cells) for row in dataset.table(name).rows] for name in TABLES} for _ in range(2))
    MUTATIONS[one.check.code](earlier, now)
    before = Snapshot("2026.1", {"version": "2026.1"}, snapshot_of(Dataset.from_rows(earlier)).tables)
    found = list(judge_step(Dataset.from_rows(now), before, [one]))
    assert {finding.code for finding in found} == {one.check.code}
    assert list(judge_step(Dataset.from_rows(earlier), before, [one])) == [] or one.check.code in ("PD802", "PD805")


# Single assertions.


def test_a_vanished_id_that_only_changed_its_name_is_recognised() -> None:
    earlier = {"events": [{"event_id": "second-round", "title": "Second round in Istanbul"}]}
    now = {"events": [{"event_id": "istanbul-2025-round-2", "title": "Second round in Istanbul"}]}
    [finding] = judged(now, earlier, "PD801")
    assert finding.key == "second-round"
    assert finding.table == "events"
    assert finding.column == "event_id"
    assert finding.record is None
    assert "'istanbul-2025-round-2': it looks the same" in (finding.hint or "")


def test_a_tombstone_of_another_table_does_not_count() -> None:
    earlier = {"events": [{"event_id": "a"}, {"event_id": "b"}]}
    now = {"events": [{"event_id": "a"}], "retired": [{"table": "actors", "record_id": "b", "replaced_by": ""}]}
    assert [finding.key for finding in judged(now, earlier, "PD801")] == ["b"]


def test_links_go_with_the_record_that_they_hang_on() -> None:
    links = [{"event_id": event, "actor_id": "ukraine"} for event in ("a", "b", "c")]
    earlier = {"events": [{"event_id": one} for one in "abc"], "participations": links}
    retired = [{"table": "events", "record_id": "b", "replaced_by": "", "release": "2026.2"}]
    now = {"events": [{"event_id": "a"}, {"event_id": "c"}], "participations": [links[0], links[2]], "retired": retired}
    assert judged(now, earlier) == []
    now["participations"] = [links[0]]
    [finding] = judged(now, earlier)
    assert (finding.code, finding.table) == ("PD806", "participations")
    assert "1 rows, 3 in the last release" in finding.message


def test_one_cause_gives_one_finding() -> None:
    earlier = {"sources": [{"source_id": "a"}, {"source_id": "b"}]}
    found = judged({"sources": [{"source_id": "a"}]}, earlier)
    assert [finding.code for finding in found] == ["PD801"]


def test_a_longer_circle_is_found_at_each_of_its_tombstones_and_nowhere_else() -> None:
    chain = [("a", "b"), ("b", "c"), ("c", "a"), ("into", "a"), ("done", "here"), ("gone", "")]
    retired = [{"table": "events", "record_id": one, "replaced_by": other} for one, other in chain]
    rows = {"events": [{"event_id": "here"}], "retired": retired}
    assert [finding.key for finding in judged(rows, rows, "PD805")] == ["events/a", "events/b", "events/c"]


def test_new_records_may_be_a_little_emptier() -> None:
    full = [{"event_id": f"e{number}", "venue": "Palace"} for number in range(96)]
    bare = [{"event_id": f"n{number}"} for number in range(4)]
    assert judged({"events": full + bare}, {"events": full}, "PD808") == []
    more = [{"event_id": f"m{number}"} for number in range(4)]
    assert [one.column for one in judged({"events": full + bare + more}, {"events": full}, "PD808")] == ["venue"]


@pytest.mark.parametrize(("start", "end", "found"), [("2014", "2025", 0), ("2014-02", "2025", 1), ("2014", "2024", 1)])
def test_the_coverage_of_a_process_may_not_shrink(start: str, end: str, found: int) -> None:
    wide = {"process_id": "talks", "coverage_start": "2014", "coverage_end": "2025"}
    now = {**wide, "coverage_start": start, "coverage_end": end}
    assert len(judged({"processes": [now]}, {"processes": [wide]}, "PD810")) == found


def test_check_dataset_reports_assertions_only_beside_a_release(dataset: Dataset) -> None:
    rows = snapshot_of(dataset).tables
    events = rows["events"]
    extra = events.rows[0]._replace(cells=["an-event-that-is-gone", *events.rows[0].cells[1:]])
    before = Snapshot("2026.1", {}, {**rows, "events": type(events)(**{**vars(events), "rows": [*events.rows, extra]})})
    report = check_dataset(dataset.package, as_of=date.today(), since=before)
    [finding] = [finding for finding in report.findings if finding.code.startswith("PD8")]
    assert (finding.code, finding.severity, finding.file) == ("PD801", Severity.ERROR, "data/events.csv")
    assert "PD801" not in check_dataset(dataset.package, as_of=date.today()).counts
