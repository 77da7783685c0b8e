"""A workbook as a contribution: judged as lone files of its tables would be, with every finding at its cell."""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peacedata.check import file_checks, header
from peacedata.check import workbook_checks as checks
from peacedata.check.declare import Check
from peacedata.check.engine import Options
from peacedata.check.finding import Finding, Findings
from peacedata.check.report import Report
from peacedata.check.run import check_dataset, is_ours
from peacedata.check.table import TableStats
from peacedata.intake.package import Package
from peacedata.intake.refused import Refused
from peacedata.intake.workbook.problem import CellProblem, Kind, UnfitWorkbook
from peacedata.intake.workbook.read import Book, read_workbook
from peacedata.intake.workbook.table import SheetTable
from peacedata.schema.workbook.names import CODES_SHEET, cell_name

if TYPE_CHECKING:
    from peacedata.dataset.snapshot import Snapshot

_CHECKS: dict[Kind, Check] = {
    Kind.NO_WORKBOOK: checks.NO_WORKBOOK,
    Kind.UNSAFE: checks.UNSAFE_WORKBOOK,
    Kind.TOO_LARGE: checks.WORKBOOK_TOO_LARGE,
    Kind.UNKNOWN_SHEET: checks.UNKNOWN_SHEET,
    Kind.HIDDEN: checks.HIDDEN,
    Kind.MERGED: checks.MERGED,
    Kind.FORMULA: checks.FORMULA,
    Kind.ERROR_VALUE: checks.ERROR_VALUE,
    Kind.SHOWN_OTHERWISE: checks.SHOWN_OTHERWISE,
    Kind.EDITED_EXAMPLE: checks.EDITED_EXAMPLE,
    Kind.CONTROL: file_checks.CONTROL,
    Kind.CARRIAGE_RETURN: file_checks.CRLF,
    Kind.TOO_LONG: file_checks.CELL_TOO_LONG,
    Kind.BLANK_HEADER: header.BLANK_HEADER,
    Kind.BLANK_LABEL: header.BLANK_LABEL,
    Kind.DUPLICATE_LABEL: header.DUPLICATE_LABEL,
    Kind.UNKNOWN_LABEL: header.EXTRA_LABEL,
    Kind.MISSING_LABEL: header.MISSING_LABEL,
}
# Findings whose message names another record of the file.
_names_a_record = re.compile(r"(?<= is already in )record ([0-9]+)$")


@dataclass(slots=True)
class CheckedWorkbook:
    """A workbook and what a check said of it.

    Attributes:
        report: the findings.
        tables: the tables that have rows.
        refused: whether the workbook was not read at all, or not in all its parts.
    """

    report: Report
    tables: Mapping[str, SheetTable] = field(default_factory=dict)
    refused: bool = True


def check_workbook(
    path: Path,
    package: Package,
    options: Options | None = None,
    *,
    as_of: date | None = None,
    since: Snapshot | None = None,
) -> CheckedWorkbook:
    """Check a workbook against the package that it is meant for.

    Its rows are judged as if they stood in the package, in place of those with the same key, and only findings in them
    are reported. The sheets of generated codes and whatever else a template brings along are passed over.

    Args:
        path: the workbook.
        package: the package.
        options: of the engine.
        as_of: the day from which the check looks; today in UTC by default.
        since: the release before, for what must hold from one to the next.
    """
    options = options or Options()
    report = Report(Findings(options.cap))
    try:
        book = read_workbook(path, readable_schemas(package), limits=options.limits)
    except Refused as refusal:
        report.findings.add(file_checks.finding_of(refusal, file=str(path)))
        return CheckedWorkbook(report)
    except UnfitWorkbook as unfit:
        check = _CHECKS[unfit.kind]
        report.findings.add(check.finding(unfit.message, file=str(path), hint=unfit.hint))
        return CheckedWorkbook(report)
    _add_problems(report.findings, book, str(path))
    if book.tables:
        with _as_files(book, package) as files:
            found = check_dataset(package, replace(options, progress=None), only=files, as_of=as_of, since=since)
            _Relocation(path, book, files, package).move(found, report)
    lost = {Kind.UNKNOWN_SHEET, Kind.EDITED_EXAMPLE, Kind.BLANK_HEADER, Kind.BLANK_LABEL}
    return CheckedWorkbook(report, book.tables, refused=bool(lost & book.problems.counts.keys()))


def readable_schemas(package: Package) -> dict[str, Mapping[str, Any]]:
    """The schemas of the tables that a workbook may hold: all of the package, but generated codes."""
    generated = {CODES_SHEET} if is_ours(package) else set()
    return {
        name: resource.schema
        for name, resource in package.resources.items()
        if resource.schema is not None and name not in generated
    }


