"""How much of a hostile workbook is looked at before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

from peacedata.schema.workbook.text import LONGEST_CELL

_MIB = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookLimits:
    """Caps of one workbook; far above what a contribution needs, and low enough for seconds and few hundred megabytes.

    Attributes:
        file: bytes of the file.
        entries: files inside it.
        directory: bytes of the list of the files inside it.
        expanded: bytes of all files inside it together.
        ratio: how many times larger an entry may be than its compressed form, once it is larger than ``small``.
        small: bytes up to which any ratio is fine.
        tags: XML tags of all parts together; a cell takes four.
        depth: how deep they may be nested.
        token: bytes of one tag.
        cell: characters of one cell.
        text: characters of all cells together.
        sheets: sheets that are looked at.
        columns: columns of a sheet.
        problems: problems that are kept; all are counted by the checks up to here.
    """

    file: int = 64 * _MIB
    entries: int = 1000
    directory: int = 1 * _MIB
    expanded: int = 128 * _MIB
    ratio: int = 200
    small: int = 4 * _MIB
    tags: int = 1_250_000
    depth: int = 64
    token: int = 1 * _MIB
    cell: int = LONGEST_CELL
    text: int = 64 * _MIB
    sheets: int = 256
    columns: int = 1000
    problems: int = 20_000


WORKBOOK_LIMITS = WorkbookLimits()
