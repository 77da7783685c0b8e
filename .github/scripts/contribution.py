"""Takes the data of a pull request out of git as plain blobs, before and after it, and nothing else of it.

Nothing is checked out: no hook, filter, attribute, submodule or link of the contributor is obeyed. Each file is read
from git's object store by its hash and written as an ordinary file into a new folder::

    OUT/before/datapackage/…    as in the first parent of the merge: the base branch
    OUT/after/datapackage/…     as in the merge that GitHub made of the base branch and the pull request

After is nothing but the tables. The descriptor, which holds the schemas, and the configuration, which could silence the
check, are those of the base branch.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER, DESCRIPTOR = "datapackage", "datapackage.json"
CONFIGURATIONS = ("peacedata.toml", "pyproject.toml")
MOST_FILES, MOST_FOLDERS, MOST_DEPTH, MOST_NAME = 200, 50, 6, 120
MOST_BYTES, MOST_TOTAL, MOST_TREE = 32 << 20, 128 << 20, 1 << 20
SECONDS = 120
_REGULAR, _TREE = {"100644", "100664", "100755"}, "040000"
_OURS = (f"{FOLDER}/{DESCRIPTOR}", *(f"{FOLDER}/{name}" for name in CONFIGURATIONS))
_KINDS = {"120000": "a symbolic link", "160000": "a submodule"}
# A stranger's objects are never run, replaced or fetched piece by piece.
_GIT = ("--no-replace-objects", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never")
_ENVIRONMENT = {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}


class Refused(Exception):
    """The contribution holds what is not read; the message says what and why."""


@dataclass(frozen=True)
class Entry:
    """One entry of a tree: its mode, its object, and its path from the root of the repository."""

    mode: str
    object: str
    path: str


@dataclass(frozen=True)
class Repository:
    """The object store that the contribution was fetched into."""

    folder: Path

    def git(self, *arguments: str) -> bytes:
        """The output of a git command.

        Raises:
            Refused: if git fails or takes too long.
        """
        command = [shutil.which("git") or "git", "-C", str(self.folder), *_GIT, *arguments]
        environment = {**os.environ, **_ENVIRONMENT}
        try:
            # The arguments are a verb and object names that matched a pattern; no shell.
            done = subprocess.run(command, env=environment, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
        except subprocess.TimeoutExpired:
            raise Refused(f"git {arguments[0]} took more than {SECONDS} seconds") from None
        if done.returncode:
            raise Refused(f"git {arguments[0]} failed: {done.stderr.decode(errors='replace').strip()[:500]}")
        return done.stdout

    def size(self, name: str) -> int:
        """The size of an object in bytes."""
        return int(self.git("cat-file", "-s", name))

    def commit(self, name: str) -> str:
        """The full name of a commit, given as hash or as hash with ``^1``."""
        if not re.fullmatch(r"[0-9a-f]{40}([0-9a-f]{24})?(\^1)?", name):
            raise Refused(f"{name!r} is no full hash of a commit")
        return self.git("rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}").decode().strip()

    def entries(self, tree: str, above: str = "", only: str | None = None) -> list[Entry]:
        """The entries of one tree, or only those of one name; not those of the trees below it.

        Raises:
            Refused: if the tree is too large, or a name in it is unsafe.
        """
        if self.size(tree) > MOST_TREE:
            raise Refused(f"the folder {above or '/'} has too many entries")
        listed = self.git("ls-tree", "-z", "--full-tree", tree).split(b"\0")[:-1]
        return [_entry(line, above) for line in listed if only is None or line.endswith(f"\t{only}".encode())]


def _entry(line: bytes, above: str) -> Entry:
    about, _, raw = line.partition(b"\t")
    mode, _, name = about.decode("ascii").split()
    return Entry(mode, name, f"{above}{_safe(raw)}")


def _safe(raw: bytes) -> str:
    """The name of a file or folder as text.

    Raises:
        Refused: if it is no plain name.
    """
    shown = ascii(raw.decode("utf-8", "backslashreplace")[:MOST_NAME])
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(f"the file name {shown} is not UTF-8") from None
    if name in ("", ".", "..") or name.lower() == ".git" or re.search(r'[/\\:*?"<>|]', name) or not name.isprintable():
        raise Refused(f"the file name {shown} is not safe; use letters, digits, hyphens and dots")
    if len(raw) > MOST_NAME:
        raise Refused(f"the file name {shown} is longer than {MOST_NAME} bytes")
    return name


def files(repository: Repository, commit: str) -> Iterator[Entry]:
    """All files of the data folder of a commit.

    Raises:
        Refused: for links, submodules, and more files or folders than anybody contributes.
    """
    top = repository.entries(f"{commit}^{{tree}}", only=FOLDER)
    folders, found, seen = list(top), 0, len(top)
    while folders:
        folder = folders.pop()
        if folder.mode != _TREE:
            raise Refused(f"{folder.path} is {_KINDS.get(folder.mode, 'a file')}, not a folder")
        if folder.path.count("/") >= MOST_DEPTH:
            raise Refused(f"{folder.path} is more than {MOST_DEPTH} folders deep")
        for entry in repository.entries(folder.object, f"{folder.path}/"):
            if entry.mode == _TREE:
                folders.append(entry)
                seen += 1
            elif entry.mode in _REGULAR:
                found += 1
                yield entry
            else:
                raise Refused(f"{entry.path} is {_KINDS.get(entry.mode, f'of mode {entry.mode}')}, not a plain file")
            if found > MOST_FILES or seen > MOST_FOLDERS:
                raise Refused(f"{FOLDER} has more than {MOST_FILES} files or {MOST_FOLDERS} folders")


def extract(repository: Repository, wanted: list[Entry], out: Path) -> None:
    """Write files into a folder.

    Raises:
        Refused: if one of them, or all together, are too large, or one is there already.
    """
    total = 0
    for entry in wanted:
        size = repository.size(entry.object)
        total += size
        if size > MOST_BYTES or total > MOST_TOTAL:
            most = f"a file may have {MOST_BYTES >> 20} MiB, all together {MOST_TOTAL >> 20} MiB"
            raise Refused(f"{entry.path} has {size:,} bytes; {most}")
    for entry in wanted:
        _write(out / entry.path, repository.git("cat-file", "blob", entry.object))


def _write(path: Path, content: bytes) -> None:
    """Write a new file that nobody can run; a name that a malformed tree holds twice is refused."""
    path.parent.mkdir(parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        with os.fdopen(os.open(path, flags, 0o644), "wb") as file:
            file.write(content)
    except FileExistsError:
        raise Refused(f"{path.name} is in its folder twice") from None


def take(repository: Repository, merge: str, out: Path) -> list[str]:
    """Write what was before and what is after the merge.

    Returns:
        What to tell people: files that are not looked at, and a descriptor that is not used.
    """
    merge = repository.commit(merge)
    base = repository.commit(f"{merge}^1")
    before, after = out / "before", out / "after"
    for side in (before, after):
        # Where a repository ends, the search for a configuration ends too.
        (side / ".git").mkdir(parents=True)
    old, new = list(files(repository, base)), list(files(repository, merge))
    ours = [entry for name in CONFIGURATIONS for entry in repository.entries(f"{base}^{{tree}}", only=name)]
    ours = [entry for entry in ours if entry.mode in _REGULAR]
    ours += [entry for entry in old if entry.path.count("/") == 1 and entry.path.endswith(_OURS)]
    extract(repository, [*old, *(entry for entry in ours if "/" not in entry.path)], before)
    descriptor = before / FOLDER / DESCRIPTOR
    if not descriptor.is_file():
        raise Refused(f"the base branch has no {FOLDER}/{DESCRIPTOR}")
    tables = {f"{FOLDER}/{path}" for path in _tables(descriptor)}
    extract(repository, [*ours, *(entry for entry in new if entry.path in tables)], after)
    known = {entry.path: entry.object for entry in old}
    return list(_notes([entry for entry in new if entry.path not in tables], known))


def _notes(left: list[Entry], known: dict[str, str]) -> Iterator[str]:
    for entry in left:
        if entry.path.endswith(_OURS):
            if known.get(entry.path) != entry.object:
                yield f"{entry.path} is not taken from a contribution; the check uses that of the base branch"
        elif entry.path not in known:
            yield f"{entry.path} is none of the tables, and was not checked"


def _tables(descriptor: Path) -> Iterator[str]:
    import json

    for resource in json.loads(descriptor.read_bytes())["resources"]:
        paths = resource.get("path", [])
        yield from [paths] if isinstance(paths, str) else paths


def _command(name: str, message: str) -> str:
    """A workflow command: every character that could end the message is escaped."""
    shown = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in message)
    return f"::{name} title=Contribution::{shown.replace('%', '%25')}\n"


def main() -> int:
    """Take the contribution; 0 when it can be checked, 1 when it is refused."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--repository", type=Path, default=Path())
    parser.add_argument("--merge", required=True, help="hash of the merge commit of the pull request")
    parser.add_argument("--out", type=Path, required=True, help="folder to make")
    given = parser.parse_args()
    try:
        notes = take(Repository(given.repository), given.merge, given.out)
    except Refused as refusal:
        sys.stdout.write(_command("error", f"{refusal}. The contribution was not checked."))
        shutil.rmtree(given.out, ignore_errors=True)
        return 1
    sys.stdout.writelines(_command("warning", note) for note in notes[:10])
    return 0


if __name__ == "__main__":
    sys.exit(main())
