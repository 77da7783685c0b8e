"""The records of a table put together again from its ranges; findings are written by the code of the small gear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from peacedata.check import cell_checks
from peacedata.check.big.locate import Row
from peacedata.check.big.part import Part, RangeKeys
from peacedata.check.declare import Check
from peacedata.check.reporter import Rows
from peacedata.check.rows import RowChecker

_CHECKS = {one.code: one for one in vars(cell_checks).values() if isinstance(one, Check)}


@dataclass(slots=True)
class Done:
    """What is kept of a range once its part was merged.

    Attributes:
        path: its file.
        offset: where it starts in the file.
        size: its bytes.
        number: number of its first record.
        records: how many it has.
        line: physical line on which the first one starts.
        uniques: the state of the unique keys.
        rows: records that a finding about a repeated key may need.
    """

    path: str
    offset: int
    size: int
    number: int
    records: int
    line: int
    uniques: list[RangeKeys]
    rows: dict[int, Row] = field(default_factory=dict)

    def as_rows(self, found: Sequence[Row]) -> Rows:
        """Some records of the range as the small gear takes them."""
        lines = [self.line + row.line for row in found]
        return Rows([row.cells for row in found], [self.number + row.place for row in found], lines.__getitem__)


class BigRows(RowChecker):
    """Merges what was found in the cells of ranges, one range after the other."""

    def merge(self, part: Part, done: Done) -> None:
        """Add the findings of the next range."""
        self._sink.file = done.path
        if part.suspects:
            self.add(done.as_rows([part.rows[place] for place in part.suspects]))
        for code, count in part.tallies.items():
            self._sink.tally(_CHECKS[code], count)
