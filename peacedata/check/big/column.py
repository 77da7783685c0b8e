"""One column of a range: its distinct values are judged exactly, or a kernel accepts what it can of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Generic, NamedTuple, TypeVar

from peacedata.check.big.arrow import flags, numbers, taken, texts
from peacedata.check.big.kernels import Kernel, kernel_of
from peacedata.check.big.scan import scan_column
from peacedata.check.big.unfit import Unfit
from peacedata.check.big.uniform import Classes, classes_of
from peacedata.check.field import Fault, FieldCheck
from peacedata.intake.scanner import FORBIDDEN

_MOST_KNOWN = 1 << 16
_LONGEST_KNOWN = 256
_FEW = 1 << 11
_SMALL = 1 << 5
_MANY = 1 << 8
_TRIAL = 1 << 11

V = TypeVar("V", bound=Hashable)


class Group(NamedTuple, Generic[V]):
    """Cells of which the same is said.

    Attributes:
        verdict: what is wrong with them.
        rows: their places in the column.
    """

    verdict: V
    rows: Any


class ColumnCheck(Generic[V]):
    """Judges a column of every range, each distinct value once."""

    def __init__(
        self,
        judge: Callable[[str], V],
        kernel: Kernel | None = None,
        *,
        classes: Classes | None = None,
    ) -> None:
        """Prepare.

        Args:
            judge: what is wrong with a text; something false if nothing is.
            kernel: a test on whole columns that accepts nothing that is wrong.
            classes: tells texts apart that are wrong for different reasons.
        """
        self._judge = judge
        self._kernel = kernel
        self._classes = classes
        self._empty = judge("")
        self._good: set[str] = set()
        self._bad: dict[str, V] = {}
        self._few: Any = None
        self._wrong = False
        self._varied: bool | None = False if kernel is None else True if kernel.cheap else None

    def groups(self, column: Any) -> list[Group[V]]:
        """The cells with which something is wrong."""
        import numpy as np

        if len(column) < _SMALL:
            return self._one_by_one(column, None)
        found: list[Group[V]] = []
        if column.null_count and self._empty:
            found.append(Group(self._empty, np.flatnonzero(flags(column.is_null()))))
        if self._varied is None:
            sample = column.slice(0, _TRIAL)
            self._varied = len(sample.unique()) * 2 > len(sample) > _TRIAL // 2
        rows, rest = None, column
        accepted = self._accepted(column)
        if accepted is not None:
            if column.null_count:
                accepted |= flags(column.is_null())
            if accepted.all():
                return found
            rows = np.flatnonzero(~accepted)
            rest = taken(column, rows)
            if len(rest) < _SMALL:
                return found + self._one_by_one(rest, rows)
        if self._classes is not None and self._mostly_wrong(rest):
            more, left = self._by_classes(self._classes, rest, rows)
            found += more
            rows = left if rows is None else rows[left]
            rest = taken(rest, left)
        return found + self._by_values(rest.dictionary_encode(), rows)

    def _accepted(self, column: Any) -> Any:
        """Which cells are accepted at once; None if that is not tried."""
        import pyarrow.compute as pc

        if self._varied and self._kernel is not None:
            if not self._kernel.proven:
                scan_column(column)
            return self._kernel.test(column)
        good = self._good
        if not good or len(good) > _FEW:
            return None
        few = self._few
        if few is None:
            few = self._few = pc.SetLookupOptions(value_set=texts([*good]))
        return flags(pc.is_in(column, options=few))

    def _by_values(self, column: Any, rows: Any) -> list[Group[V]]:
        """What is wrong with some cells, found by their distinct values."""
        import numpy as np

        values = column.dictionary.to_pylist()
        if self._good.issuperset(values):
            return []
        groups: dict[V, int] = {}
        codes = np.zeros(len(values) + 1, np.int32)
        for code, value in enumerate(values):
            verdict = self._verdict(value)
            if verdict:
                codes[code] = groups.setdefault(verdict, len(groups) + 1)
        if not groups:
            return []
        places = numbers(column.indices, np.int32)
        if column.null_count:
            places = np.where(flags(column.is_valid()), places, len(values))
        which = codes[places]
        found = []
        for verdict, number in groups.items():
            hits = np.flatnonzero(which == number)
            found.append(Group(verdict, hits if rows is None else rows[hits]))
        return found

    def _one_by_one(self, column: Any, rows: Any) -> list[Group[V]]:
        """What is wrong with a few cells."""
        import numpy as np

        wrong: dict[V, list[int]] = {}
        places = range(len(column)) if rows is None else rows.tolist()
        for place, value in zip(places, column.to_pylist(), strict=True):
            verdict = self._empty if value is None else self._verdict(value)
            if verdict:
                wrong.setdefault(verdict, []).append(place)
        return [Group(verdict, np.array(some)) for verdict, some in wrong.items()]

    def _mostly_wrong(self, column: Any) -> bool:
        """Whether most of some cells are wrong, each in its own words; once they are, they are taken to stay so."""
        if not self._wrong and len(column) > _MANY:
            values = column.slice(0, _MANY).drop_null().unique().to_pylist()
            self._wrong = sum(bool(self._verdict(value)) for value in values) * 2 > _MANY
        return self._wrong

    def _by_classes(self, classes_of: Classes, column: Any, rows: Any) -> tuple[list[Group[V]], Any]:
        """Judge cells by one of their kind; gives the places of those of no known kind too."""
        import numpy as np

        classes = classes_of(column)
        if column.null_count:
            classes[flags(column.is_null())] = 0
        if classes.any():
            scan_column(column)
        found = []
        for number in np.unique(classes).tolist():
            same = np.flatnonzero(classes == number)
            verdict = self._judge(column[int(same[0])].as_py()) if number else None
            if verdict:
                found.append(Group(verdict, same if rows is None else rows[same]))
        return found, np.flatnonzero(classes == 0)

    def _verdict(self, value: str) -> V | None:
        if value in self._good:
            return None
        verdict = self._bad.get(value)
        if verdict is None:
            verdict = self._judge(value)
            if len(self._good) + len(self._bad) > _MOST_KNOWN:
                self._good, self._bad = set(), {}
            if len(value) > _LONGEST_KNOWN:
                return verdict
            if verdict:
                self._bad[value] = verdict
            else:
                self._good.add(value)
                self._few = None
        return verdict


def field_check(field: FieldCheck) -> ColumnCheck[tuple[Fault, ...]]:
    """The check of the cells of a field, which also refuses what may stand in no file."""
    judge = field.judge

    def refuse_or_judge(text: str) -> tuple[Fault, ...]:
        if FORBIDDEN.search(text):
            raise Unfit
        return judge(text)

    return ColumnCheck(refuse_or_judge, kernel_of(field), classes=classes_of(field))
