"""Puts the workbook together: what to read first, the tables, the codes, and the ids for the drop-downs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from peacedata.errors import MissingExtra
from peacedata.model import TABLES
from peacedata.schema.workbook.names import CODES_SHEET

if TYPE_CHECKING:
    from openpyxl import Workbook

    from peacedata.schema.workbook.sheets import Layout

Rows = Mapping[str, Sequence[Mapping[str, str]]]

# Tables that a contributor fills in. Codes are generated, and ids are retired by maintainers.
CONTRIBUTED = tuple(name for name in TABLES if name not in (CODES_SHEET, "retired"))


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the first sheet says.

    Attributes:
        title: its heading.
        facts: short lines below it.
        steps: numbered sentences on what to do.
        created: the time to state in the file's properties; None states none.
    """

    title: str
    facts: Sequence[str] = ()
    steps: Sequence[str] = ()
    created: datetime | None = None


# Sentences for the first sheet, each a step.
_ADD = """Write one row for each record into the sheet of its table. Begin with sources and events; leave sheets empty
that you do not need. A row whose id is in the dataset already replaces that row."""
_EDIT = """Correct a row where it stands, or add rows below the last one of a sheet. A row that you delete here stays in
the dataset; an id that must go gets a row in the sheet retired."""
_CHOOSE = """Choose codes and ids from the lists in the cells. The note on each heading says what belongs there; columns
with a dark heading must be filled."""
_TYPE = """Type dates as text: 2025-06-02, or 2025-06, or 2025 where no more is known. Use no formulas, no merged cells
and no hidden rows, and keep the headings as they are."""
_CHECK = """Save the file as .xlsx and run: peacedata check YOUR-FILE.xlsx. What is wrong is named by its cell, such as
events!F12."""
_IMPORT = """Run: peacedata import YOUR-FILE.xlsx --into datapackage. Then commit the changed tables and open a pull
request."""


def template_about(version: str) -> About:
    """What the template for contributors says first; ``version`` is that of the dataset whose ids it offers."""
    fact = f"The lists of ids are those of the dataset {version or 'at hand'}."
    return About(title="Peacedata: workbook for contributions", facts=(fact,), steps=_steps(_ADD))


def data_about(version: str) -> About:
    """What a workbook with all rows of a dataset says first."""
    fact = f"All rows of the dataset {version or 'at hand'}."
    return About(title="Peacedata: the dataset as a workbook", facts=(fact,), steps=_steps(_EDIT))


def _steps(first: str) -> tuple[str, ...]:
    return tuple(step.replace("\n", " ") for step in (first, _CHOOSE, _TYPE, _CHECK, _IMPORT))


def write_workbook(about: About, rows: Rows, *, ids: Rows | None = None) -> bytes:
    """Write a workbook; the same arguments give the same bytes.

    Args:
        about: what the first sheet says.
        rows: the rows of every table that gets a sheet, as text by column; without any rows, a sheet has an example.
            The table of codes has its sheet in any case.
        ids: the dataset whose ids the drop-downs offer besides those in the workbook; None for a workbook that holds
            the dataset itself, in which there are no examples.

    Returns:
        The bytes of an ``.xlsx`` file.

    Raises:
        InvalidData: if a cell is longer than a spreadsheet can hold.
        MissingExtra: if openpyxl is not installed.

    Source: ECMA-376, Office Open XML file formats.
    """
    from peacedata.schema.workbook.pack import packed

    try:
        from openpyxl import Workbook as Book
    except ImportError:
        raise MissingExtra("openpyxl", "xlsx") from None
    book = Book()
    _fill(book, about, rows, ids)
    return packed(book, about.created)


def _fill(book: Workbook, about: About, rows: Rows, ids: Rows | None) -> None:
    from peacedata.schema.workbook.front import front_page
    from peacedata.schema.workbook.sheets import (
        CodeRanges,
        Layout,
        OfferedIds,
        code_entries_as_rows,
        fill_codes,
        fill_table,
    )

    names = [name for name in TABLES if name in rows and name != CODES_SHEET]
    layouts = {name: Layout(TABLES[name], example=ids is not None) for name in names}
    meanings = {name: str(layout.schema["description"]) for name, layout in layouts.items()}
    front_page(book.worksheets[0], about, meanings, example=ids is not None)
    entries = list(rows.get(CODES_SHEET) or code_entries_as_rows())
    codes, offered = CodeRanges.of(entries), OfferedIds(ids, layouts)
    formulas = {name: offered.formula(name, len(rows[name])) for name in _referred_to(layouts.values())}
    for name, layout in layouts.items():
        fill_table(book.create_sheet(name), layout, rows[name], codes, formulas)
    fill_codes(book.create_sheet(CODES_SHEET), entries)
    offered.fill(book)


def _referred_to(layouts: Iterable[Layout]) -> list[str]:
    """The tables with a sheet to which others refer, in the order of the sheets."""
    known = list(layouts)
    targets = {column.foreign_key for layout in known for column in layout.columns}
    return [layout.record.table_name for layout in known if layout.record.table_name in targets]
