"""Which files and tables a pattern of ``per-file-ignores`` stands for."""

from __future__ import annotations

import os
from fnmatch import fnmatchcase
from pathlib import Path


def matches(pattern: str, file: str, table: str = "", folder: Path | None = None) -> bool:
    """Whether a pattern names a file or a table.

    A pattern without a slash is the name of a table, or of a file in any folder. One with a slash is a whole path, as
    findings name the file or from the folder of the configuration; ``*`` and ``?`` stay within one part of it, ``**``
    stands for any number of parts, and a slash at the end means all that lies below.

    Args:
        pattern: the pattern.
        file: the file as findings name it; several parts of one table are joined with a comma and a space.
        table: the table.
        folder: where the configuration lies.
    """
    if "/" not in pattern and table and fnmatchcase(table, pattern):
        return True
    if not file or pattern == file:
        return bool(file)
    parts = file.split(", ")
    return _matches(pattern, file, folder) or (len(parts) > 1 and all(_matches(pattern, one, folder) for one in parts))


def _matches(pattern: str, file: str, folder: Path | None) -> bool:
    names = os.path.normpath(file).replace(os.sep, "/").split("/")
    if "/" not in pattern:
        return fnmatchcase(names[-1], pattern)
    wanted = pattern.removeprefix("./").split("/")
    if wanted[-1] == "":
        wanted[-1] = "**"
    if _agree(wanted, names):
        return True
    absolute = os.path.abspath(file)  # noqa: PTH100  # resolve() would follow links, and a link is a path too
    if pattern.startswith("/"):
        return _agree(wanted, absolute.replace(os.sep, "/").split("/"))
    if folder is None or os.path.splitdrive(absolute)[0] != os.path.splitdrive(folder)[0]:
        return False
    return _agree(wanted, os.path.relpath(absolute, folder).replace(os.sep, "/").split("/"))


def _agree(wanted: list[str], names: list[str]) -> bool:
    """Whether the parts of a pattern and of a path agree; ``**`` agrees with any number of parts."""
    reached = {0}
    for part in wanted:
        if part == "**":
            reached = set(range(min(reached), len(names) + 1)) if reached else reached
        else:
            reached = {at + 1 for at in reached if at < len(names) and fnmatchcase(names[at], part)}
    return len(names) in reached
