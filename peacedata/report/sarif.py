"""Findings as SARIF 2.1.0, for code scanning: within the limits of GitHub, which refuses a file beyond them.

Sources: the SARIF standard of OASIS; "SARIF support for code scanning" and "SARIF results exceed one or more limits" on
docs.github.com.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import quote

from peacedata import __version__
from peacedata.check.finding import Finding, Severity
from peacedata.check.shorten import shorten
from peacedata.report.digest import declared, fixable, headline, remarks
from peacedata.report.escape import printable, well_formed
from peacedata.report.place import Region, regions, repository_path

if TYPE_CHECKING:
    from peacedata.check.declare import Check
    from peacedata.check.report import Report

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
# GitHub shows 5,000 results and refuses a file with more than 25,000; it shows 1,024 characters of a description.
MOST_RESULTS = 5000
MOST_TEXT = 1024


def write(report: Report, stream: TextIO) -> None:
    """Write one SARIF log with one run; errors come first, and what is left out is said in a notification."""
    ordered = sorted(report.findings, key=lambda finding: finding.severity is not Severity.ERROR)[:MOST_RESULTS]
    checks = _checks(report)
    index = {code: number for number, code in enumerate(checks)}
    places, seen = regions(ordered), Counter[str]()
    counts = dict(sorted(report.findings.counts.items()))
    run = {
        "tool": {"driver": _driver(checks)},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, len(ordered))],
        "results": [_result(finding, index, places.get(finding), seen) for finding in ordered],
        "properties": {
            "summary": headline(report),
            "counts": counts,
            "fixable": fixable(report),
            "suppressed": dict(sorted(report.suppressed.items())),
            "remarks": [well_formed(remark) for remark in remarks(report)],
        },
    }
    json.dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, stream, indent=1)
    stream.write("\n")


def _checks(report: Report) -> dict[str, Check | None]:
    """All codes, found or not, so that a rule is the same in every run."""
    from peacedata.check.run import all_checks

    known = {check.code: check for check in all_checks()}
    return {code: known.get(code) or declared(code) for code in sorted({*known, *report.findings.counts})}


def _driver(checks: Mapping[str, Check | None]) -> dict[str, Any]:
    rules = [_rule(code, check) for code, check in checks.items()]
    return {"name": "peacedata", "version": __version__, "rules": rules}


def _rule(code: str, check: Check | None) -> dict[str, Any]:
    says, why = (check.says, check.why) if check else (f"Something is reported as {code}.", "")
    severity = check.severity if check else Severity.ERROR
    precision = "very-high" if severity is Severity.ERROR else "high"
    more = f"`peacedata explain {code}` shows an example."
    return {
        "id": code,
        "name": check.name if check else code,
        "shortDescription": {"text": shorten(says, MOST_TEXT)},
        "fullDescription": {"text": shorten(f"{says} {why}".strip(), MOST_TEXT)},
        "help": {"text": f"{says}\n\n{why}\n\n{more}", "markdown": f"**{says}**\n\n{why}\n\n{more}"},
        "defaultConfiguration": {"level": str(severity)},
        "properties": {"tags": ["data"], "precision": precision, "problem.severity": str(severity)},
    }


def _result(finding: Finding, index: Mapping[str, int], region: Region | None, seen: Counter[str]) -> dict[str, Any]:
    mark = _fingerprint(finding)
    seen[mark] += 1
    hint = f" Hint: {finding.hint}" if finding.hint else ""
    hint += " `peacedata fix` mends it." if finding.fixable else ""
    return {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": str(finding.severity),
        "message": {"text": shorten(printable(finding.message + hint), MOST_TEXT)},
        "locations": [_location(finding, region or Region(finding.line or 1, 1, finding.line or 1, 1))],
        "partialFingerprints": {"primaryLocationLineHash": f"{mark}:{seen[mark]}"},
        "properties": {"fixable": finding.fixable},
    }


def _location(finding: Finding, region: Region) -> dict[str, Any]:
    """GitHub refuses a result without a place: what concerns no file stands in the descriptor."""
    path = Path(repository_path(finding.file or "datapackage.json"))
    uri = ("file://" if path.is_absolute() else "") + quote(well_formed(path.as_posix()))
    names = zip(("startLine", "startColumn", "endLine", "endColumn"), region, strict=True)
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": dict(names)}}
    logical = [{"fullyQualifiedName": printable(f"{finding.table}/{finding.key}")}] if finding.key else []
    if finding.cell:  # a workbook has no lines: the cell is the place, and the region only what GitHub insists on
        name = printable(finding.cell)
        logical.insert(0, {"name": name.rpartition("!")[2], "fullyQualifiedName": name, "kind": "cell"})
    return location | ({"logicalLocations": logical} if logical else {})


def _fingerprint(finding: Finding) -> str:
    """The same for the same defect after rows were added or moved: made of table, key and column, never of a line."""
    record = finding.key or finding.value or ""
    parts = (finding.code, finding.table or finding.file, record, finding.column or "")
    return sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:32]


def _invocation(report: Report, shown: int) -> dict[str, Any]:
    more = len(report.findings) - shown
    notes = [{"level": "note", "message": {"text": f"{more:,} more findings are counted, not listed"}}] if more else []
    return {"executionSuccessful": True, "toolExecutionNotifications": notes}
