"""Findings as annotations of GitHub Actions: the first ones inline, all of them in the summary of the step."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from peacedata.check.finding import Finding, Severity
from peacedata.report.digest import cell_name, headline, plural
from peacedata.report.escape import command_data, command_property, log_line
from peacedata.report.place import Region, regions, repository_path

if TYPE_CHECKING:
    from peacedata.check.report import Report

# GitHub shows ten annotations of each level for a step and drops the others; a summary may have 1 MiB.
INLINE = 10
MOST_SUMMARY = 1_000_000


def write(report: Report, stream: TextIO) -> None:
    """Write workflow commands for the first findings of each severity, and say where the others are.

    The whole report is appended as Markdown to the file that ``GITHUB_STEP_SUMMARY`` names; where there is none, the
    other findings follow as plain lines of the log.
    """
    inline = [
        finding
        for severity in Severity
        for finding in [one for one in report.findings if one.severity is severity][:INLINE]
    ]
    places = regions(inline)
    for finding in inline:
        stream.write(_command(finding, places.get(finding)) + "\n")
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary:
        from peacedata.report import markdown

        with Path(summary).open("a", encoding="utf-8", newline="\n") as file:
            file.write(markdown.render(report, MOST_SUMMARY - file.tell()))
    else:
        shown = set(inline)
        for finding in report.findings:
            if finding not in shown:
                stream.write(log_line(_plain(finding)) + "\n")
    more = len(report.findings) - len(inline)
    where = "listed in the summary of this step" if summary else "in the log"
    stream.write(log_line(headline(report)) + "\n")
    if more:
        stream.write(f"{plural(len(inline), 'finding')} shown as annotations, {more:,} more {where}\n")


def _command(finding: Finding, region: Region | None) -> str:
    properties = {"title": f"{finding.code} {cell_name(finding)}".strip()}
    if finding.file:
        properties["file"] = repository_path(finding.file)
    if region:
        properties |= {"line": str(region.line), "endLine": str(region.end_line)}
        if region.line == region.end_line:
            properties |= {"col": str(region.column), "endColumn": str(region.end_column)}
    elif finding.line is not None:
        properties["line"] = str(finding.line)
    listed = ",".join(f"{name}={command_property(value)}" for name, value in properties.items())
    key = f"\nkey {finding.key}" if finding.key else ""
    hint = f"\n-> {finding.hint}" if finding.hint else ""
    return f"::{finding.severity} {listed}::{command_data(finding.message + key + hint)}"


def _plain(finding: Finding) -> str:
    line = f":{finding.line}" if finding.line is not None else ""
    return f"{finding.file or finding.table or '-'}{line}: {finding.severity} {finding.code}: {finding.message}"
