"""What there is to say of a code, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import indent

from peacedata.manual.entry import Entry, Rows, Text, place, severity_note
from peacedata.report.escape import printable

_KINDS = {
    "csv": "table.csv",
    "toml": "peacedata.toml",
    "workbook": "in a workbook with one row in its sheet places, as openpyxl would do it",
    "sh": "these commands, beside a sound table.csv and its datapackage.json",
}


def render(entry: Entry) -> str:
    """The text that ``peacedata explain`` prints: what, why, bad, good and how to mend it."""
    check = entry.check
    parts = [f"{check.code} {check.name} ({check.severity})", check.says, check.why]
    if entry.bad:
        parts.append("Bad:\n" + _example(entry.bad) + "".join(_found(entry)))
    if entry.good:
        parts.append("Good:\n" + _example(entry.good))
    parts.append(f"How to mend it:\n    {check.mend}" if check.mend else "")
    parts.append("`peacedata fix` can mend it." if check.fixable and "`peacedata fix" not in check.mend else "")
    parts.append(severity_note(check))
    if check.frictionless:
        parts.append(f"frictionless calls it {check.frictionless}.")
    if entry.related:
        parts.append("Related: " + ", ".join(f"{other.code} {other.name}" for other in entry.related))
    return "\n\n".join(part for part in parts if part) + "\n"


def _example(shown: Sequence[Rows | Text]) -> str:
    return indent("\n".join(line for one in shown for line in _lines(one)), "    ")


def _found(entry: Entry) -> Iterator[str]:
    for finding in entry.found:
        hint = f" ({printable(finding.hint)})" if finding.hint else ""
        yield f"\n    -> {place(finding)}: {printable(finding.message)}{hint}"


def _lines(shown: Rows | Text) -> Iterator[str]:
    """Rows as small tables; texts as they are, with what cannot be seen written as escapes."""
    if isinstance(shown, Text):
        yield _KINDS.get(shown.kind, shown.kind)
        yield from ("  " + line for line in shown.visible.split("\n"))
        return
    table = [shown.columns, *shown.rows]
    widths = [max(len(line[i]) for line in table) for i in range(len(shown.columns))]
    yield shown.table
    for line in table:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