def _add_problems(findings: Findings, book: Book, file: str) -> None:
    """Add what reading found, with exact totals."""
    for problem in book.problems.kept:
        findings.add(_finding(problem, file))
    kept = [problem.kind for problem in book.problems.kept]
    for kind, count in book.problems.counts.items():
        if more := count - kept.count(kind):
            findings.tally(_CHECKS[kind].code, _CHECKS[kind].severity, file=file, number=more)


def _finding(problem: CellProblem, file: str) -> Finding:
    return _CHECKS[problem.kind].finding(
        problem.message,
        file=file,
        table=problem.table,
        record=problem.row,
        field=problem.column if problem.label or problem.column > 1 else None,  # else it is about a row or the sheet
        column=problem.label,
        value=problem.value,
        hint=problem.hint,
        cell=problem.cell,
    )


@contextmanager
def _as_files(book: Book, package: Package) -> Iterator[dict[str, Path]]:
    """The tables as CSVs of the strict form, for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="peacedata-") as folder:
        files = {}
        for name, table in book.tables.items():
            files[name] = Path(folder) / f"{name}.csv"
            with files[name].open("w", encoding="utf-8", newline="") as stream:
                # All in quotes, because before Python 3.13 a lone CR is left bare, which would end the record.
                writer = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
                writer.writerow(_field_names(package, name))
                writer.writerows(table.rows)
        yield files


def _field_names(package: Package, table: str) -> list[str]:
    schema = package.resources[table].schema or {"fields": []}
    return [str(one["name"]) for one in schema["fields"]]


class _Relocation:
    """Moves findings from the CSVs to the cells that they came from."""

    def __init__(self, path: Path, book: Book, files: Mapping[str, Path], package: Package) -> None:
        self._path, self._book = str(path), book
        self._tables = {str(file): name for name, file in files.items()}
        self._names = {name: _field_names(package, name) for name in files}

    def move(self, found: Report, report: Report) -> None:
        """Add a report about the CSVs to one about the workbook."""
        moved, more = Findings(found.findings.cap), found.findings.places.copy()
        for finding in found.findings.kept:
            more[finding.code, finding.severity, finding.table, finding.file] -= 1
            if not self._said_already(finding):
                moved.add(self._moved(finding))
        for (code, severity, table, file), count in more.items():
            if count > 0:
                moved.tally(code, severity, table, self._path if file in self._tables else file, count)
        report.findings.merge(moved)
        report.tables = [self._stats(stats) for stats in found.tables]
        report.cells = {self._place(*place): self._cells(place[0], cells) for place, cells in found.cells.items()}

    def _said_already(self, finding: Finding) -> bool:
        """Whether reading has said what is wrong with the cell."""
        table = self._book.tables.get(self._tables.get(finding.file, ""))
        if table is None or finding.code == file_checks.CRLF.code:
            return table is not None
        columns = (finding.column or "").split(", ")
        if any(name in table.missing for name in columns):
            return True
        if finding.record is None or finding.record < 2:
            return False
        return any((table.numbers[finding.record - 2], name) in table.flawed for name in columns)

    def _moved(self, finding: Finding) -> Finding:
        name = self._tables.get(finding.file)
        if name is None:
            return finding
        table, row = self._book.tables[name], 1
        if finding.record is not None and finding.record >= 2:
            row = table.numbers[finding.record - 2]
        first = (finding.column or "").split(", ")[0]
        column = table.places.get(first, 0)
        return replace(
            finding,
            file=self._path,
            record=row,
            line=None,
            field=column if column and finding.field is not None else None,
            cell=cell_name(table.sheet, row, column or min(table.places.values(), default=1)),
            fixable=False,  # `peacedata fix` mends CSVs
            message=_names_a_record.sub(lambda at: f"row {table.numbers[int(at[1]) - 2]}", finding.message),
        )

    def _stats(self, stats: TableStats) -> TableStats:
        table = self._book.tables[stats.name]
        width = max(table.labels, default=0)
        labels = [table.labels.get(number, "") for number in range(1, width + 1)]
        return replace(stats, file=self._path, labels=labels, bytes=self._book.size)

    def _place(self, name: str, record: int) -> tuple[str, int]:
        numbers = self._book.tables[name].numbers if name in self._book.tables else []
        return name, numbers[record - 2] if 2 <= record < len(numbers) + 2 else record

    def _cells(self, name: str, cells: Iterable[str]) -> list[str]:
        """The cells of a record, in the order of the sheet."""
        table = self._book.tables[name]
        placed = dict(zip(self._names[name], cells, strict=False))
        by_column = {column: placed.get(field_name, "") for field_name, column in table.places.items()}
        return [by_column.get(number, "") for number in range(1, max(table.labels, default=0) + 1)]
