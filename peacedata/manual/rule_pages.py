"""A page per finding code, and the index of all of them, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from peacedata.check.declare import Check
from peacedata.check.run import all_checks
from peacedata.manual import sound
from peacedata.manual.entry import Entry, Rows, Text, entry, place, severity_note
from peacedata.report.escape import printable
from peacedata.schema.markdown import code, fenced, link, page, prose, table

FOLDER = "rules"
# What the first digit of a code says.
LAYERS = {
    "1": "Files, dialects and descriptors",
    "2": "Header, cells, types and constraints",
    "3": "Keys and references",
    "4": "One record",
    "5": "Across records and processes",
    "6": "Sourcing and provenance",
    "7": "Safety and do no harm",
    "8": "Releases",
}
_LANGUAGES = {"schema": "json", "workbook": "python"}
_HEADINGS = {
    "schema": "Checked against this Table Schema:",
    "csv": "`table.csv`:",
    "toml": "`peacedata.toml`:",
    "workbook": "In a workbook with one row in its sheet `places`, as openpyxl would do it:",
}


def rule_pages() -> Iterator[tuple[str, str]]:
    """Path below the manual's folder and text of every page about codes."""
    yield f"{FOLDER}/README.md", _index(all_checks())
    for check in all_checks():
        yield f"{FOLDER}/{check.code}.md", _page(entry(check))


def _index(checks: Sequence[Check]) -> str:
    blocks = [
        "# Finding codes",
        (
            f"Every finding of `peacedata check` has one of {len(checks)} codes. A code never changes its meaning. "
            "`peacedata explain CODE` prints what its page says, `peacedata rules` prints this list."
        ),
        (
            "An error makes the check fail; a warning asks somebody to look, and fails it only with "
            "`--fail-on warning`. `--select` and `--ignore` take codes or their beginnings: `--ignore PD5` leaves out "
            "all that begin with PD5."
        ),
    ]
    for digit, group in groupby(checks, key=lambda check: check.code[2]):
        rows = [
            (
                link(check.code, f"{check.code}.md"),
                prose(check.says),
                str(check.severity),
                "yes" if check.fixable else "",
            )
            for check in group
        ]
        blocks.append(f"## PD{digit}xx: {LAYERS[digit]}")
        blocks.append(table(("code", "what it reports", "severity", "`peacedata fix` mends it"), rows))
    blocks.append("## The sound package of the examples")
    blocks.append("Where an example is commands, they start from these two files.")
    blocks += [f"`{name}`:\n\n{fenced(text, name.rpartition('.')[2])}" for name, text in sound.FILES.items()]
    return page(*blocks)


def _page(one: Entry) -> str:
    check = one.check
    return page(
        f"# {check.code}: {check.name}",
        f"**{prose(check.says)}**",
        prose(check.why),
        "## Bad" if one.bad else "",
        *_example(
            one.bad, f"In a folder with {link('a sound package', 'README.md#the-sound-package-of-the-examples')}:"
        ),
        _found(one),
        "## Good" if one.good else "",
        *_example(one.good, "This mends it:"),
        "## How to mend it",
        prose(check.mend),
        "`peacedata fix` can do it." if check.fixable and "`peacedata fix" not in check.mend else "",
        "## Severity",
        f"{prose(severity_note(check))} See {link('configuration', '../configuration.md')}.",
        "## See also",
        "".join(f"- {line}\n" for line in _see_also(one)),
    )


def _example(shown: Sequence[Rows | Text], before_commands: str) -> Iterator[str]:
    for one in shown:
        if isinstance(one, Rows):
            earlier, _, name = one.table.rpartition("/")
            yield f"`{name}.csv`{' of the release before' if earlier else ''}, the columns that matter:"
            yield _rows(one)
            continue
        yield before_commands if one.kind == "sh" else _HEADINGS.get(one.kind, f"{code(one.kind)}:")
        yield fenced(one.visible, _LANGUAGES.get(one.kind, one.kind))


def _rows(one: Rows) -> str:
    rows = []
    for number, cells in enumerate(one.rows):
        marks = ("❌ " if (number, place) in one.marked else "" for place in range(len(cells)))
        written = (f"{mark}{code(cell) or '(empty)'}" for mark, cell in zip(marks, cells, strict=True))
        rows.append((str(number + 2), *written))
    return table(("record", *(code(column) for column in one.columns)), rows)


def _found(one: Entry) -> str:
    if not one.found:
        return ""
    lines = []
    for finding in one.found:
        hint = f" Hint: {code(printable(finding.hint))}." if finding.hint else ""
        lines.append(f"- {place(finding)}: {code(printable(finding.message))}.{hint}\n")
    return "`peacedata check` says:\n\n" + "".join(lines)


def _see_also(one: Entry) -> Iterator[str]:
    for other in one.related:
        yield f"{link(other.code, f'{other.code}.md')} {prose(other.says)}"
    if one.check.frictionless:
        yield f"frictionless reports it as {code(one.check.frictionless)}."
    if one.source:
        yield f"Declared in {link(code(one.source), f'../../{one.source}')}."
    yield f"{link('All codes', 'README.md')}"
