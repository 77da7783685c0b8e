"""The computed part of a release's section in the changelog; what people wrote stays theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from peacedata.errors import InvalidData
from peacedata.release.diff.package import PackageDiff, TableDiff
from peacedata.release.version import DataVersion
from peacedata.report.digest import plural
from peacedata.report.escape import code_span, printable

BEGIN = "<!-- Computed by `peacedata release prepare`, and again by the next run: say why below the end of it. -->"
END = "<!-- End of what is computed. -->"
_UNRELEASED = re.compile(r"^## \[Unreleased\][^\n]*\n", re.MULTILINE | re.IGNORECASE)
_SECTION = re.compile(r"^## ", re.MULTILINE)
_MOST = 20
_HEAD = """# Changelog

All notable changes are listed here. The format is that of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).

## [Unreleased]
"""
_special = re.compile(r"([\\`*_{}\[\]<>()#+!|~&])")


def updated(text: str, version: DataVersion, day: date, computed: str, replaces: DataVersion | None = None) -> str:
    """The changelog with the section of a release, whose computed part is new and whose rest is as it was.

    What stands under Unreleased stays there, for it may be about the library, which has versions of its own: people
    move to the release what belongs to it.

    Args:
        text: the changelog; empty if there is none.
        version: the release.
        day: its day.
        computed: the computed part.
        replaces: the version under which the same release was prepared before; its section becomes this one.

    Raises:
        InvalidData: if there is no heading ``## [Unreleased]``.
    """
    text = text or _HEAD
    for known in (version, replaces):
        start = re.search(rf"^## \[{re.escape(str(known))}\][^\n]*\n", text, re.MULTILINE) if known else None
        if start:
            after = _SECTION.search(text, start.end())
            end = after.start() if after else len(text)
            body = _with(text[start.end() : end], computed)
            return text[: start.start()] + f"## [{version}] - {day}\n" + body + text[end:]
    unreleased = _UNRELEASED.search(text)
    if unreleased is None:
        raise InvalidData("CHANGELOG.md has no heading '## [Unreleased]', so there is no place for the release")
    after = _SECTION.search(text, unreleased.end())
    end = after.start() if after else len(text)
    before = text[:end].rstrip("\n") + "\n\n"
    rest = text[end:]
    return before + f"## [{version}] - {day}\n" + _with("\n", computed) + ("\n" + rest if rest else "")


def _with(body: str, computed: str) -> str:
    """The body of a section with its computed part replaced, or put first."""
    block = f"{BEGIN}\n\n{computed}\n{END}\n"
    begin, end = body.find(BEGIN), body.find(END)
    if 0 <= begin < end:
        return body[:begin] + block + body[end + len(END) :].removeprefix("\n")
    people = body.strip("\n")
    return f"\n{block}\n{people}\n" if people else f"\n{block}"


def computed_part(diff: PackageDiff | None, about: str) -> str:
    """What changed, as Keep a Changelog groups it.

    Args:
        diff: since the last release; None for the first.
        about: one sentence about the release.
    """
    groups: dict[str, list[str]] = {"Added": [], "Changed": [], "Removed": []}
    if diff is None:
        groups["Added"].append("The first release of the data.")
    for table in diff.tables if diff else ():
        for kind, line in _lines(table):
            groups[kind].append(line)
    parts = [f"{about}\n"]
    parts += [f"### {kind}\n" + "".join(f"- {line}\n" for line in lines) for kind, lines in groups.items() if lines]
    return "\n".join(parts)


def _lines(table: TableDiff) -> Iterator[tuple[str, str]]:
    name, rows = code_span(table.name), table.rows
    if table.status in ("added", "removed"):
        kind = "Added" if table.status == "added" else "Removed"
        yield kind, f"The table {name}, with {plural(max(rows.old_rows, rows.new_rows), 'row')}."
        return
    if rows.added:
        yield "Added", f"{name}: {plural(len(rows.added), 'row')}{_named([one.key for one in rows.added])}."
    if rows.removed:
        yield "Removed", f"{name}: {plural(len(rows.removed), 'row')}{_named([one.key for one in rows.removed])}."
    if rows.changed:
        columns = dict.fromkeys(cell.column for row in rows.changed for cell in row.changed)
        places = ", ".join(code_span(column) for column in columns)
        cells = plural(rows.cells_changed, "cell")
        named = _named([one.key for one in rows.changed])
        yield "Changed", f"{name}: {cells} of {places} in {plural(len(rows.changed), 'row')}{named}."
    for change in table.schema:
        place = f"{change.table}.{change.column}" if change.column else change.table
        yield "Changed", f"Schema of {code_span(place)} ({change.bump}): {prose(change.says)}."


def _named(keys: list[tuple[str, ...]]) -> str:
    """The first keys, if there are any and they are few enough to be read."""
    if not all(keys) or len(keys) > _MOST:
        return ""
    return ": " + ", ".join(code_span("/".join(key)) for key in keys)


def prose(text: str) -> str:
    """Any text on one line of Markdown, with nothing in it taken for markup."""
    return _special.sub(r"\\\1", printable(" ".join(text.split())))
