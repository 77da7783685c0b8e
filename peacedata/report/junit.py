"""Findings as JUnit XML, which CI services show as tests: one suite for each table, one test for each code."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TextIO
from xml.etree.ElementTree import Element, SubElement, tostring

from peacedata.check.finding import Finding, Severity
from peacedata.report.digest import declared, place_name
from peacedata.report.escape import printable

if TYPE_CHECKING:
    from peacedata.check.report import Report

_MOST_LINES = 100
_ELSEWHERE = "package"


def write(report: Report, stream: TextIO) -> None:
    """Write one XML document.

    A code with errors is a failed test with the findings as its text; JUnit knows no warning, so a code with warnings
    alone is a passed test with output. A table without findings is one passed test. The properties of the first suite
    hold the exact count of every code, what the cap left out included. What ``peacedata fix`` mends is marked ``[*]``.
    """
    suites: dict[str, list[Finding]] = {table.name: [] for table in report.tables}
    for finding in report.findings:
        suites.setdefault(finding.table or _ELSEWHERE, []).append(finding)
    root = Element("testsuites", name="peacedata check")
    totals = [_suite(root, name, findings) for name, findings in suites.items()]
    root.set("tests", str(sum(tests for tests, _ in totals)))
    root.set("failures", str(sum(failures for _, failures in totals)))
    root.set("errors", "0")
    if totals:
        properties = Element("properties")
        for code, count in sorted(report.findings.counts.items()):
            SubElement(properties, "property", name=printable(code), value=str(count))
        root[0].insert(0, properties)
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n")


def _suite(root: Element, name: str, findings: list[Finding]) -> tuple[int, int]:
    """Add a suite; returns the number of its tests and of those that failed."""
    by_code: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_code[finding.code].append(finding)
    suite = SubElement(root, "testsuite", name=printable(name), errors="0", skipped="0")
    failures = sum(_case(suite, name, code, some) for code, some in sorted(by_code.items()))
    if not by_code:
        SubElement(suite, "testcase", classname=printable(name), name="no findings")
    suite.set("tests", str(max(1, len(by_code))))
    suite.set("failures", str(failures))
    return max(1, len(by_code)), failures


def _case(suite: Element, table: str, code: str, findings: list[Finding]) -> bool:
    """Add the test of a code; returns whether it failed."""
    check = declared(code)
    title = f"{code} {check.name}" if check else code
    case = SubElement(suite, "testcase", classname=printable(table), name=printable(title))
    if findings[0].file:
        case.set("file", printable(findings[0].file))
    lines = [_line(finding) for finding in findings[:_MOST_LINES]]
    if len(findings) > _MOST_LINES:
        lines.append(f"and {len(findings) - _MOST_LINES:,} more")
    failed = any(finding.severity is Severity.ERROR for finding in findings)
    if failed:
        says = check.says if check else findings[0].message
        detail = SubElement(case, "failure", type=printable(code), message=printable(f"{len(findings):,} × {says}"))
    else:
        detail = SubElement(case, "system-out")
    detail.text = "\n".join(lines)
    return failed


def _line(finding: Finding) -> str:
    hint = f" -> {finding.hint}" if finding.hint else ""
    mark = " [*]" if finding.fixable else ""
    return printable(f"{place_name(finding)}: {finding.severity} {finding.code}{mark}: {finding.message}{hint}")
