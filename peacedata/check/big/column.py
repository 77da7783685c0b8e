"""One column of a range: its distinct values are judged exactly, or a kernel accepts what it can of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, Generic, NamedTuple, TypeVar

from peacedata.check.big.arrow import flags, numbers, taken, texts
from peacedata.check.big.kernels import Test, kernel_of
from peacedata.check.big.scan import scan_column
from peacedata.check.big.unfit import Unfit
from peacedata.check.big.uniform import Classes, classes_of
from peacedata.check.field import Fault, FieldCheck
from peacedata.intake.scanner import FORBIDDEN

_MOST_KNOWN = 1 << 16
_LONGEST_KNOWN = 256
_FEW = 1 << 11
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
        kernel: Test | None = None,
        *,
        proven: bool = True,
        classes: Classes | None = None,
    ) -> None:
        """Prepare.

        Args:
            judge: what is wrong with a text; something false if nothing is.
            kernel: a test on whole columns that accepts nothing that is wrong.
            classes: tells texts apart that are wrong for different reasons.
            proven: whether the kernel accepts only what may stand in a file at all.
        """
        self._judge = judge
        self._kernel = kernel
        self._proven = proven
        self._classes = classes
        self._empty = judge("")
        self._good: set[str] = set()
        self._bad: dict[str, V] = {}
        self._few: Any = None
        self._varied: bool | None = None if kernel is not None else False

    def groups(self, column: Any) -> list[Group[V]]:
        """The cells with which something is wrong."""
        import numpy as np

        if not len(column):
            return []
        found: list[Group[V]] = []
        if column.null_count and self._empty:
            found.append(Group(self._empty, np.flatnonzero(flags(column.is_null()))))
        if self._varied is None:
            sample = column.slice(0, _TRIAL)
            self._varied = len(sample.unique()) * 2 > len(sample) > _TRIAL // 2
        accepted = self._accepted(column)
        if accepted is None:
            return found + self._by_values(column.dictionary_encode(), None)
        if column.null_count:
            accepted |= flags(column.is_null())
        if accepted.all():
            return found
        rows = np.flatnonzero(~accepted)
        return found + self._by_values(taken(column, rows).dictionary_encode(), rows)

    def _accepted(self, column: Any) -> Any:
        """Which cells are accepted at once; None if that is not tried."""
        import pyarrow.compute as pc

        if self._varied and self._kernel is not None:
            if not self._proven:
                scan_column(column)
            return self._kernel(column)
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
        open_codes: Iterable[int] = range(len(values))
        if self._classes is not None and len(values) > _MANY:
            open_codes = self._by_classes(self._classes(column.dictionary), column.dictionary, codes, groups)
        for code in open_codes:
            verdict = self._verdict(values[code])
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

    def _by_classes(self, classes: Any, texts: Any, codes: Any, groups: dict[V, int]) -> Iterable[int]:
        """Judge many texts by one of their kind; gives the places of the others."""
        import numpy as np

        known = np.flatnonzero(classes)
        if known.size:
            scan_column(texts)
        for number in np.unique(classes[known]).tolist():
            same = np.flatnonzero(classes == number)
            verdict = self._judge(texts[int(same[0])].as_py())
            if verdict:
                codes[same] = groups.setdefault(verdict, len(groups) + 1)
        rest: list[int] = np.flatnonzero(classes == 0).tolist()
        return rest

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

    kernel = kernel_of(field)
    return ColumnCheck(
        refuse_or_judge, kernel and kernel.test, proven=kernel is not None and kernel.proven, classes=classes_of(field)
    )
