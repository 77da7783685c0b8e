"""The frame of the dataset assertions: what must hold of a dataset beside the release before it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from peacedata.check.declare import Check
from peacedata.check.example import completed
from peacedata.check.finding import Finding, Severity
from peacedata.check.rule import Example
from peacedata.dataset.dataset import Dataset
from peacedata.dataset.snapshot import Snapshot, TableSnapshot, snapshot_of
from peacedata.intake.records import Record
from peacedata.model import TABLES

# In an example, the rows of the release before stand under the name of their table with this before it.
EARLIER = "earlier/"
# Tables whose rows are no records of their own: written from the model, or the record of what is gone.
DERIVED = ("codes", "retired")


@dataclass(frozen=True)
class Step:
    """From one release to the dataset that is to be the next.

    Attributes:
        earlier: the release before.
        now: the dataset.
    """

    earlier: Snapshot
    now: Snapshot

    def tables(self) -> Iterator[tuple[TableSnapshot, TableSnapshot]]:
        """The tables of records that both have and that could be read whole, each before and now."""
        for name in TABLES:
            if name not in DERIVED and name in self.earlier.tables:
                before, now = self.earlier.tables[name], self.now.table(name)
                if before.whole and now.whole:
                    yield before, now

    @cached_property
    def tombstones(self) -> dict[tuple[str, str], Record]:
        """The rows of ``retired`` now, by table and key."""
        return _tombstones(self.now)

    @cached_property
    def earlier_tombstones(self) -> dict[tuple[str, str], Record]:
        """The rows of ``retired`` in the release before."""
        return _tombstones(self.earlier)

    @cached_property
    def keys(self) -> Mapping[str, Mapping[str, Record]]:
        """The first record of each key now, by table."""
        return {name: table.keyed() for name, table in self.now.tables.items()}

    @cached_property
    def earlier_keys(self) -> Mapping[str, Mapping[str, Record]]:
        """The first record of each key in the release before, by table."""
        return {name: table.keyed() for name, table in self.earlier.tables.items()}


def _tombstones(snapshot: Snapshot) -> dict[tuple[str, str], Record]:
    table = snapshot.table("retired")
    found: dict[tuple[str, str], Record] = {}
    for row in table.rows:
        cells = table.cells(row)
        found.setdefault((cells.get("table", ""), cells.get("record_id", "")), row)
    return found


@dataclass(frozen=True, slots=True)
class Fall:
    """What an assertion found; the frame adds the place.

    Attributes:
        table: the table.
        message: what is wrong, in one sentence.
        column: the column to look at.
        key: the key of the record, there or gone.
        record: the record now, where there is one.
        value: the offending text.
        hint: how to mend it.
    """

    table: str
    message: str
    column: str | None = None
    key: str | None = None
    record: Record | None = None
    value: str | None = None
    hint: str | None = None


Judge = Callable[[Step], Iterable[Fall]]


@dataclass(frozen=True, slots=True)
class Assertion:
    """A declared assertion."""

    check: Check
    judge: Judge


_DECLARED: dict[str, Assertion] = {}


def assertion(
    code: str,
    *,
    says: str,
    why: str,
    mend: str,
    bad: Example,
    good: Example,
    severity: Severity = Severity.ERROR,
    related: tuple[str, ...] = (),
) -> Callable[[Judge], Judge]:
    """Declare the decorated function as an assertion on a dataset beside the release before it.

    Args:
        code: the finding code, unique for ever.
        says: the bad condition in one sentence.
        why: why it matters.
        mend: how to mend it.
        bad: partial rows per table that it finds; those of the release before under ``earlier/<table>``.
        good: the same, mended.
        severity: error or warning.
        related: codes that are often found beside this one.
    """

    def declare(judge: Judge) -> Judge:
        if code in _DECLARED:
            raise ValueError(f"{code} is declared twice: {_DECLARED[code].check.name} and {judge.__name__}")
        check = Check(
            code=code,
            name=judge.__name__.replace("_", "-"),
            says=says,
            why=why,
            mend=mend,
            related=related,
            severity=severity,
            bad=bad,
            good=good,
        )
        _DECLARED[code] = Assertion(check, judge)
        return judge

    return declare


@cache
def all_assertions() -> tuple[Assertion, ...]:
    """Every assertion, by code; one is found because its file is in ``peacedata/check/assertions``."""
    package = importlib.import_module("peacedata.check.assertions")
    for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
    return tuple(_DECLARED[code] for code in sorted(_DECLARED))


def judge_step(dataset: Dataset, earlier: Snapshot, assertions: Iterable[Assertion] | None = None) -> Iterator[Finding]:
    """Hold a dataset that was opened leniently against the release before it."""
    step = Step(earlier, snapshot_of(dataset))
    for each in all_assertions() if assertions is None else assertions:
        for fall in each.judge(step):
            yield _finding(each, fall, step)


def _finding(each: Assertion, fall: Fall, step: Step) -> Finding:
    table = step.now.table(fall.table)
    return each.check.finding(
        f"{fall.key}: {fall.message}" if fall.key else f"{fall.table}: {fall.message}",
        file=table.file,
        table=fall.table,
        record=fall.record.number if fall.record else None,
        line=fall.record.line if fall.record else None,
        field=table.columns.index(fall.column) + 1 if fall.column in table.columns and fall.column else None,
        column=fall.column,
        key=fall.key,
        value=fall.value,
        hint=fall.hint,
    )


def example_step(example: Mapping[str, Sequence[Mapping[str, str]]]) -> tuple[Dataset, Snapshot]:
    """An example as a dataset in memory, and the release before it."""
    before = {name.removeprefix(EARLIER): rows for name, rows in example.items() if name.startswith(EARLIER)}
    now = {name: rows for name, rows in example.items() if not name.startswith(EARLIER)}
    earlier = snapshot_of(Dataset.from_rows(completed(before)))
    return Dataset.from_rows(completed(now)), Snapshot("2026.1", {"version": "2026.1"}, earlier.tables)
