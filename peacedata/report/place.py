"""Where findings stand in their files, to the character: read again from the files, because cells have no columns."""

from __future__ import annotations

import io
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from peacedata.check.finding import Finding
from peacedata.check.shorten import shorten
from peacedata.intake.files import open_file
from peacedata.intake.refused import Refused

_CELL = re.compile(r'"(?:[^"]|"")*"|[^",\r\n][^,\r\n]*|')
_BREAK = re.compile(r"\r\n|\r|\n")
_MOST_LINES = 500


class Region(NamedTuple):
    """A stretch of a file: numbers start at 1, columns count characters, the end is the column after the last."""

    line: int
    column: int
    end_line: int
    end_column: int


def regions(findings: Iterable[Finding]) -> dict[Finding, Region]:
    """The region of every finding that has a line and whose file can still be read.

    It is that of the cell, where the cell is found with the value of the finding, else that of the first line of the
    record. Each file is read once, up to the last line that is needed.
    """
    wanted: dict[str, dict[int, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for finding in findings:
        if finding.file and finding.line is not None:
            wanted[finding.file][finding.line].append(finding)
    found = {}
    for file, lines in wanted.items():
        for number, text in _records(file, lines):
            for finding in lines[number]:
                found[finding] = _cell(finding, number, text) or _first_line(number, text)
    return found


def repository_path(file: str) -> str:
    """The path from the root of the repository, where the file lies in it: GitHub knows files by no other name."""
    root = os.environ.get("GITHUB_WORKSPACE") or Path.cwd()
    path = Path(os.path.abspath(file))  # noqa: PTH100  # resolve() would follow links, and a link is a path too
    return (path.relative_to(root) if path.is_relative_to(root) else Path(file)).as_posix()


def _records(file: str, wanted: Iterable[int]) -> Iterator[tuple[int, str]]:
    """The text of the records that start on these lines."""
    numbers = iter(sorted(wanted))
    try:
        with open_file(None, file) as raw:
            lines = enumerate(io.TextIOWrapper(raw, "utf-8-sig", "replace", newline=""), start=1)
            pending: dict[int, str] = {}
            following = next(numbers, None)
            for number, line in lines:
                pending = {start: text + line for start, text in pending.items()}
                if number == following:
                    pending[number] = line
                    following = next(numbers, None)
                for start in [start for start, text in pending.items() if _whole(text, number - start)]:
                    yield start, pending.pop(start)
                if following is None and not pending:
                    break
            yield from pending.items()
    except Refused:
        return


def _whole(text: str, lines: int) -> bool:
    return text.count('"') % 2 == 0 or lines >= _MOST_LINES


def _cell(finding: Finding, line: int, text: str) -> Region | None:
    """The cell of a finding, if it holds its value."""
    start = 0
    for _ in range((finding.field or 0) - 1):
        start = _end(text, start) + 1
        if start > len(text) or text[start - 1] != ",":
            return None
    end = _end(text, start)
    cell = text[start:end]
    content = cell[1:-1].replace('""', '"') if cell.startswith('"') else cell
    if finding.field is None or shorten(content) != shorten(finding.value or ""):
        return None
    return Region(*_position(text, start, line), *_position(text, end, line))


def _end(text: str, start: int) -> int:
    cell = _CELL.match(text, start)
    return cell.end() if cell else start


def _first_line(line: int, text: str) -> Region:
    return Region(line, 1, line, len(_BREAK.split(text, maxsplit=1)[0]) + 1)


def _position(text: str, offset: int, line: int) -> tuple[int, int]:
    *before, last = _BREAK.split(text[:offset])
    return line + len(before), len(last) + 1
