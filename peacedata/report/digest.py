"""What every format says of a report: one sentence, and the findings by code with what is declared of each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from peacedata.check.finding import Finding, Severity

if TYPE_CHECKING:
    from peacedata.check.declare import Check
    from peacedata.check.report import Report


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one code.

    Attributes:
        code: the code.
        severity: the worst severity with which it was found.
        name: its short name; empty if the code is not declared here.
        says: the condition that it reports.
        total: how often it was found.
        findings: those that were kept, in the order of the report.
    """

    code: str
    severity: Severity
    name: str
    says: str
    total: int
    findings: tuple[Finding, ...]


def groups(report: Report) -> list[Group]:
    """The findings by code: codes of errors first, then in the order of the codes."""
    kept: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        kept[finding.code].append(finding)
    found = []
    for code, total in report.findings.counts.items():
        check = declared(code)
        severity = Severity.ERROR if report.findings.severities[code, Severity.ERROR] else Severity.WARNING
        name, says = (check.name, check.says) if check else ("", "")
        found.append(Group(code, severity, name, says, total, tuple(kept[code])))
    return sorted(found, key=lambda group: (group.severity is not Severity.ERROR, group.code))


def declared(code: str) -> Check | None:
    """The declaration of a code; None if it is not one of this project."""
    from peacedata.check.catalog import BY_CODE

    return BY_CODE.get(code) or _all_checks().get(code)


@cache
def _all_checks() -> dict[str, Check]:
    from peacedata.check.run import all_checks

    return {check.code: check for check in all_checks()}


def headline(report: Report) -> str:
    """One sentence: how many findings of which severity in how many records of how many files."""
    records, files = sum(table.records for table in report.tables), len(report.tables)
    scope = f"{plural(records, 'record')} in {plural(files, 'file')}"
    if not report.findings:
        return f"clean: {scope}"
    errors, warnings = report.findings.total(Severity.ERROR), report.findings.total(Severity.WARNING)
    return f"{plural(errors, 'error')}, {plural(warnings, 'warning')}: {scope}"


def fixable(report: Report) -> int:
    """How many of the findings that are kept can be fixed."""
    return sum(finding.fixable for finding in report.findings.kept)


def fix_line(report: Report) -> str:
    """How many findings can be fixed, and with what, as a sentence without its end; empty if none can.

    Findings that are only counted are left out of it, so that it may be more.
    """
    number = fixable(report)
    if not number:
        return ""
    least = "at least " if len(report.findings) > len(report.findings.kept) else ""
    return f"{least}{number:,} can be fixed with `peacedata fix`"


def remarks(report: Report) -> list[str]:
    """What else is to be said of a run, in sentences without their ends: what is not shown, where the work was done.

    They may hold text from outside, such as a file's name.
    """
    known = report.suppressed["baseline"]
    ignored = report.suppressed["ignore"] + report.suppressed["per-file-ignores"]
    parts = [f"{plural(known, 'known finding')} (baseline)"] * bool(known)
    parts += [plural(ignored, "ignored finding")] * bool(ignored)
    config = f", as {report.config} says" if report.config else ""
    found = [f"not shown are {' and '.join(parts)}{config}"] if parts else []
    for table, places in report.ranges.items():
        named = (f"{number:,} {place if place == 'in line' else f'in {place}'}" for place, number in places.items())
        where = ", ".join(named)
        found.append(f"{table} was checked in {plural(sum(places.values()), 'range')}: {where}")
    return found


def plural(number: int, noun: str) -> str:
    """A number with its noun: ``1 error``, ``2,000 errors``."""
    return f"{number:,} {noun}{'s' * (number != 1)}"


def place_name(finding: Finding) -> str:
    """Where a finding stands: its file with the line, or with the cell of a workbook; else its table."""
    at = finding.cell if finding.cell is not None else finding.line
    return f"{finding.file or finding.table or '-'}" + (f":{at}" if at is not None else "")


def cell_name(finding: Finding) -> str:
    """The column of a finding as people call it: its letter in a spreadsheet and its name."""
    return f"{finding.letter} {finding.column or ''}".strip()
