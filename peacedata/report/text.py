"""Findings for a terminal or a log: one line to jump to, then what belongs to it, and the codes in the end."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from textwrap import wrap
from typing import TYPE_CHECKING, TextIO

import click

from peacedata.check.finding import Finding, Severity
from peacedata.report.digest import Group, cell_name, fix_line, groups, headline, place_name, plural, remarks
from peacedata.report.escape import log_line, printable

if TYPE_CHECKING:
    from peacedata.check.report import Report

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}
_INDENT = "    "
_NARROWEST = 40


def write(report: Report, stream: TextIO, *, colour: bool | None = None) -> None:
    """Print every kept finding, then how often each code was found, and a summary.

    In a terminal the lines under a finding are wrapped to its width; in a file or a log every line is left whole.

    Args:
        report: the report.
        stream: where to print.
        colour: whether to print colours; by default if the stream is a terminal and ``NO_COLOR`` is not set.
    """
    terminal = stream.isatty()
    if colour is None:
        colour = terminal and not os.environ.get("NO_COLOR")
    width = max(_NARROWEST, shutil.get_terminal_size().columns) if terminal else None
    for finding in report.findings:
        stream.write(_first_line(finding, colour) + "\n")
        for detail in _details(finding):
            for line in wrap(detail, width - len(_INDENT), break_on_hyphens=False) if width else [detail]:
                stream.write(log_line(_INDENT + line) + "\n")
    _write_codes(groups(report), stream, colour)
    stream.write(summary(report) + "\n")
    if can := fix_line(report):
        stream.write(f"[*] {can}\n")
    for remark in remarks(report):
        stream.write(log_line(printable(remark)) + "\n")


def _first_line(finding: Finding, colour: bool) -> str:
    mark = " [*]" if finding.fixable else ""
    start, rest = f"{place_name(finding)}: ", f"{finding.code}{mark}: {finding.message}"
    if not colour:
        return log_line(f"{start}{finding.severity} {rest}")
    level = click.style(str(finding.severity), COLOURS[finding.severity], bold=True)
    return f"{log_line(start)}{level} {log_line(rest)}"


def _details(finding: Finding) -> list[str]:
    """Where it stands with the value, and how to mend it, one line each."""
    where = []
    if finding.column is not None or finding.field is not None:
        where.append(f"column {cell_name(finding)}")
    if finding.record is not None and finding.cell is None:
        where.append(f"record {finding.record}")
    if finding.key:
        where.append(f"key {finding.key}")
    if finding.value is not None and repr(finding.value)[1:-1] not in finding.message:
        where.append(f"value {finding.value!r}")
    lines = [", ".join(where), f"-> {finding.hint}" if finding.hint else ""]
    return [printable(line) for line in lines if line]


def _write_codes(found: list[Group], stream: TextIO, colour: bool) -> None:
    """A table of the codes; of one code that was shown in full nothing needs to be added."""
    hidden = Counter({group.code: group.total - len(group.findings) for group in found})
    if len(found) < 2 and not hidden.total():
        return
    stream.write("\n" if any(group.findings for group in found) else "")
    width = max(len(f"{group.total:,}") for group in found)
    for group in found:
        level = f"{group.severity:<7}"
        level = click.style(level, COLOURS[group.severity]) if colour else level
        more = f" ({hidden[group.code]:,} more, not shown)" if hidden[group.code] else ""
        stream.write(f"{group.code}  {group.total:>{width},}  {level}  {log_line(group.says)}{more}\n")


def summary(report: Report) -> str:
    """What was found in one sentence, and where to read more."""
    counts = report.findings.counts
    if not counts:
        return headline(report)
    if len(counts) == 1:
        return f"{headline(report)}\n`peacedata explain {next(iter(counts))}` says what that means and how to mend it"
    first = groups(report)[0].code
    return f"{headline(report)}, {plural(len(counts), 'code')}\n`peacedata explain {first}` says more about a code"
