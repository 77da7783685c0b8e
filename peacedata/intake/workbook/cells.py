"""The cells of one sheet, row by row, as they are stored; with what is hidden and what is merged."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from peacedata.intake.workbook.archive import no_workbook
from peacedata.intake.workbook.structure import Structure, TextReader
from peacedata.intake.workbook.value import RawCell
from peacedata.intake.workbook.xml import Budget

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_MOST_RANGES = 1000
_reference = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})").fullmatch

Row = dict[int, RawCell]


class Merged(NamedTuple):
    """A range of merged cells."""

    name: str
    row: int
    column: int
    last_row: int
    last_column: int


class CellReader(TextReader):
    """Reads the part of a sheet.

    Attributes:
        hidden_columns: first and last of each range of hidden columns.
        merged: the merged ranges.
    """

    def __init__(self, budget: Budget, structure: Structure, take: Callable[[int, Row, bool], None]) -> None:
        """Read cells; ``take`` is given the number of each row with a value, its cells, and whether it is hidden."""
        super().__init__(budget)
        self._structure, self._take = structure, take
        self.hidden_columns: list[tuple[int, int]] = []
        self.merged: list[Merged] = []
        self._rows: set[int] = set()
        self._row, self._named, self._after = 0, "", 0
        self._cell: Mapping[str, str] = {}
        self._given: Mapping[str, str] | None = None
        self._in_data = self._in_cell = self._all_hidden = False
        self._hidden = False
        self._cells: Row = {}
        self._value: str | None = None
        self._formula: str | None = None

    def start(self, name: str, given: Mapping[str, str]) -> None:
        """An element begins."""
        if self._in_cell:
            self._start_inside(name)
        elif self._in_data:
            if name == "c":
                self._start_cell(given)
            elif name == "row":
                self._start_row(given)
        elif name == "sheetData":
            self._in_data = True
        elif name == "col" and _is_hidden(given, "width"):
            self._hide_columns(given)
        elif name == "mergeCell":
            self._merge(given.get("ref", ""))
        elif name == "sheetFormatPr":
            self._all_hidden = given.get("zeroHeight") in ("1", "true")

    def end(self, name: str) -> None:
        """An element ends."""
        if self._in_cell:
            self._end_inside(name)
        elif name == "row" and self._in_data:
            self._end_row()
        elif name == "sheetData":
            self._in_data = False

    def _start_row(self, given: Mapping[str, str]) -> None:
        if "r" not in given:
            given = {**given, "r": str(self._number() + 1)}
        # What it says is looked at when it has a cell: there may be a million rows without any.
        self._row, self._given, self._named, self._after = 0, given, "", 0
        if self._cells:
            self._cells = {}

    def _number(self) -> int:
        """The number of the current row."""
        if not self._row and self._given is not None:
            given = self._given
            self._row = _whole(given["r"], LAST_ROW, "row")
            self._hidden = _is_hidden(given, "ht") or (self._all_hidden and given.get("hidden") not in ("0", "false"))
        return self._row

    def _start_cell(self, given: Mapping[str, str]) -> None:
        # Where it stands and what it is are looked at when it has a value: there may be a million cells without any.
        self._cell = given
        if "r" in given:
            self._named, self._after = given["r"], 0
        else:
            self._after += 1
        self._value = self._formula = None
        self._in_cell, self._wanted = True, False
        if self._runs:  # text that stood in no value
            self.taken()

    def _column(self) -> int:
        """The column of the current cell, which may say where it stands or follow the last one that did."""
        row, column = _place(self._named) if self._named else (self._number(), 0)
        if row != self._number():
            raise no_workbook(f"its cell {self._named[:20]} stands in row {self._row}")
        if column + self._after > LAST_COLUMN:
            raise no_workbook(f"row {self._row} has more than {LAST_COLUMN} columns")
        return column + self._after

    def _start_inside(self, name: str) -> None:
        if name == "rPh":
            self._aside += 1
        self._wanted = name in ("v", "f") or (name == "t" and not self._aside)

    def _end_inside(self, name: str) -> None:
        self._wanted = False
        if name == "c":
            self._in_cell = False
            self._end_cell()
        elif name == "v":
            self._value = self.taken()
        elif name == "f":
            self._formula = self.taken()
        elif name == "rPh":
            self._aside -= 1
        elif name == "is":
            self._value = self.taken()

    def _end_cell(self) -> None:
        value = self._value
        if not value and self._formula is None:
            return
        given, formats, column = self._cell, self._structure.formats, self._column()
        kind, style = given.get("t", "n"), _whole(given.get("s", "0"), 1 << 20, "style", least=0)
        if kind == "s" and value:
            value = self._shared(value)
            if not value and self._formula is None:
                return
        if column in self._cells:
            raise no_workbook(f"row {self._row} has a column twice")
        code = formats[style] if style < len(formats) else "General"
        self.budget.spend_text(len(value or ""))
        self._cells[column] = RawCell(kind, code, value or "", self._formula)

    def _shared(self, index: str) -> str:
        place = _whole(index, 1 << 30, "text", least=0)
        if place >= len(self._structure.strings):
            raise no_workbook(f"row {self._row} names a text that is not there")
        return self._structure.strings[place]

    def _end_row(self) -> None:
        if not self._cells:
            return
        if self._row in self._rows:
            raise no_workbook(f"row {self._row} is there twice")
        self._rows.add(self._row)
        self._take(self._row, self._cells, self._hidden)

    def _hide_columns(self, given: Mapping[str, str]) -> None:
        if len(self.hidden_columns) < _MOST_RANGES:
            first = _whole(given.get("min", "1"), LAST_COLUMN, "column")
            last = _whole(given.get("max", str(first)), 1 << 30, "column")
            self.hidden_columns.append((first, last))

    def _merge(self, name: str) -> None:
        first, _, last = name.partition(":")
        if len(self.merged) < _MOST_RANGES and last:
            row, column = _place(first)
            last_row, last_column = _place(last)
            self.merged.append(Merged(name, row, column, last_row, last_column))


def _is_hidden(given: Mapping[str, str], size: str) -> bool:
    """Whether a row or a column is hidden, or so flat or narrow that nothing of it is seen."""
    return given.get("hidden") in ("1", "true") or given.get(size) in ("0", "0.0")


def _place(reference: str) -> tuple[int, int]:
    found = _reference(reference)
    if not found:
        raise no_workbook(f"a cell is named {reference[:20]!r}")
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return _whole(found[2], LAST_ROW, "row"), column


def _whole(text: str, most: int, what: str, *, least: int = 1) -> int:
    if text.isdecimal() and text.isascii() and len(text) < 12 and least <= (number := int(text)) <= most:
        return number
    raise no_workbook(f"it names the {what} {text[:20]!r}")
