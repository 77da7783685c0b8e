"""A configuration file as text and as parsed TOML, and where it is looked for."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from peacedata.check.config.checks import UNREADABLE
from peacedata.check.finding import Finding
from peacedata.check.shorten import shorten
from peacedata.intake.files import open_file
from peacedata.intake.limits import LIMITS, Limits
from peacedata.intake.refused import Refused

OWN_NAME = "peacedata.toml"
SHARED_NAME = "pyproject.toml"
SECTION = "tool.peacedata"

# A configuration is written by people. The parser takes time that grows with the square of a dotted key.
_MOST_BYTES = 1 << 20
_MOST_DOTS = 200
_LINE = re.compile(r"at line (\d+)")
_REPOSITORY = (".git", ".hg")


@dataclass(frozen=True, slots=True)
class Source:
    """A configuration file that was read.

    Attributes:
        path: where it is.
        name: how findings name it.
        text: its text.
        content: its settings; None if there are none, or it could not be read.
        prefix: what stands before the names of its settings in the file: ``tool.peacedata.`` or nothing.
        problem: why it could not be read.
        beside: another configuration in the same folder, which is not read.
    """

    path: Path
    name: str
    text: str = ""
    content: dict[str, Any] | None = None
    prefix: str = ""
    problem: Finding | None = None
    beside: str = ""


def find_sources(paths: Iterable[Path], limits: Limits = LIMITS) -> list[Source]:
    """The configurations of what is checked: the nearest one of each path, or else that of the current folder.

    From each path, or from the folder of a file, the way goes up: a folder's ``peacedata.toml``, else its
    ``pyproject.toml`` if that has a table ``[tool.peacedata]``. It ends at the root of a repository and at the user's
    home, which are still looked into, and before a folder to which everybody may add, such as ``/tmp``. No link is
    followed.
    """
    starts = dict.fromkeys(path if path.is_dir() else path.parent for path in map(_absolute, paths))
    found = {source.path: source for start in starts if (source := _nearest(start, limits))}
    if not found and (source := _nearest(Path.cwd(), limits)):
        found[source.path] = source
    return [*found.values()]


def read_source(path: Path, limits: Limits = LIMITS) -> Source:
    """Read a configuration file that was named."""
    try:
        raw = _bytes(path, limits)
    except Refused as refusal:
        return _broken(path, refusal.message, hint=refusal.hint)
    return _parsed(path, raw)


def _nearest(start: Path, limits: Limits) -> Source | None:
    for folder in _way_up(start):
        own, shared = folder / OWN_NAME, _shared(folder / SHARED_NAME, limits)
        if os.path.lexists(own):
            source = read_source(own, limits)
            return source if shared is None or shared.content is None else replace(source, beside=shared.name)
        if shared is not None:
            return shared
    return None


def _way_up(start: Path) -> Iterator[Path]:
    home = Path(os.path.expanduser("~"))  # noqa: PTH111  # Path.home() fails where there is none
    for folder in (start, *start.parents):
        if _everybody_adds(folder):
            return
        yield folder
        if folder == home or any(os.path.lexists(folder / name) for name in _REPOSITORY):
            return


def _everybody_adds(folder: Path) -> bool:
    """Whether the folder is one like ``/tmp``, in which a stranger may leave a file."""
    try:
        mode = folder.stat().st_mode
    except OSError:
        return False
    return bool(mode & stat.S_IWOTH and mode & stat.S_ISVTX)


def _shared(path: Path, limits: Limits) -> Source | None:
    """A ``pyproject.toml`` that speaks of us; one that cannot be read is not for us to judge."""
    try:
        raw = _bytes(path, limits)
    except Refused:
        return None
    if b"peacedata" not in raw:  # without a parser: most of them do not
        return None
    source = _parsed(path, raw)
    spoken = source.content is not None or (source.problem is not None and SECTION.encode() in raw)
    return source if spoken else None


def _bytes(path: Path, limits: Limits) -> bytes:
    with open_file(None, path, limits) as file:
        return file.read(_MOST_BYTES + 1)


def _parsed(path: Path, raw: bytes) -> Source:
    import tomllib

    if len(raw) > _MOST_BYTES:
        return _broken(path, f"it is larger than {_MOST_BYTES:,} bytes")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _broken(path, "it is not UTF-8 text", line=raw.count(b"\n", 0, error.start) + 1)
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") > _MOST_DOTS:
            return _broken(path, f"a line has more than {_MOST_DOTS} dots", line=number)
    try:
        document = tomllib.loads(text)
    except RecursionError:
        return _broken(path, "it is nested too deeply")
    except ValueError as error:
        place = _LINE.search(str(error))
        last = text.count("\n") + 1 if "end of document" in str(error) else None
        return _broken(path, f"it is not TOML: {shorten(str(error))}", line=int(place[1]) if place else last)
    return _of(path, text, document)


def _of(path: Path, text: str, document: dict[str, Any]) -> Source:
    tool = document.get("tool")
    if isinstance(tool, dict) and "peacedata" in tool and (path.name == SHARED_NAME or len(document) == 1):
        content = tool["peacedata"]
        if not isinstance(content, dict):
            return _broken(path, f"{SECTION} is no table")
        return Source(path, _name(path), text, content, SECTION + ".")
    if path.name == SHARED_NAME:
        return Source(path, _name(path), text, None, SECTION + ".")
    return Source(path, _name(path), text, document)


def _broken(path: Path, why: str, *, line: int | None = None, hint: str | None = None) -> Source:
    name = _name(path)
    finding = UNREADABLE.finding(
        f"the configuration {name} cannot be used: {why}",
        file=name,
        line=line,
        hint=hint or "mend it; until then nothing of it is in force",
    )
    return Source(path, name, problem=finding)


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100  # resolve() would follow links


def _name(path: Path) -> str:
    """How a finding names the file: from the current folder if it lies below it."""
    absolute, here = _absolute(path), Path.cwd()
    return str(absolute.relative_to(here)) if absolute.is_relative_to(here) else str(path)
