"""The sheets of tables, of codes and of ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from peacedata.errors import InvalidData
from peacedata.model import CodeEntry, Record
from peacedata.schema.codes_table import all_lists
from peacedata.schema.columns import Column, columns
from peacedata.schema.table_schema import table_schema
from peacedata.schema.workbook.example import example_row, marked
from peacedata.schema.workbook.looks import EXAMPLE, OPTIONAL, REQUIRED, TEXT_FORMAT, cell_at, fit_page, put
from peacedata.schema.workbook.names import IDS_SHEET, letters
from peacedata.schema.workbook.notes import note
from peacedata.schema.workbook.text import LONGEST_CELL, as_number, length
from peacedata.schema.workbook.validation import LAST_ROW, listed_ids, own_ids, validation

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

# So many typed rows of a sheet are offered by the drop-downs of the others.
TYPED_ROWS = 500
_NOTE_WIDTH, _NOTE_LINE, _NOTE_CHARACTERS = 340, 18, 48


@dataclass(frozen=True, slots=True)
class Layout:
    """What a sheet shows.

    Attributes:
        record: the class of its rows.
        example: whether its second row is an example.
    """

    record: type[Record]
    example: bool
    columns: tuple[Column, ...] = field(init=False)
    schema: Mapping[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", columns(self.record))
        object.__setattr__(self, "schema", table_schema(self.record))

    @property
    def first_row(self) -> int:
        """The first row for data."""
        return 3 if self.example else 2


@dataclass(slots=True)
class CodeRanges:
    """Where each code list stands in the sheet of codes.

    Attributes:
        names: the name of each list by its class.
        rows: its first and last row by its name.
    """

    names: dict[type, str]
    rows: dict[str, tuple[int, int]]

    @classmethod
    def of(cls, entries: Sequence[Mapping[str, str]]) -> CodeRanges:
        """The ranges of entries that stand sorted by list below a header."""
        rows: dict[str, tuple[int, int]] = {}
        for number, entry in enumerate(entries, start=2):
            first, _ = rows.get(entry["list"], (number, number))
            rows[entry["list"]] = (first, number)
        return cls({codes: name for name, codes in all_lists().items()}, rows)

    def name(self, column: Column) -> str | None:
        """The list of a column, if it has one."""
        return self.names.get(column.codes) if column.codes is not None else None


class OfferedIds:
    """What the drop-downs of references offer: ids of the dataset, then those typed in this workbook."""

    def __init__(self, known: Mapping[str, Sequence[Mapping[str, str]]] | None, layouts: Mapping[str, Layout]) -> None:
        self._known, self._layouts = known, layouts
        self._columns: list[str] = []

    def formula(self, table: str, rows: int) -> str:
        """The formula for references to a table, of whose rows the workbook holds so many."""
        first = self._layouts[table].first_row
        if self._known is None:
            return own_ids(table, first, first + rows + TYPED_ROWS)
        if table not in self._columns:
            self._columns.append(table)
        return listed_ids(IDS_SHEET, self._columns.index(table) + 1)

    def fill(self, book: Workbook) -> None:
        """Add the hidden sheet that the formulas refer to."""
        if not self._columns:
            return
        sheet = book.create_sheet(IDS_SHEET)
        sheet.sheet_state = "hidden"
        for place, table in enumerate(self._columns, start=1):
            self._fill_column(sheet, place, table)

    def _fill_column(self, sheet: Worksheet, place: int, table: str) -> None:
        layout = self._layouts[table]
        key = layout.record.key_columns[0]
        ids = sorted({row[key] for row in (self._known or {}).get(table, ()) if row.get(key)})
        first, last = layout.first_row, layout.first_row + TYPED_ROWS - 1
        typed = f"{table}!$A${first}:$A${last}"
        put(cell_at(sheet, 1, place), table)
        lowest = f'SUMPRODUCT(MAX(({typed}<>"")*(ROW({typed})-{first - 1})))'
        cell_at(sheet, 2, place).value = f"=MAX(1,{len(ids)}+{lowest})"
        for row, one in enumerate(ids, start=3):
            put(cell_at(sheet, row, place), one)
        for number in range(TYPED_ROWS):
            cell = f"{table}!A{first + number}"
            cell_at(sheet, 3 + len(ids) + number, place).value = f'=IF({cell}="","",{cell})'


def fill_table(
    sheet: Worksheet,
    layout: Layout,
    rows: Sequence[Mapping[str, str]],
    codes: CodeRanges,
    ids: Mapping[str, str],
) -> None:
    """Fill the sheet of a table.

    Args:
        sheet: the sheet.
        layout: what it shows.
        rows: its rows.
        codes: where the codes stand.
        ids: the formula of the ids of each table that may be referred to.

    Raises:
        InvalidData: if a cell is longer than a spreadsheet can hold.
    """
    fields = {one["name"]: one for one in layout.schema["fields"]}
    for place, column in enumerate(layout.columns, start=1):
        kind, code_list = fields[column.name], codes.name(column)
        _head(sheet, place, column, note(column, code_list))
        rule = validation(
            column, kind, codes.rows.get(code_list or ""), ids.get(column.foreign_key) if column.foreign_key else None
        )
        if rule is not None:
            sheet.add_data_validation(rule)
            rule.add(f"{letters(place)}{layout.first_row}:{letters(place)}{LAST_ROW}")
    if layout.example:
        for place, text in enumerate(marked(example_row(layout.schema)).values(), start=1):
            put(cell_at(sheet, 2, place), text, EXAMPLE)
        _say(cell_at(sheet, 2, 1), "This row is an example and is never imported.\nWrite your rows below it.")
    _fill_rows(sheet, layout, rows)
    _frame(sheet, len(layout.columns), None if layout.example else len(rows) + 1)


def fill_codes(sheet: Worksheet, entries: Sequence[Mapping[str, str]]) -> None:
    """Fill the sheet of codes, which drop-downs refer to."""
    layout = Layout(CodeEntry, example=False)
    for place, column in enumerate(layout.columns, start=1):
        _head(sheet, place, column, column.description)
    _fill_rows(sheet, layout, entries)
    for letter, width in zip("ABCDE", (22, 28, 40, 100, 16), strict=True):
        sheet.column_dimensions[letter].width = width
    _frame(sheet, len(layout.columns), len(entries) + 1)


def code_entries_as_rows() -> list[dict[str, str]]:
    """The generated table of codes, as rows."""
    from peacedata.schema.codes_table import code_entries

    return [entry.to_row() for entry in code_entries()]


def _head(sheet: Worksheet, place: int, column: Column, text: str) -> None:
    put(cell_at(sheet, 1, place), column.name, REQUIRED if column.required else OPTIONAL)
    _say(cell_at(sheet, 1, place), text)
    dimension = sheet.column_dimensions[letters(place)]
    dimension.width = _width(column)
    if not _is_number(column) and column.kind is not bool:
        dimension.number_format = TEXT_FORMAT


def _is_number(column: Column) -> bool:
    return column.kind is int or column.kind.__name__ == "Decimal"


def _width(column: Column) -> float:
    """Wide enough for most of what stands there, and for the heading."""
    kind = 22.0
    if column.codes is not None:
        kind = max(map(len, column.codes)) + 3.0
    elif column.cell is None or _is_number(column):
        kind = 13.0
    elif column.foreign_key or column.name.endswith("_id"):
        kind = 40.0
    elif (getattr(column.cell, "max_length", None) or 0) >= 300:
        kind = 46.0
    return max(kind, len(column.name) + 5.0)


def _say(cell: Cell, text: str) -> None:
    """Put a note on a cell, as large as its text."""
    from openpyxl.comments import Comment

    lines = sum(1 + len(line) // _NOTE_CHARACTERS for line in text.split("\n"))
    cell.comment = Comment(text, "Peacedata", height=_NOTE_LINE * lines + 14, width=_NOTE_WIDTH)


def _frame(sheet: Worksheet, width: int, last: int | None) -> None:
    """Freeze the header, and let a reader filter the rows."""
    sheet.freeze_panes = "B2"
    sheet.row_dimensions[1].height = 20
    sheet.print_title_rows = "1:1"
    fit_page(sheet)
    if last is not None and last > 1:
        sheet.auto_filter.ref = f"A1:{letters(width)}{last}"


def _fill_rows(sheet: Worksheet, layout: Layout, rows: Sequence[Mapping[str, str]]) -> None:
    kinds = {one["name"]: one["type"] for one in layout.schema["fields"]}
    for number, row in enumerate(rows, start=layout.first_row):
        for place, column in enumerate(layout.columns, start=1):
            text = row.get(column.name, "")
            if not text:
                continue
            if len(text) > LONGEST_CELL // 2 and length(text) > LONGEST_CELL:
                key = "/".join(row.get(name, "") for name in layout.record.key_columns)
                raise InvalidData(
                    f"{layout.record.table_name}, {column.name} of {key!r}: the text has {length(text)} characters; "
                    f"a cell of a workbook holds at most {LONGEST_CELL}"
                )
            _write(cell_at(sheet, number, place), text, kinds[column.name])


def _write(cell: Cell, text: str, kind: str) -> None:
    """Write a value so that reading it gives the same text: typed where that is certain, else as text."""
    value = as_number(text) if kind in ("integer", "number") else None
    if value is not None:
        cell.value = value
    elif kind == "boolean" and text in ("true", "false"):
        cell.value = text == "true"
    else:
        put(cell, text)
        cell.number_format = TEXT_FORMAT
