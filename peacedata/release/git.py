"""Reads revisions of a git repository: objects only, no checkout, no hook, no filter, no network."""

from __future__ import annotations

import io
import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from shutil import which
from typing import BinaryIO

from peacedata.errors import InvalidData

MOST_BYTES = 512 << 20
MOST_FILES = 20_000
_SECONDS = 60
_BLOB = "blob"
_LINK = "120000"

# What of the caller's environment git may see: where the repository is and the user's own configuration; nothing that
# names a program to run. A hook sets the first ones.
_PASSED = re.compile(
    r"GIT_(DIR|WORK_TREE|COMMON_DIR|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|CEILING_DIRECTORIES|NAMESPACE"
    r"|CONFIG_(GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_[0-9]+|VALUE_[0-9]+))"
).fullmatch
_HARDENED = {
    "GIT_ALLOW_PROTOCOL": "",  # no protocol at all: a missing object of a partial clone is not fetched
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_PAGER": "cat",
    "LC_ALL": "C",
}
_OPTIONS = (
    "--no-pager",
    "--no-replace-objects",
    "--no-optional-locks",
    "--literal-pathspecs",
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "protocol.allow=never"),
)


class NoRevision(InvalidData):
    """A revision, or what is looked for in it, does not exist or cannot be read."""


@dataclass(frozen=True)
class Entry:
    """One file of a revision.

    Attributes:
        path: where it lies, from the top of the repository.
        mode: as git writes it.
        kind: ``blob``, or ``commit`` for a submodule.
        sha: the name of its object.
        size: its bytes; negative if it is no file, or its object is not here, as in a partial clone.
    """

    path: str
    mode: str
    kind: str
    sha: str
    size: int


class Revision:
    """The files of one commit.

    Args:
        name: a branch, a tag or any name of a commit that git knows.
        folder: a folder inside the repository.

    Raises:
        NoRevision: if there is no git, no repository, or no such commit.
    """

    def __init__(self, name: str, folder: Path = Path()) -> None:
        self.name, self.folder = name, folder
        if not name or name.startswith("-") or not name.isprintable():
            raise NoRevision(f"{name!r} is no name of a revision: expected a branch, a tag or a commit")
        try:
            found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        except NoRevision:
            repository(folder)  # if there is none, that is what must be said
            raise NoRevision(f"the repository has no revision {name!r}; `git fetch --tags` may bring it") from None
        self.commit = found.decode("ascii").strip()

    def __str__(self) -> str:
        return f"git:{self.name}"

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """Its files by path, submodules and links among them.

        Raises:
            NoRevision: if it cannot be read, or has too many files.
        """
        listed = _git(self.folder, "ls-tree", "-r", "-z", "-l", "--full-tree", self.commit)
        found = {}
        for line in listed.split(b"\0")[:-1]:
            about, path = line.split(b"\t", 1)
            mode, kind, sha, size = about.decode("ascii").split()
            name = os.fsdecode(path)
            found[name] = Entry(name, mode, kind, sha, int(size) if size.isdecimal() else -1)
            if len(found) > MOST_FILES:
                raise NoRevision(f"{self} has more than {MOST_FILES} files")
        return found

    def has(self, path: str) -> bool:
        """Whether there is a file at a path."""
        return path in self.entries

    def open(self, path: str) -> BinaryIO:
        """The bytes of one file.

        Raises:
            NoRevision: if there is none, or it is a link or a submodule, or too large.
        """
        return io.BytesIO(self.read([path])[path])

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The bytes of files by their path.

        Raises:
            NoRevision: if one is missing, a link or a submodule, or they are too large together.
        """
        wanted = [self._entry(path) for path in paths]
        if (total := sum(entry.size for entry in wanted)) > MOST_BYTES:
            raise NoRevision(f"{self}: the files have {total} bytes; at most {MOST_BYTES} are read")
        asked = "".join(f"{entry.sha}\n" for entry in wanted).encode("ascii")
        answer = _git(self.folder, "cat-file", "--batch", given=asked)
        return dict(zip([entry.path for entry in wanted], _blobs(answer, self), strict=True))

    def _entry(self, path: str) -> Entry:
        entry = self.entries.get(path)
        if entry is None:
            raise NoRevision(f"{self} has no file {path!r}")
        if entry.kind != _BLOB or entry.mode == _LINK:
            raise NoRevision(f"{self}: {path!r} is a link or a submodule, and these are not followed")
        if entry.size < 0:
            raise NoRevision(
                f"{self}: the contents of {path!r} are not in this clone; `git fetch --refetch` brings them"
            )
        return entry


def _blobs(answer: bytes, revision: Revision) -> Iterator[bytes]:
    """The contents in what ``cat-file --batch`` answers: a line with the size, the bytes, a line end."""
    position = 0
    while position < len(answer):
        end = answer.index(b"\n", position)
        parts = answer[position:end].split()
        if len(parts) != 3 or parts[1] != b"blob":
            raise NoRevision(f"{revision}: an object is missing here; `git fetch` may bring it")
        size = int(parts[2])
        yield answer[end + 1 : end + 1 + size]
        position = end + 1 + size + 1


def repository(folder: Path = Path()) -> Path:
    """The top folder of the repository that a folder belongs to.

    Raises:
        NoRevision: if there is no git, or no repository.
    """
    try:
        return Path(os.fsdecode(_git(folder, "rev-parse", "--show-toplevel").rstrip(b"\n")))
    except NoRevision as error:
        raise NoRevision(f"{folder.absolute()} is in no git repository: {error}") from None


def inside(path: Path, top: Path) -> str | None:
    """A path as a revision names it, from the top of the repository; None if it is outside."""
    path, top = path.resolve(), top.resolve()
    return PurePosixPath(path.relative_to(top)).as_posix() if path.is_relative_to(top) else None


def tags(folder: Path = Path()) -> frozenset[str]:
    """The names of all tags; empty without a repository."""
    try:
        return frozenset(os.fsdecode(_git(folder, "tag", "--list")).split())
    except NoRevision:
        return frozenset()


def _git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    program = which("git")
    if program is None:
        raise NoRevision("git is not installed, so revisions cannot be read")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or _PASSED(name)}
    command = [program, *_OPTIONS, *arguments]
    try:
        # The program is git, found by us; no shell; what comes from the user stands behind --end-of-options.
        done = subprocess.run(  # noqa: S603 - see above
            command,
            cwd=folder,
            env=environment | _HARDENED,
            input=given,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoRevision(f"git does not answer: {error}") from None
    if done.returncode:
        raise NoRevision(done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: "))
    return done.stdout
