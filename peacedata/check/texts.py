"""The free texts of a dataset, searched a block at a time, so that clean text costs next to nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from peacedata.check.rule import Context
from peacedata.model import TABLES, Record
from peacedata.model.fields import Text
from peacedata.schema.columns import columns

# What stands between two texts of a block, and before the first and after the last: no text can hold it, so that a
# pattern may say where a text starts or ends.
EDGE = "\0"

_BLOCK = 256


class Block(NamedTuple):
    """Filled cells of one column, and their texts joined."""

    table: str
    column: str
    cells: tuple[tuple[Record, str], ...]
    text: str


def blocks(context: Context) -> tuple[Block, ...]:
    """Every filled cell of free text, those in ASCII apart from the others; the code lists are ours and left out."""
    found = []
    for table, kind in TABLES.items():
        free = [c.name for c in columns(kind) if c.kind is str and isinstance(c.cell, Text) and not c.cell.pattern]
        records = context.dataset.table(table).records if table != "codes" else ()
        for column in free:
            filled = [(record, text) for record in records if (text := getattr(record, column)) is not None]
            for ascii_ in (True, False):
                cells = [cell for cell in filled if cell[1].isascii() is ascii_]
                for start in range(0, len(cells), _BLOCK):
                    some = tuple(cells[start : start + _BLOCK])
                    joined = f"{EDGE}{EDGE.join([text for _, text in some])}{EDGE}"
                    found.append(Block(table, column, some, joined))
    return tuple(found)


def suspects(
    context: Context, test: Callable[[str], object], *, without: Collection[str] = (), beyond_ascii: bool = False
) -> Iterator[tuple[Record, str, str]]:
    """The cells of free text that a test finds fault with: record, column and text.

    Args:
        context: of the check.
        test: true of a text with the fault wherever it stands in it; it is first asked of many texts at once, joined
            and surrounded by ``EDGE``.
        without: tables or ``table.column`` that are left out.
        beyond_ascii: whether only texts with a character beyond ASCII can have the fault.
    """
    for block in context.shared(blocks):
        if (
            (beyond_ascii and block.text.isascii())
            or block.table in without
            or f"{block.table}.{block.column}" in without
        ):
            continue
        if test(block.text):
            for record, text in block.cells:
                if test(f"{EDGE}{text}{EDGE}"):
                    yield record, block.column, text
