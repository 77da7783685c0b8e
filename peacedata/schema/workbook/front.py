"""The first sheet: what the workbook is, what to do with it, and what its sheets hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from peacedata.schema.workbook.looks import (
    EXAMPLE,
    HEADING,
    LINK,
    OPTIONAL,
    PLAIN,
    REQUIRED,
    TITLE,
    Look,
    cell_at,
    fit_page,
    put,
)
from peacedata.schema.workbook.names import CODES_SHEET, EXAMPLE_MARK, README_SHEET

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from peacedata.schema.workbook.book import About

_WIDTHS = (22, 100)
_LINE = 15  # the height of one line of text, in points


def front_page(sheet: Worksheet, about: About, tables: Mapping[str, str], *, example: bool) -> None:
    """Fill the first sheet.

    Args:
        sheet: the sheet.
        about: what it says.
        tables: the meaning of each table that has a sheet.
        example: whether the sheets have an example row, which is then explained.
    """
    sheet.title = README_SHEET
    sheet.sheet_view.showGridLines = False
    for letter, width in zip("AB", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    fit_page(sheet)
    page = _Page(sheet)
    page.add(about.title, look=TITLE, height=30)
    for fact in about.facts:
        page.add("", fact)
    if about.steps:
        page.add("")
        page.add("Five steps" if len(about.steps) == 5 else "Steps", look=HEADING)
        for number, step in enumerate(about.steps, start=1):
            page.add(f"Step {number}", step)
    page.add("")
    page.add("How to read the sheets", look=HEADING)
    page.add("dark heading", "The column must be filled in every row.", look=REQUIRED)
    page.add("light heading", "The column may be empty: empty means unknown.", look=OPTIONAL)
    if example:
        says = f"The example in row 2 begins with “{EXAMPLE_MARK.strip()}”. It is never imported; write below it."
        page.add(f"{EXAMPLE_MARK}an example", says, look=EXAMPLE)
    page.add("")
    page.add("Sheets", look=HEADING)
    for name, meaning in {**tables, CODES_SHEET: "Every code with its meaning. Look here; nothing to fill in."}.items():
        page.add(name, meaning, look=LINK, link=f"#{name}!A1")


class _Page:
    """Writes row by row."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet, self._row = sheet, 0

    def add(
        self, first: str, second: str = "", *, look: Look | None = None, link: str = "", height: float | None = None
    ) -> None:
        """Add a row of a word and a sentence."""
        self._row += 1
        for column, text, style in ((1, first, look or PLAIN), (2, second, PLAIN)):
            if text:
                put(cell_at(self._sheet, self._row, column), text, style)
        if link:
            cell_at(self._sheet, self._row, 1).hyperlink = link
            put(cell_at(self._sheet, self._row, 1), first, look)
        lines = max(1, -(-len(second) // _WIDTHS[1]))
        self._sheet.row_dimensions[self._row].height = height or (lines * _LINE + 3 if second else None)
