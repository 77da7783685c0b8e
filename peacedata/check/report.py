"""What a run says: findings, and what was read of each table."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from peacedata.check.finding import Finding, Findings, Severity
from peacedata.check.scope import Scope
from peacedata.errors import InvalidData, MissingExtra

if TYPE_CHECKING:
    from peacedata.check.table import TableStats
    from peacedata.intake.package import Package

_SHOWN = 10
# A larger file is not read a second time for the sake of a mark: what a person edits is smaller.
MOST_BYTES_MARKED = 1 << 20


@dataclass
class Report:
    """The outcome of a check.

    Attributes:
        findings: what was found, in the order of files, records and columns.
        tables: what was read of each table.
        cells: the cells of the records in which something was found, by table and record number.
        ranges: for tables that were checked in ranges, how many of them were checked where.
        scope: what was looked at.
        suppressed: how many findings are not shown, by cause: ``select`` (not selected), ``ignore``,
            ``per-file-ignores`` and ``baseline``. They are in none of the other counts.
        config: the configuration file that was followed; None if there was none.
    """

    findings: Findings
    tables: list[TableStats] = field(default_factory=list)
    cells: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    ranges: dict[str, dict[str, int]] = field(default_factory=dict)
    scope: Scope = field(default_factory=Scope)
    suppressed: Counter[str] = field(default_factory=Counter)
    config: str | None = None

    @property
    def valid(self) -> bool:
        """Whether there is no error; warnings do not count."""
        return not self.findings.total(Severity.ERROR)

    @property
    def counts(self) -> Counter[str]:
        """How often each code was found, the findings beyond the cap included."""
        return self.findings.counts

    def flatten(self, spec: Iterable[str] = ("type", "row", "field")) -> list[list[Any]]:
        """The findings as rows.

        Args:
            spec: the columns: attributes of a finding, or ``type``, ``row`` (``rowNumber``) and ``field``
                (``fieldNumber``) with the meaning that they have in reports of frictionless.
        """
        from peacedata.check.catalog import error_place

        names = [*spec]
        rows = []
        for finding in self.findings:
            kind, row, number = error_place(finding)
            named = {"type": kind, "row": row, "rowNumber": row, "field": number, "fieldNumber": number}
            named["fieldName"] = finding.column if number is not None else None
            rows.append([named[name] if name in named else getattr(finding, name) for name in names])
        return rows

    def raise_for_errors(self) -> None:
        """Raise if there are errors.

        Raises:
            InvalidData: with the first findings.
        """
        if self.valid:
            return
        errors = [finding for finding in self.findings if finding.severity is Severity.ERROR]
        total = self.findings.total(Severity.ERROR)
        lines = [f"{total} error{'s' * (total != 1)}"] + [_line(finding) for finding in errors[:_SHOWN]]
        raise InvalidData("\n".join(lines + (["…"] if total > _SHOWN else [])))

    def to_frame(self) -> Any:
        """The findings as a data frame of polars, or of pandas where polars is not installed.

        Raises:
            MissingExtra: if neither is installed.
        """
        names = Finding.__slots__
        columns = {
            name: [
                getattr(finding, name) if name != "severity" else finding.severity.value for finding in self.findings
            ]
            for name in names
        }
        for module in ("polars", "pandas"):
            try:
                return importlib.import_module(module).DataFrame(columns)
            except ImportError:
                continue
        raise MissingExtra("polars", "polars")

    def mark_fixable(self, package: Package, only: Mapping[str, Path] | None = None, *, alone: bool = False) -> None:
        """Mark the findings that ``peacedata fix`` would mend, in files small enough to be read again.

        Args:
            package: what was checked.
            only: the lone files that were checked, by table.
            alone: whether the package only lends lone files a schema.
        """
        small = {one.name for one in self.tables if one.bytes is not None and one.bytes <= MOST_BYTES_MARKED}
        tables = {one.table for one in self.findings.kept} & small
        if tables:
            # Fixers stand above checks, so they are looked up by name, when there may be something for them.
            importlib.import_module("peacedata.fix.marks").mark(self, package, tables, only, alone=alone)

    def write(self, format: str, stream: IO[str]) -> None:  # noqa: A002  # the name that readers know
        """Write the report in a format: the name of a module in ``peacedata.report``.

        Raises:
            ValueError: if there is no such format.
        """
        # Reports stand above checks, so what writes them is looked up by name, when it is asked for.
        importlib.import_module("peacedata.report").writer(format)(self, stream)


def _line(finding: Finding) -> str:
    place = finding.file or finding.table
    if finding.record is not None:
        place += f", record {finding.record}"
    if finding.column:
        place += f", {finding.column}"
    return f"{place}: {finding.code} {finding.message}" if place else f"{finding.code} {finding.message}"
