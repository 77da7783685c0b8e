"""Findings as JSON, for programs; ``report.schema.json`` beside this file says what each key means."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TextIO

from peacedata.check.finding import Finding, Severity
from peacedata.report.digest import fixable
from peacedata.report.escape import well_formed

if TYPE_CHECKING:
    from peacedata.check.report import Report

# Grows when a key goes or changes its meaning; new keys may come at any time.
VERSION = 1


def write(report: Report, stream: TextIO) -> None:
    """Write one JSON object: ``valid``, ``counts`` by code, ``tables``, and ``findings`` with all their attributes.

    ``errors``, ``warnings`` and ``counts`` are exact; ``findings`` hold at most the cap of each code.
    """
    head = {
        "version": VERSION,
        "valid": report.valid,
        "errors": report.findings.total(Severity.ERROR),
        "warnings": report.findings.total(Severity.WARNING),
        "fixable": fixable(report),
        "suppressed": dict(sorted(report.suppressed.items())),
        "config": report.config and well_formed(report.config),
        "counts": dict(sorted(report.findings.counts.items())),
        "tables": [_plain(table) for table in report.tables],
        "ranges": report.ranges,
    }
    # One finding a line: good for eyes, for tools that compare lines, and for the fast encoder of the standard library.
    encode = json.JSONEncoder(ensure_ascii=True).encode
    lines = [f"  {encode(name)}: {encode(_clean(value))}" for name, value in head.items()]
    findings = ",".join(f"\n    {encode(_clean(_finding(finding)))}" for finding in report.findings)
    lines.append(f'  "findings": [{findings}\n  ]' if findings else '  "findings": []')
    stream.write("{\n" + ",\n".join(lines) + "\n}\n")


def schema() -> dict[str, Any]:
    """The JSON Schema of what ``write`` writes."""
    from importlib.resources import files

    content: dict[str, Any] = json.loads(files("peacedata.report").joinpath("report.schema.json").read_bytes())
    return content


def _finding(finding: Finding) -> dict[str, Any]:
    return _plain(finding) | {"letter": finding.letter or None}


def _plain(record: Any) -> dict[str, Any]:
    """The attributes of a dataclass that holds nothing but plain values and lists of them."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def _clean(value: Any) -> Any:
    """The value with well-formed texts."""
    if isinstance(value, dict):
        return {well_formed(key): _clean(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_clean(one) for one in value]
    return well_formed(value) if isinstance(value, str) else value
