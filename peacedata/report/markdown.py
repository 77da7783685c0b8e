"""Findings as Markdown that fits a comment on a pull request, whatever the data holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from peacedata.check.finding import Finding, Severity
from peacedata.check.shorten import shorten
from peacedata.report.digest import Group, cell_name, fix_line, groups, headline, place_name, plural, remarks
from peacedata.report.escape import code_span

if TYPE_CHECKING:
    from peacedata.check.report import Report

# The longest comment on GitHub has 65,536 characters; counting bytes is on the safe side of any way to count.
MOST_BYTES = 65_536
# So many findings of each code are tried, one after the other, until the text fits.
_LADDER = (1000, 500, 200, 100, 50, 20, 10, 5, 3, 2, 1, 0)
_MARKS = {Severity.ERROR: "❌", Severity.WARNING: "⚠️"}
_LONGEST = 300
_MOST_REMARKS = 20


def write(report: Report, stream: TextIO) -> None:
    """Write a heading, a table of the codes, and a folded table of findings for each code.

    Everything that may come from the data stands in code spans. What does not fit is counted.
    """
    stream.write(render(report, MOST_BYTES))


def render(report: Report, most: int) -> str:
    """The report as Markdown of at most so many bytes in UTF-8; of each code as many findings as fit."""
    found = groups(report)
    for shown in _LADDER:
        text = _render(report, found, shown)
        if len(text.encode()) <= most:
            return text
    return _render(report, [], 0)


def _render(report: Report, found: list[Group], shown: int) -> str:
    mark = "✅" if not report.findings else _MARKS[Severity.ERROR if not report.valid else Severity.WARNING]
    parts = [f"## {mark} {headline(report)}\n"]
    if found:
        rows = "".join(
            f"| `{group.code}` | {_MARKS[group.severity]} {group.severity} | {group.total:,} | {group.says} |\n"
            for group in found
        )
        parts.append(f"| code | severity | found | what it means |\n|---|---|--:|---|\n{rows}")
        parts.append(f"`peacedata explain {found[0].code}` shows a bad and a good example.\n")
    if can := fix_line(report):
        parts.append(f"🔧 {can}.\n")
    parts += [f"{code_span(shorten(remark, _LONGEST))}\n" for remark in remarks(report)[:_MOST_REMARKS]]
    parts += [_details(group, shown, opened=len(found) == 1) for group in found if group.findings and shown]
    if not shown and report.findings:
        parts.append("The single findings do not fit here; the other formats list them.\n")
    return "\n".join(parts)


def _details(group: Group, shown: int, *, opened: bool) -> str:
    rows = "".join(_row(finding) for finding in group.findings[:shown])
    more = group.total - min(shown, len(group.findings))
    note = f"\n{plural(more, 'more finding')} of this code not shown.\n" if more else ""
    summary = f"<b>{group.code}</b> {group.name} ({group.total:,})"
    return (
        f"<details{' open' if opened else ''}><summary>{summary}</summary>\n\n"
        f"| where | what | how to mend it |\n|---|---|---|\n{rows}{note}\n</details>\n"
    )


def _row(finding: Finding) -> str:
    where = [place_name(finding), cell_name(finding), finding.key or ""]
    spans = "<br>".join(code_span(shorten(part, _LONGEST)) for part in where if part)
    message, hint = (code_span(shorten(text or "", _LONGEST)) for text in (finding.message, finding.hint))
    fix = "🔧 `peacedata fix`" if finding.fixable else ""
    return f"| {spans} | {message} | {'<br>'.join(filter(None, (hint, fix)))} |\n"
