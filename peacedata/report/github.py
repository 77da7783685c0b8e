"""Findings as annotations of GitHub Actions: the first ones inline, all of them in the summary of the step."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from peacedata.check.finding import Finding, Severity
from peacedata.report.digest import cell_name, fix_line, headline, place_name, plural, remarks
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
    if can := fix_line(report):
        stream.write(f"[*] {can}\n")
    for remark in remarks(report):
        stream.write(log_line(remark) + "\n")
    if more:
        stream.write(f"{plural(len(inline), 'finding')} shown as annotations, {more:,} more {where}\n")


def _command(finding: Finding, region: Region | None) -> str:
    properties = {"title": " ".join(filter(None, (finding.code, finding.cell, cell_name(finding))))}
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
    fix = "\n-> `peacedata fix` mends it" if finding.fixable else ""
    return f"::{finding.severity} {listed}::{command_data(finding.message + key + hint + fix)}"


def _plain(finding: Finding) -> str:
    mark = " [*]" if finding.fixable else ""
    return f"{place_name(finding)}: {finding.severity} {finding.code}{mark}: {finding.message}"
