"""A sheet as a table: its header matched by name, its rows as texts in the schema's order, what is wrong by cell."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from peacedata.intake.workbook.cells import CellReader, Merged, Row
from peacedata.intake.workbook.limits import WorkbookLimits
from peacedata.intake.workbook.problem import CellProblem, Kind
from peacedata.intake.workbook.value import Fault, column_of, text_of
from peacedata.nearest import nearest
from peacedata.schema.workbook.example import example_row, marked
from peacedata.schema.workbook.names import EXAMPLE_MARK, letters, sheet_name


@dataclass(slots=True)
class Problems:
    """What is wrong, kept up to a number of each kind and counted without end."""

    most: int
    kept: list[CellProblem] = field(default_factory=list)
    counts: Counter[Kind] = field(default_factory=Counter)

    def add(self, problem: CellProblem) -> None:
        """Count a problem, and keep it while its kind has few."""
        self.counts[problem.kind] += 1
        if self.counts[problem.kind] <= self.most:
            self.kept.append(problem)


@dataclass(slots=True)
class SheetTable:
    """The rows of one sheet.

    Attributes:
        name: the table.
        sheet: the sheet, as it is called in the workbook.
        labels: its header by the number of the column.
        places: the number of the column of each field that it has.
        missing: the fields that it lacks.
        numbers: the row of the sheet in which each row stands.
        rows: the texts, in the order of the schema's fields; those that cannot be told are empty.
        flawed: cells, as row of the sheet and field, whose text cannot be told or is not what they hold.
    """

    name: str
    sheet: str
    labels: dict[int, str] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    flawed: set[tuple[int, str]] = field(default_factory=set)


class TableReader:
    """Takes the rows of a sheet as they are read."""

    def __init__(
        self,
        table: SheetTable,
        schema: Mapping[str, Any],
        problems: Problems,
        caps: WorkbookLimits,
        *,
        epoch_1904: bool,
    ) -> None:
        self._table, self._problems, self._caps, self._epoch_1904 = table, problems, caps, epoch_1904
        self._fields = {str(one["name"]): column_of(one) for one in schema["fields"]}
        self._example = marked(example_row(schema)) if self._fields else {}
        self._kinds: dict[int, str] = {}
        self._header_seen = self._header_told = self._no_header = False
        self._nameless: set[int] = set()
        self._filled: set[int] = set()
        self._hidden_rows: list[int] = []

    def take(self, number: int, cells: Row, hidden: bool) -> None:
        """Take one row that has a value."""
        if number == 1 and not self._header_seen:
            self._header_seen = True
            self._take_header(cells)
        elif not self._header_seen and number != 1:
            self._refuse_header()
        elif not self._no_header:
            self._take_row(number, cells, hidden=hidden)

    def finish(self, reader: CellReader, *, hidden_sheet: bool) -> None:
        """Say what is wrong with the sheet as a whole."""
        numbers = self._table.numbers
        if not numbers:
            return
        if hidden_sheet:
            self._tell(
                Kind.HIDDEN, "the sheet is hidden and holds rows; they are read", 1, 1, "unhide it, or delete it"
            )
        for first, last in _runs(sorted(self._hidden_rows)):
            which = f"row {first} is" if first == last else f"rows {first} to {last} are"
            self._tell(Kind.HIDDEN, f"{which} hidden and read", first, 1, "unhide rows, clear filters, or delete them")
        for first, last in reader.hidden_columns:
            for column in sorted(column for column in self._filled if first <= column <= last):
                message = f"column {letters(column)} is hidden and holds values; they are read"
                self._tell(Kind.HIDDEN, message, 1, column, "unhide the column, or delete its values")
        rows = sorted({1, *numbers})
        for merged in reader.merged:
            if _touches(merged, rows) and merged.column <= max(self._table.labels, default=0):
                self._tell(
                    Kind.MERGED,
                    f"the cells {merged.name} are merged, so that all but the first are empty",
                    merged.row,
                    merged.column,
                    "unmerge them, and write the value into every cell that it belongs to",
                )

    # The header

    def _take_header(self, cells: Row) -> None:
        for column, cell in sorted(cells.items())[: self._caps.columns]:
            label = cell.value.strip() if cell.formula is None and cell.kind in ("s", "str", "inlineStr") else ""
            if label or cell.formula is not None or cell.value.strip():
                self._table.labels[column] = label or (cell.value.strip() or "=" + (cell.formula or ""))[:200]
            if label in self._fields and label not in self._table.places:
                self._table.places[label] = column
                self._kinds[column] = label
        self._table.missing = [name for name in self._fields if name not in self._table.places]

    def _refuse_header(self) -> None:
        self._header_seen = self._no_header = True
        message = f"the first row is blank: expected the headings {', '.join(list(self._fields)[:3])} …"
        self._tell(Kind.BLANK_HEADER, message, 1, 1, "delete the rows above the headings")

    def _tell_header(self) -> None:
        """Say what is wrong with the header, once there is a row for which it matters."""
        self._header_told = True
        table = self._table
        for column, label in table.labels.items():
            if column in self._kinds:
                continue
            if label in table.places:
                message = f'"{label}" is already the heading of column {letters(table.places[label])}'
                self._tell(Kind.DUPLICATE_LABEL, message, 1, column, "delete one of the two columns", label)
            else:
                near = nearest(label, table.missing)
                hint = f"did you mean {near}?" if near else "delete the column"
                shown = label if len(label) <= 60 else label[:59] + "…"
                self._tell(Kind.UNKNOWN_LABEL, f'the table has no column "{shown}"', 1, column, hint, label)
        free = max(table.labels, default=0) + 1
        for name in table.missing:
            hint = "add the column; take a fresh template and copy the rows if many are missing"
            self._tell(Kind.MISSING_LABEL, f'the column "{name}" is missing', 1, free, hint, name)

    # Rows

    def _take_row(self, number: int, cells: Row, *, hidden: bool) -> None:
        texts, faults = self._texts(cells)
        nameless = self._without_heading(cells)
        flawed = [name for _, name, fault in faults if fault.kind is not Kind.CARRIAGE_RETURN]
        blank = not flawed and not nameless and not any(text.strip() for text in texts.values())
        if blank or self._is_example(number, texts):
            return
        if not self._header_told:
            self._tell_header()
        for column, name, fault in faults:
            self._tell(fault.kind, fault.message, number, column, fault.hint, name, fault.value)
        self._table.flawed.update((number, name) for name in flawed)
        for column, value in nameless:
            self._tell_nameless(number, column, value)
        self._filled.update(column for column, cell in cells.items() if cell.value)
        if hidden:
            self._hidden_rows.append(number)
        self._table.numbers.append(number)
        self._table.rows.append([*texts.values()])

    def _texts(self, cells: Row) -> tuple[dict[str, str], list[tuple[int, str, Fault]]]:
        """The texts of a row by field, and what is wrong with its cells."""
        texts, faults = dict.fromkeys(self._fields, ""), []
        for column, cell in cells.items():
            name = self._kinds.get(column)
            if name is not None:
                texts[name], fault = text_of(
                    cell, self._fields[name], epoch_1904=self._epoch_1904, longest=self._caps.cell
                )
                if fault is not None:
                    faults.append((column, name, fault))
        return texts, faults

    def _without_heading(self, cells: Row) -> list[tuple[int, str]]:
        """Values in columns that have no heading."""
        named = self._table.labels
        return [(column, cell.value) for column, cell in cells.items() if column not in named and cell.value.strip()]

    def _is_example(self, number: int, texts: Mapping[str, str]) -> bool:
        first = next(iter(texts), "")
        if not texts.get(first, "").lstrip().lower().startswith(EXAMPLE_MARK):
            return False
        same = all(text == self._example[name] for name, text in texts.items() if name in self._table.places)
        if not same:
            message = f'the row begins with "{EXAMPLE_MARK.strip()}", so it is not read, but it is not the example'
            hint = f'delete "{EXAMPLE_MARK}" if the row is yours, else restore or delete the example'
            place = self._table.places[first]
            self._tell(Kind.EDITED_EXAMPLE, message, number, place, hint, first, texts[first][:200])
        return True

    def _tell_nameless(self, number: int, column: int, value: str) -> None:
        if column not in self._nameless and len(self._nameless) < self._caps.columns:
            self._nameless.add(column)
            message = f"the column has no heading, and {letters(column)}{number} holds a value"
            hint = "write the heading above it, or delete the column"
            self._tell(Kind.BLANK_LABEL, message, 1, column, hint, None, value[:200])

    def _tell(
        self,
        kind: Kind,
        message: str,
        row: int,
        column: int,
        hint: str | None,
        label: str | None = None,
        value: str | None = None,
    ) -> None:
        self._problems.add(
            CellProblem(
                kind=kind,
                message=message,
                sheet=self._table.sheet,
                table=self._table.name,
                row=row,
                column=column,
                label=label,
                value=value,
                hint=hint,
            )
        )


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of numbers that follow one another."""
    for place, number in enumerate(numbers):
        if place == 0 or numbers[place - 1] != number - 1:
            first = number
        if place + 1 == len(numbers) or numbers[place + 1] != number + 1:
            yield first, number


def _touches(merged: Merged, rows: list[int]) -> bool:
    """Whether a range has one of these rows."""
    at = bisect_left(rows, merged.row)
    return at < len(rows) and rows[at] <= merged.last_row


def unknown_sheet(sheet: str, names: list[str]) -> CellProblem:
    """What to say of a sheet that is named after no table and is not empty."""
    near = nearest(sheet, names)
    hint = f"did you mean {near}? Rename the sheet" if near else "move its rows into the sheet of a table, or delete it"
    message = f"the sheet {sheet_name(sheet[:60])} is named after no table and holds values"
    return CellProblem(kind=Kind.UNKNOWN_SHEET, message=message, sheet=sheet, value=sheet[:200], hint=hint)
