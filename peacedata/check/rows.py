"""The cells of a table's records, on their way through the sieve and the exact check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import NoReturn

from peacedata.check import cell_checks as checks
from peacedata.check.field import FieldCheck
from peacedata.check.reporter import Cells, Reporter, Rows
from peacedata.check.shorten import quote, shorten
from peacedata.check.sieve import Indexes, sieves_of
from peacedata.intake.limits import LIMITS
from peacedata.intake.refused import Reason, Refused

_At = tuple[int, int]  # index of a record, place of a cell
_BLANK = -1


class RowChecker:
    """Checks the cells of the records of one table."""

    def __init__(
        self, fields: list[FieldCheck], reporter: Reporter, *, sieve: bool = True, widest: int = LIMITS.columns
    ) -> None:
        """Prepare.

        Args:
            fields: the field of each column.
            reporter: where findings go.
            sieve: whether whole columns are tested first.
            widest: cells of a record beyond which the file is refused.
        """
        self._fields = fields
        self._reporter = reporter
        self._sink = reporter.sink
        self._widest = widest
        self._sieves = sieves_of(fields) if sieve else None

    def add(self, rows: Rows) -> Sequence[Sequence[str]] | None:
        """Check the cells of some records; gives them as columns, if they all have the right width.

        Raises:
            Refused: if a record is wider than any table should be.
        """
        cells = rows.cells
        widths = {*map(len, cells)}
        if max(widths) > self._widest:
            self._refuse(rows)
        columns = [*zip(*cells, strict=True)] if widths == {len(self._fields)} else None
        if self._sieves is None:
            for index in range(len(cells)):
                self._explain(rows, index)
        elif columns is not None:
            found, _ = self._sieved(rows, range(len(cells)), columns)
            self._report_places(rows, found)
        else:
            self._report_places(rows, self._sieved_by_width(rows, widths))
        return columns

    @property
    def only_counts_blanks(self) -> bool:
        """Whether no further blank record is kept."""
        return self._sink.full(checks.BLANK_ROW)

    def count_blanks(self, number: int) -> None:
        """Count records without cells."""
        self._sink.tally(checks.BLANK_ROW, number)

    # The sieve

    def _sieved_by_width(self, rows: Rows, widths: set[int]) -> list[_At]:
        """Sieve records of which some have too few or too many cells."""
        by_width: dict[int, Sequence[int]] = {width: range(len(rows.cells)) for width in widths}
        if len(widths) > 1:
            sorted_out: dict[int, list[int]] = {width: [] for width in widths}
            for index, row in enumerate(rows.cells):
                sorted_out[len(row)].append(index)
            by_width |= sorted_out
        found: list[_At] = []
        for width, indexes in by_width.items():
            columns = [*zip(*(rows.cells[index] for index in indexes), strict=True)]
            cells, blank = self._sieved(rows, indexes, columns)
            found += cells
            found += self._beyond([index for index in indexes if index not in blank] if blank else indexes, width)
        return found

    def _sieved(
        self, rows: Rows, indexes: Sequence[int], columns: Sequence[Sequence[str]]
    ) -> tuple[list[_At], set[int]]:
        """Sieve records of the same width; gives the places of what is to be reported, and which records are blank."""
        if not columns:
            return self._reporter.unless_full(checks.BLANK_ROW, [(index, _BLANK) for index in indexes]), {*indexes}
        blank = self._blank_among(rows, indexes, columns)
        found = self._reporter.unless_full(checks.BLANK_ROW, [(indexes[place], _BLANK) for place in blank])
        for place, (column, sieve) in enumerate(zip(columns, self._sieves or (), strict=False)):
            hits = sieve.suspects(column)
            if blank and hits:
                hits = [index for index in hits if index not in blank]
            if hits and not self._tallied(place, hits, column):
                found += [(indexes[index], place) for index in hits]
        return found, {indexes[index] for index in blank}

    def _beyond(self, indexes: Sequence[int], width: int) -> list[_At]:
        """The places of cells that are missing or too many in records of a width that are not blank."""
        if not indexes:
            return []
        wanted = len(self._fields)
        found: list[_At] = []
        for place in range(wanted, width):
            found += self._reporter.unless_full(checks.EXTRA_CELL, [(index, place) for index in indexes])
        for place in range(width, wanted):
            faults = [fault.check for fault in self._fields[place].judge(None)]
            if all(map(self._sink.full, (*faults, checks.MISSING_CELL))):
                for check in (*faults, checks.MISSING_CELL):
                    self._sink.tally(check, len(indexes))
            else:
                found += [(index, place) for index in indexes]
        return found

    def _report_places(self, rows: Rows, places: list[_At]) -> None:
        for index, place in sorted(places):
            row = rows.cells[index]
            if place == _BLANK:
                self._reporter.report(checks.BLANK_ROW, rows, index, "the record is blank")
            elif place >= len(self._fields):
                self._report_extra(rows, index, place)
            elif place >= len(row):
                self._report_cell(rows, index, place, None)
                self._report_absent(rows, index, place)
            else:
                self._report_cell(rows, index, place, row[place])

    def _refuse(self, rows: Rows) -> NoReturn:
        index, row = next((i, row) for i, row in enumerate(rows.cells) if len(row) > self._widest)
        raise Refused(
            Reason.TOO_MANY_COLUMNS,
            f"a record has {len(row)} cells; at most {self._widest} are read",
            path=self._sink.file,
            line=rows.line_of(index),
        )

    def _blank_among(self, rows: Rows, indexes: Sequence[int], columns: Sequence[Sequence[str]]) -> set[int]:
        missing = self._fields[0].missing if self._fields else frozenset()
        if missing.isdisjoint(columns[0]):  # a blank record has no value in its first cell either
            return set()
        return {
            index
            for index, cell in enumerate(columns[0])
            if cell in missing and self._blank(rows.cells[indexes[index]])
        }

    def _tallied(self, place: int, found: Indexes, column: Sequence[str]) -> bool:
        """Count the faults of some cells at once, if none of them is to be kept."""
        verdicts, full = (self._sieves or ())[place].faults, self._sink.full
        if not all(full(fault.check) for fault in verdicts[column[found[0]]]):
            return False
        counted = Counter([verdicts[column[index]] for index in found])
        if not all(full(fault.check) for faults in counted for fault in faults):
            return False
        for faults, number in counted.items():
            for fault in faults:
                self._sink.tally(fault.check, number)
        return True

    def _blank(self, row: Cells) -> bool:
        fields = self._fields
        return all(cell is None or cell in field.missing for cell, field in zip(row, fields, strict=False))

    # The exact check

    def _explain(self, rows: Rows, index: int) -> None:
        row: Cells = rows.cells[index]
        if self._blank(row):
            self._reporter.report(checks.BLANK_ROW, rows, index, "the record is blank")
            return
        width = len(row)
        for place in range(len(self._fields)):
            self._report_cell(rows, index, place, row[place] if place < width else None)
        for place in range(len(self._fields), width):
            self._report_extra(rows, index, place)
        for place in range(width, len(self._fields)):
            self._report_absent(rows, index, place)

    def _report_extra(self, rows: Rows, index: int, place: int) -> None:
        text = rows.cells[index][place]
        message = f"the cell {quote(text)} is one too many: expected {len(self._fields)} cells"
        self._reporter.report(checks.EXTRA_CELL, rows, index, message, field=place + 1, value=shorten(text))

    def _report_absent(self, rows: Rows, index: int, place: int) -> None:
        name, width = self._fields[place].name, len(rows.cells[index])
        message = f"the cell of {quote(name)} is missing: expected {len(self._fields)} cells, found {width}"
        self._reporter.report(checks.MISSING_CELL, rows, index, message, field=place + 1, column=name)

    def _report_cell(self, rows: Rows, index: int, place: int, text: str | None) -> None:
        field = self._fields[place]
        for fault in field.judge(text):
            if self._sink.full(fault.check):
                self._sink.tally(fault.check)
                continue
            self._reporter.report(
                fault.check,
                rows,
                index,
                fault.message(text),
                field=place + 1,
                column=field.name,
                value=None if text is None else shorten(text),
                hint=self._sink.hint(fault.check, fault, text, partial(fault.hint, text))
                if text and fault.words
                else None,
            )
