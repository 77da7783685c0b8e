"""Reads a workbook: its sheets as tables of texts, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peacedata.intake.limits import LIMITS, Limits
from peacedata.intake.workbook.archive import Parts
from peacedata.intake.workbook.cells import CellReader, Row
from peacedata.intake.workbook.limits import WORKBOOK_LIMITS, WorkbookLimits
from peacedata.intake.workbook.structure import SheetPart, Structure, read_structure
from peacedata.intake.workbook.table import Problems, SheetTable, TableReader, unknown_sheet
from peacedata.intake.workbook.xml import Budget
from peacedata.schema.workbook.names import OWN_SHEETS

# What is taken for a workbook by its name; all but the first are refused with a word on how to save them.
SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods")
_KEPT = 1000


@dataclass(slots=True)
class Book:
    """A workbook as it was read.

    Attributes:
        tables: the tables that have rows, in the order of the sheets.
        problems: what is wrong.
        size: the bytes of the file.
    """

    tables: dict[str, SheetTable]
    problems: Problems
    size: int


class _NotEmptyError(Exception):
    """A sheet holds a value: enough is known."""


def is_workbook(path: Path) -> bool:
    """Whether a path is named like a workbook."""
    return path.suffix.lower() in SUFFIXES


def read_workbook(
    path: Path,
    schemas: Mapping[str, Mapping[str, Any]],
    *,
    limits: Limits = LIMITS,
    caps: WorkbookLimits = WORKBOOK_LIMITS,
) -> Book:
    """Read the sheets of a workbook that are named after tables.

    Args:
        path: the file, as the user named it.
        schemas: the Table Schemas of the tables that are read; sheets that a template brings along are passed over, and
            any other sheet that holds a value is a problem.
        limits: of files, and whether links are followed.
        caps: when to refuse the workbook.

    Raises:
        Refused: if the file cannot be opened safely.
        UnfitWorkbook: if it is no workbook, unsafe or too large.

    Source: ECMA-376, Office Open XML file formats.
    """
    parts, budget = Parts(path, caps, limits), Budget(caps)
    structure = read_structure(parts, budget)
    book = Book({}, Problems(_KEPT), parts.size)
    by_name = {name.casefold(): name for name in schemas}
    seen: set[str] = set()
    for sheet in structure.sheets:
        name = by_name.get(sheet.name.strip().casefold(), "")
        if sheet.part is None or sheet.part not in parts:
            continue
        if name and name not in seen:
            seen.add(name)
            _read_table(parts, sheet, SheetTable(name, sheet.name), schemas[name], structure, budget, book)
        elif sheet.name not in OWN_SHEETS and _holds_values(parts, sheet, structure, budget):
            book.problems.add(unknown_sheet(sheet.name, [*schemas]))
    return book


def _read_table(
    parts: Parts,
    sheet: SheetPart,
    table: SheetTable,
    schema: Mapping[str, Any],
    structure: Structure,
    budget: Budget,
    book: Book,
) -> None:
    taker = TableReader(table, schema, book.problems, budget.caps, epoch_1904=structure.epoch_1904)
    reader = CellReader(budget, structure, taker.take)
    reader.read(sheet.part or "", parts.blocks(sheet.part or ""))
    taker.finish(reader, hidden_sheet=sheet.hidden)
    if table.numbers:
        book.tables[table.name] = table


def _holds_values(parts: Parts, sheet: SheetPart, structure: Structure, budget: Budget) -> bool:
    def refuse(number: int, cells: Row, hidden: bool) -> None:
        raise _NotEmptyError

    try:
        CellReader(budget, structure, refuse).read(sheet.part or "", parts.blocks(sheet.part or ""))
    except _NotEmptyError:
        return True
    return False
