"""A parsed range: its records as columns of text, one block for those of each width."""

from __future__ import annotations

from typing import Any, NamedTuple


class Block(NamedTuple):
    """Records with equally many cells.

    Attributes:
        width: how many cells they have.
        size: how many records there are.
        places: their places among all records of the range, in order; None if they are all of them.
        table: the wanted columns by place, each one array of text; columns beyond the width are not there.
        nulls: whether an empty cell is null in it; else it is an empty text.
    """

    width: int
    size: int
    places: Any
    table: dict[int, Any]
    nulls: bool

    def at(self, rows: Any) -> Any:
        """The places of some of its records."""
        return rows if self.places is None else self.places[rows]

    def among(self, wanted: Any) -> tuple[Any, Any]:
        """Which of some places are of this block, and the records there."""
        import numpy as np

        if self.places is None:
            return np.arange(wanted.size), wanted
        if not self.size:
            return wanted[:0], wanted[:0]
        rows = np.minimum(np.searchsorted(self.places, wanted), self.size - 1)
        here = np.flatnonzero(self.places[rows] == wanted)
        return here, rows[here]


class Columns(NamedTuple):
    """A parsed range.

    Attributes:
        records: how many records it has.
        blocks: the records by width; first those with a cell in every column, of which there may be none.
    """

    records: int
    blocks: list[Block]
