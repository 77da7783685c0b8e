"""The report as frictionless prints it, so that whoever reads such reports today can switch."""

from __future__ import annotations

import json
from itertools import groupby
from typing import IO, TYPE_CHECKING, Any

from peacedata.check.catalog import BY_CODE, error_place
from peacedata.check.finding import Finding, Severity

if TYPE_CHECKING:
    from peacedata.check.report import Report
    from peacedata.check.table import TableStats

_TAGS = {
    "label": ["#table", "#header", "#label"],
    "header": ["#table", "#header"],
    "cell": ["#table", "#row", "#cell"],
    "row": ["#table", "#row"],
    "file": ["#file"],
}


def write(report: Report, stream: IO[str]) -> None:
    """Write one JSON object with ``valid``, ``stats``, ``warnings``, ``errors`` and ``tasks``."""
    json.dump(structure(report), stream, ensure_ascii=False, indent=2)
    stream.write("\n")


def structure(report: Report) -> dict[str, Any]:
    """The report as the object that ``write`` prints."""
    by_table: dict[str, list[Finding]] = {table.name: [] for table in report.tables}
    loose: list[Finding] = []
    for name, group in groupby(sorted(report.findings, key=lambda one: one.table), key=lambda one: one.table):
        (by_table.get(name, loose)).extend(group)
    tasks = [_task(report, table, by_table[table.name]) for table in report.tables]
    errors = [_error(finding, report) for finding in loose if finding.severity is Severity.ERROR]
    warnings = [finding.message for finding in loose if finding.severity is Severity.WARNING]
    return {
        "valid": report.valid,
        "stats": {
            "tasks": len(tasks),
            "errors": report.findings.total(Severity.ERROR),
            "warnings": report.findings.total(Severity.WARNING),
            "seconds": 0,
        },
        "warnings": warnings,
        "errors": errors,
        "tasks": tasks,
    }


def _task(report: Report, table: TableStats, findings: list[Finding]) -> dict[str, Any]:
    errors = [_error(finding, report, table.labels) for finding in findings if finding.severity is Severity.ERROR]
    warnings = [finding.message for finding in findings if finding.severity is Severity.WARNING]
    stats: dict[str, Any] = {"errors": len(errors), "warnings": len(warnings), "seconds": 0}
    stats |= {"bytes": table.bytes} if table.bytes else {}
    stats |= {"fields": table.fields} if table.fields else {}
    stats |= {"rows": table.records} if table.records else {}
    return {
        "name": table.name,
        "type": "table",
        "valid": not errors,
        "place": table.file,
        "labels": table.labels,
        "stats": stats,
        "warnings": warnings,
        "errors": errors,
    }


def _error(finding: Finding, report: Report, labels: list[str] | None = None) -> dict[str, Any]:
    kind, row, number = error_place(finding)
    check = BY_CODE.get(finding.code)
    error: dict[str, Any] = {
        "type": kind,
        "title": kind.replace("-", " ").title(),
        "description": check.says if check else "",
        "message": finding.message,
        "tags": _tags(kind, row, number),
        "note": finding.hint or "",
        "code": finding.code,
    }
    if finding.cell:
        error["cellName"] = finding.cell
    if kind.endswith(("-label", "-header")):
        error |= {"labels": labels or [], "rowNumbers": [finding.record or 1]}
        if number is not None:
            error |= {"label": finding.value or "", "fieldName": finding.column or "", "fieldNumber": number}
    elif row is not None:
        error |= {"cells": report.cells.get((finding.table, row), []), "rowNumber": row}
        if number is not None:
            error |= {"cell": finding.value or "", "fieldName": finding.column or "", "fieldNumber": number}
        elif kind == "foreign-key":
            error |= {"fieldNames": (finding.column or "").split(", "), "fieldCells": (finding.value or "").split("/")}
    return error


def _tags(kind: str, row: int | None, number: int | None) -> list[str]:
    if kind.endswith("-label"):
        return _TAGS["label"]
    if kind.endswith("-header"):
        return _TAGS["header"]
    if row is not None:
        return _TAGS["cell" if number is not None else "row"]
    return _TAGS["file"] if kind.endswith("-count") else []
