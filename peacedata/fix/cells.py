"""The cell fixers, let loose on the columns of a sheet."""

from __future__ import annotations

from collections.abc import Sequence

from peacedata.fix.column import Column
from peacedata.fix.fixer import Fixer
from peacedata.fix.sheet import Sheet

_Mended = tuple[str, tuple[str, ...]]


def mend_cells(sheet: Sheet, fixers: Sequence[Fixer]) -> None:
    """Change the cells that can be mended, and note in the sheet what each was before."""
    for place, column in enumerate(sheet.columns):
        if column.field is None or (column.open and not column.prose):
            continue
        texts = {row[place] for row in sheet.rows}
        mended = {text: found for text in texts if (found := mend(column, text, fixers)) is not None}
        if not mended:
            continue
        for row, number in zip(sheet.rows, sheet.numbers, strict=True):
            found = mended.get(row[place])
            if found is not None:
                sheet.changed[number, column.name] = (row[place], found[1])
                row[place] = found[0]


def mend(column: Column, text: str, fixers: Sequence[Fixer]) -> _Mended | None:
    """What a cell should hold, and which fixers say so; None if it stays as it is.

    A cell that is right stays, and one that would still be wrong stays too, for then nobody knows what was meant. Free
    text of our own tables is different: its form is agreed, whatever it says.
    """
    if column.field is None or (not column.prose and column.right(text)):
        return None
    result, names = text, []
    for fixer in fixers:
        new = fixer.mend(column, result) if fixer.mend is not None else None
        if new is not None and new != result:
            result = new
            names.append(fixer.name)
    if not names:
        return None
    if column.prose:
        # Blanks alone say nothing, so the cell is empty; but where it must not be empty, a person has to fill it in.
        return None if not result and column.field.required else (result, tuple(names))
    return (result, tuple(names)) if column.right(result) else None
