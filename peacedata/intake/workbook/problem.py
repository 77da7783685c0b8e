"""What a workbook is refused for, and what is wrong with its cells: as data, which the checks turn into findings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from peacedata.errors import InvalidData
from peacedata.schema.workbook.names import cell_name


class Kind(StrEnum):
    """What is wrong with a workbook or a cell of it."""

    NO_WORKBOOK = "no-workbook"
    UNSAFE = "unsafe"
    TOO_LARGE = "too-large"
    UNKNOWN_SHEET = "unknown-sheet"
    HIDDEN = "hidden"
    MERGED = "merged"
    FORMULA = "formula"
    ERROR_VALUE = "error-value"
    SHOWN_OTHERWISE = "shown-otherwise"
    EDITED_EXAMPLE = "edited-example"
    CONTROL = "control"
    CARRIAGE_RETURN = "carriage-return"
    TOO_LONG = "too-long"
    BLANK_HEADER = "blank-header"
    BLANK_LABEL = "blank-label"
    DUPLICATE_LABEL = "duplicate-label"
    UNKNOWN_LABEL = "unknown-label"
    MISSING_LABEL = "missing-label"


class UnfitWorkbook(InvalidData):
    """A workbook that is not read.

    Attributes:
        kind: the kind of refusal.
        message: what is wrong, in one sentence.
        hint: how to mend it.
    """

    def __init__(self, kind: Kind, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.kind, self.message, self.hint = kind, message, hint


@dataclass(frozen=True, slots=True, kw_only=True)
class CellProblem:
    """Something wrong at one place of a workbook.

    Attributes:
        kind: what.
        message: what is wrong, in one sentence.
        sheet: the name of the sheet.
        table: the table that it holds; empty if it holds none.
        row: the row, from 1.
        column: the column, from 1.
        label: the name of the column, where it has one.
        value: what stands there.
        hint: how to mend it.
    """

    kind: Kind
    message: str
    sheet: str
    table: str = ""
    row: int = 1
    column: int = 1
    label: str | None = None
    value: str | None = None
    hint: str | None = None

    @property
    def cell(self) -> str:
        """The place as a spreadsheet names it: ``events!F12``."""
        return cell_name(self.sheet, self.row, self.column)
