"""Console sessions: worked examples that are shown as they stand, and that tests run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

_EXIT = re.compile(r"\[exit (\d+)\]")


class Step(NamedTuple):
    """One command of a session.

    Attributes:
        command: what is typed; further lines of it begin with ``> ``.
        output: what it prints; ``...`` stands for anything.
        code: its exit code, given as a last line ``[exit 1]`` where it is not 0.
    """

    command: str
    output: str
    code: int


def steps(session: str) -> Iterator[Step]:
    """The commands of a session, in which each begins with ``$ `` in a line of its own.

    Raises:
        ValueError: if the session does not begin with a command.
    """
    head, *parts = re.split(r"(?m)^\$ ", session)
    if head.strip() or not parts:
        raise ValueError(f"a session begins with a command, `$ ...`, not with {session[:40]!r}")
    for part in parts:
        first, *lines = part.splitlines()
        more = list(takewhile(lambda line: line.startswith("> "), lines))
        command, lines = "\n".join([first, *(line[2:] for line in more)]), lines[len(more) :]
        found = _EXIT.fullmatch(lines[-1]) if lines else None
        yield Step(command, "\n".join(lines[:-1] if found else lines), int(found[1]) if found else 0)


def agrees(expected: str, printed: str) -> bool:
    """Whether what was printed is what a session shows; a line ``...`` stands for any lines, or none.

    A command that shows nothing may print anything.
    """
    if not expected:
        return True
    pattern = "".join(
        r"(?:[^\n]*\n)*" if line == "..." else ".*".join(map(re.escape, line.split("..."))) + r"\n"
        for line in expected.splitlines()
    )
    return re.fullmatch(pattern, printed.rstrip("\n") + "\n") is not None
