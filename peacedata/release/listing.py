"""What a release consists of: the files of a folder, and what its ``SHA256SUMS`` lists."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Protocol

from peacedata.errors import InvalidData
from peacedata.intake.files import open_file
from peacedata.intake.limits import Limits

LISTING = "SHA256SUMS"
MOST_FILES = 10_000
_LONGEST_LISTING = 4 << 20

_line = re.compile(r"([0-9a-f]{64})  (.+)").fullmatch
# Every part begins with a letter, a digit or an underscore, so that no path is absolute, climbs, hides or is an option.
_safe = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*").fullmatch


class Files(Protocol):
    """The files of a release, wherever they lie."""

    @property
    def names(self) -> frozenset[str]:
        """The paths of its regular files."""

    @property
    def irregular(self) -> dict[str, str]:
        """What is neither a regular file nor a folder, by path, with what it is."""

    def open(self, name: str) -> BinaryIO:
        """Open one file.

        Raises:
            InvalidData: if it cannot be read safely.
        """


@dataclass(frozen=True)
class Folder:
    """A release as a folder; no link in it is followed.

    Attributes:
        path: the folder.
        most: how many files it may have.
    """

    path: Path
    most: int = MOST_FILES

    @property
    def names(self) -> frozenset[str]:
        """The paths of its regular files, relative, with ``/``.

        Raises:
            InvalidData: if there are too many.
        """
        return self._scan[0]

    @property
    def irregular(self) -> dict[str, str]:
        """Links, devices and unreadable folders by their path, with what they are."""
        return self._scan[1]

    @cached_property
    def _scan(self) -> tuple[frozenset[str], dict[str, str]]:
        names: set[str] = set()
        irregular: dict[str, str] = {}
        waiting = [""]
        while waiting:
            prefix = waiting.pop()
            try:
                with os.scandir(self.path / prefix) as entries:
                    for entry in entries:
                        name = prefix + entry.name
                        if entry.is_symlink():
                            irregular[name] = "it is a link, and links are not followed"
                        elif entry.is_dir(follow_symlinks=False):
                            waiting.append(f"{name}/")
                        elif entry.is_file(follow_symlinks=False):
                            names.add(name)
                        else:
                            irregular[name] = "it is not a regular file"
                        if len(names) + len(irregular) + len(waiting) > self.most:
                            raise InvalidData(f"{self.path} has more than {self.most} files, so it is no release")
            except OSError as error:
                irregular[prefix.rstrip("/") or "."] = f"it cannot be read: {error.strerror}"
        return frozenset(names), irregular

    def open(self, name: str) -> BinaryIO:
        """Open one file.

        Raises:
            InvalidData: if it is missing, a link, not a regular file or unreadable.
        """
        return open_file(self.path.resolve(), name)


@dataclass(frozen=True, slots=True)
class Listing:
    """What ``SHA256SUMS`` says.

    Attributes:
        digests: the SHA-256 of each file by its path; only safe paths are here.
        faults: what is wrong with single lines, each as one sentence.
    """

    digests: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def read_listing(files: Files) -> Listing:
    """Read ``SHA256SUMS``: lines ``<sha256>  <path>``, each path relative, plain and listed once.

    Raises:
        InvalidData: if there is none, or it is no plain text, or far too long.
    """
    listing = Listing()
    for number, line in enumerate(read_text(files, LISTING, _LONGEST_LISTING).removesuffix("\n").split("\n"), 1):
        found = _line(line)
        if found is None:
            listing.faults.append(f"line {number} is {line[:80]!r}: expected a SHA-256, two blanks and a path")
        elif not _safe(found[2]) or found[2] == LISTING:
            listing.faults.append(f"line {number} names {found[2][:80]!r}, which is no path of a release's file")
        elif found[2] in listing.digests:
            listing.faults.append(f"line {number} lists {found[2]!r} a second time")
        else:
            listing.digests[found[2]] = found[1]
    return listing


def is_safe(path: str) -> bool:
    """Whether a path is relative, plain and stays inside."""
    return _safe(path) is not None


def read_text(files: Files, name: str, most: int = Limits().descriptor) -> str:
    """The text of one file.

    Raises:
        InvalidData: if it cannot be read, is longer than ``most`` bytes, or is not UTF-8.
    """
    with files.open(name) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise InvalidData(f"{name} has more than {most} bytes")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidData(f"{name} is not UTF-8 from byte {error.start} on") from None
