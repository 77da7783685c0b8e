"""What sheets are called, and how cells of them are named: known to the writer and to the reader."""

from __future__ import annotations

import re

README_SHEET = "Read me"
CODES_SHEET = "codes"
IDS_SHEET = "ids"
# Sheets that we make and that hold no rows of a contribution.
OWN_SHEETS = (README_SHEET, CODES_SHEET, IDS_SHEET)

# What stands before the first cell of the example row. No key holds a blank, so no row of data can begin with it.
EXAMPLE_MARK = "e.g. "

_plain = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*").fullmatch
_looks_like_a_cell = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*").fullmatch


def letters(column: int) -> str:
    """The letters of a column: 1 is ``A``, 27 is ``AA``."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def sheet_name(sheet: str) -> str:
    """The name of a sheet as it stands in a reference; in quotes where a spreadsheet needs them."""
    if _plain(sheet) and not _looks_like_a_cell(sheet):
        return sheet
    return "'" + sheet.replace("'", "''") + "'"


def cell_name(sheet: str, row: int, column: int = 1) -> str:
    """A cell as a spreadsheet names it, such as ``events!F12``, to be pasted into its name box."""
    return f"{sheet_name(sheet)}!{letters(column)}{row}"
