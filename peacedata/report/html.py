"""Findings as one HTML file that needs nothing else: it can be mailed, kept and opened without a network."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from importlib.resources import files
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from peacedata import __version__
from peacedata.check.finding import Finding, Severity
from peacedata.report.digest import Group, cell_name, fix_line, groups, headline, place_name, remarks
from peacedata.report.escape import printable

if TYPE_CHECKING:
    from peacedata.check.report import Report

MOST_FINDINGS = 2000
# So many findings of each code are tried, one after the other, until no more than the most are listed.
_LADDER = (1000, 500, 200, 100, 50, 20, 10, 5, 2, 1)


class Cell(NamedTuple):
    """A cell of the record of a finding; ``marked`` if the finding is about it."""

    letter: str
    label: str
    text: str
    marked: bool


def write(report: Report, stream: TextIO) -> None:
    """Write one page with the counts by code and the findings, each with its record, to be sorted and filtered.

    The page loads nothing, and its policy lets nothing run but its own script and style, named by their hashes. It is
    readable without the script.
    """
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    found, scope = headline(report).split(": ")
    style, script = _resource("report.css"), _resource("report.js")
    listed = groups(report)
    limit = _limit(listed)
    findings = [finding for group in listed for finding in group.findings[:limit]]
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters["shown"] = lambda text: printable(text or "", keep="\n")
    labels = {table.name: table.labels for table in report.tables}
    page = environment.from_string(_resource("report.html.jinja")).generate(
        policy=policy(style, script),
        style=Markup(style),  # noqa: S704  # our own file
        script=Markup(script),  # noqa: S704  # our own file
        status="good" if not listed else Severity.WARNING if report.valid else Severity.ERROR,
        headline=headline(report),
        found="No findings" if not listed else found,
        scope=scope,
        groups=listed,
        limit=limit,
        hidden=len(report.findings) - len(findings),
        can_fix=fix_line(report),
        remarks=remarks(report),
        findings=[(place, one, _cells(report, labels, one)) for place, one in _ordered(findings)],
        names=sorted({printable(finding.table, keep="\n") for finding in findings if finding.table}),
        tables=report.tables,
        cell_name=cell_name,
        place_name=place_name,
        version=__version__,
    )
    for part in page:
        stream.write(part)


def policy(style: str, script: str) -> str:
    """A content security policy under which only this style and this script have any effect."""
    style_hash, script_hash = (b64encode(sha256(text.encode()).digest()).decode() for text in (style, script))
    return (
        f"default-src 'none'; style-src 'sha256-{style_hash}'; script-src 'sha256-{script_hash}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _resource(name: str) -> str:
    return files("peacedata.report").joinpath("page", name).read_text(encoding="utf-8")


def _ordered(findings: list[Finding]) -> list[tuple[int, Finding]]:
    """The findings with their number in the order of files and records; errors come first."""
    numbered = enumerate(sorted(findings, key=Finding.position))
    return sorted(numbered, key=lambda one: one[1].severity is not Severity.ERROR)


def _limit(found: list[Group]) -> int:
    for limit in _LADDER:
        if sum(len(group.findings[:limit]) for group in found) <= MOST_FINDINGS:
            return limit
    return 1


def _cells(report: Report, labels: Mapping[str, list[str]], finding: Finding) -> list[Cell]:
    """The cells of the record that are not empty, and the one that the finding is about."""
    cells = report.cells.get((finding.table, finding.record or 0), [])
    return list(_named(cells, labels.get(finding.table, []), finding)) if cells else []


def _named(cells: list[str], labels: list[str], finding: Finding) -> Iterator[Cell]:
    columns: set[Any] = {finding.column, *(finding.column or "").split(", ")}
    for number, (cell, label) in enumerate(zip_longest(cells, labels, fillvalue=""), start=1):
        marked = number == finding.field or (finding.field is None and label in columns)
        if cell or marked:
            yield Cell(replace(finding, field=number).letter, label, cell, marked)
