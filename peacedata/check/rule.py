"""The frame of the rules: what a rule is, how it is declared, and how all of them run over a dataset."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, TypeVar, cast

from peacedata.check.declare import Check
from peacedata.check.finding import Finding, Severity
from peacedata.dataset.dataset import Dataset
from peacedata.errors import UnknownId
from peacedata.model import Record

Example = Mapping[str, Sequence[Mapping[str, str]]]
Judge = TypeVar("Judge", bound=Callable[..., Iterable["Problem"]])
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may know besides the record: the day of the check and the whole dataset."""

    as_of: date
    dataset: Dataset
    _memo: dict[Callable[[Context], Any], Any] = field(default_factory=dict, compare=False, repr=False)

    def shared(self, make: Callable[[Context], T]) -> T:
        """What ``make`` computes of this context, computed once for all records: indexes and counts."""
        if make not in self._memo:
            self._memo[make] = make(self)
        return cast(T, self._memo[make])


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule found in a record; the frame adds the place and the value.

    Attributes:
        column: the column to look at.
        message: what is wrong, in one sentence.
        hint: how to mend it.
        record: the record concerned, where it is not the one that the rule was given; always for a rule that was given
            the whole dataset.
    """

    column: str
    message: str
    hint: str | None = None
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A declared rule.

    Attributes:
        check: code, severity, sentence, why and examples.
        records: the classes whose records it judges one by one; ``Dataset`` if it judges the whole at once.
        needs: tables that must have been read whole, because it concludes from what is absent there.
        judge: the rule itself.
    """

    check: Check
    records: tuple[type[Record | Dataset], ...]
    needs: tuple[str, ...]
    judge: Callable[[Any, Context], Iterable[Problem]]


_DECLARED: dict[str, Rule] = {}


def rule(
    code: str,
    *records: type[Record | Dataset],
    says: str,
    why: str,
    bad: Example,
    good: Example,
    mend: str = "",
    related: tuple[str, ...] = (),
    severity: Severity = Severity.ERROR,
    needs: tuple[str, ...] = (),
    fixable: bool = False,
) -> Callable[[Judge], Judge]:
    """Declare the decorated function as a rule over the records of some tables.

    Args:
        code: the finding code, unique for ever.
        records: the classes of the records that the rule is given, one record at a time; or ``Dataset``, for a rule
            that looks at whole columns and names the record in each problem.
        says: the bad condition in one sentence.
        why: why it matters.
        bad: partial rows per table that the rule finds; required columns and parents are filled in.
        good: the same, mended.
        mend: how to mend it, as instructions to whoever holds the file.
        related: codes that are often found beside this one, or taken for it.
        severity: error or warning.
        needs: tables from whose missing rows the rule concludes; it waits until they are read without errors.
        fixable: whether ``peacedata fix`` can mend it without a human decision.
    """

    def declare(judge: Judge) -> Judge:
        if code in _DECLARED:
            raise ValueError(f"{code} is declared twice: {_DECLARED[code].check.name} and {judge.__name__}")
        name = judge.__name__.replace("_", "-")
        check = Check(
            code=code,
            name=name,
            says=says,
            why=why,
            mend=mend,
            related=related,
            severity=severity,
            bad=bad,
            good=good,
            fixable=fixable,
        )
        _DECLARED[code] = Rule(check, records, needs, judge)
        return judge

    return declare


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code; a rule is found because its file is in ``peacedata/check/rules``."""
    package = importlib.import_module("peacedata.check.rules")
    for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
    return tuple(_DECLARED[code] for code in sorted(_DECLARED))


def judge_dataset(dataset: Dataset, as_of: date, rules: Iterable[Rule] | None = None) -> Iterator[Finding]:
    """Run rules over a dataset that was opened leniently.

    A record whose links lead nowhere is passed over: the broken reference is reported by the key checks.
    """
    context = Context(as_of, dataset)
    for each in all_rules() if rules is None else rules:
        if not all(dataset.table(name).complete for name in each.needs):
            continue
        for kind in each.records:
            if issubclass(kind, Dataset):
                for problem in each.judge(dataset, context):
                    if problem.record is None:
                        raise TypeError(f"{each.check.code} judges the whole dataset but names no record: {problem}")
                    yield _finding(each, problem.record, problem, dataset)
                continue
            for record in dataset.table(kind.table_name):
                try:
                    problems = list(each.judge(record, context))
                except UnknownId:
                    continue
                for problem in problems:
                    yield _finding(each, problem.record or record, problem, dataset)


def _finding(rule_: Rule, record: Record, problem: Problem, dataset: Dataset) -> Finding:
    row = dataset.table(record.table_name).row_of(record.key)
    columns = list(row.cells)
    return rule_.check.finding(
        f"{record.key}: {problem.message}",
        file=row.file,
        table=record.table_name,
        record=row.number,
        line=row.line,
        field=columns.index(problem.column) + 1 if problem.column in columns else None,
        column=problem.column,
        key=record.key,
        value=row.cells.get(problem.column) or None,
        hint=problem.hint,
    )
