"""How the cells of a workbook look: few styles, with contrast enough to read, and never colour alone."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

TEXT_FORMAT = "@"
_NAVY, _PALE, _SAND, _GREY = "1F3864", "D9E2F3", "FFF2CC", "595959"


class Look(NamedTuple):
    """What a cell looks like; equal ones share one style in the file."""

    bold: bool = False
    italic: bool = False
    colour: str = "000000"
    fill: str = ""
    size: int = 11
    wrap: bool = False
    text: bool = True
    line: bool = False


REQUIRED = Look(bold=True, colour="FFFFFF", fill=_NAVY, line=True)
OPTIONAL = Look(colour=_NAVY, fill=_PALE, line=True)
EXAMPLE = Look(italic=True, colour=_GREY, fill=_SAND)
TITLE = Look(bold=True, colour=_NAVY, size=20)
HEADING = Look(bold=True, colour=_NAVY, size=13)
PLAIN = Look(wrap=True)
LINK = Look(colour="0563C1")


@cache
def _parts(look: Look) -> dict[str, Any]:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    parts: dict[str, Any] = {
        "font": Font(name="Calibri", sz=look.size, b=look.bold, i=look.italic, color=look.colour),
        "alignment": Alignment(vertical="top", wrap_text=look.wrap or None),
    }
    if look.fill:
        parts["fill"] = PatternFill("solid", fgColor=look.fill)
    if look.line:
        parts["border"] = Border(bottom=Side("medium", color=_NAVY), right=Side("thin", color="FFFFFF"))
    if look.text:
        parts["number_format"] = TEXT_FORMAT
    return parts


def dress(cell: Cell, look: Look) -> None:
    """Give a cell its look."""
    for name, part in _parts(look).items():
        setattr(cell, name, part)


def fit_page(sheet: Worksheet) -> None:
    """Print the sheet in landscape, as wide as the page."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """A cell of a sheet of ours, in which none is merged."""
    return cast("Cell", sheet.cell(row, column))


def put(cell: Cell, text: str, look: Look | None = None) -> None:
    """Write a text into a cell as text, whatever it looks like: ``=1+1`` and ``#N/A`` too."""
    from peacedata.schema.workbook.text import escaped

    # Not through ``value``, which cuts long texts in silence and takes what begins with "=" for a formula.
    cell._value, cell.data_type = escaped(text), "s"  # type: ignore[attr-defined] # its stubs leave it out
    if look is not None:
        dress(cell, look)
