"""Scratch repositories for the tests of CI, trees that git itself would refuse to write among them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

_WHO = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Somebody"), ("EMAIL", "somebody@example.org"), ("DATE", "2026-01-01T00:00:00Z"))
}
_ENVIRONMENT = {**_WHO, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}


def git(folder: Path, *arguments: str, content: bytes | None = None) -> str:
    """The output of a git command."""
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        input=content,
        env={**os.environ, **_ENVIRONMENT},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().strip()


def repository(folder: Path) -> Path:
    """A new, empty repository from which any commit may be fetched."""
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "config", "uploadpack.allowAnySHA1InWant", "true")
    return folder


def project_copy(root: Path, folder: Path) -> Path:
    """A repository with one commit that has the files of this project as they are now, tracked or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=True,
    )
    repository(folder)
    for name in listed.stdout.decode().split("\0"):
        if name and (root / name).is_file() and not name.startswith(("benchmarks/", "tests/")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, folder / name)
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "--message", "as it is")
    return folder


def blob(folder: Path, content: bytes) -> str:
    """The name of a new blob."""
    return git(folder, "hash-object", "-w", "--stdin", content=content)


def tree(folder: Path, *entries: tuple[str, bytes, str]) -> str:
    """The name of a new tree made of modes, names and objects, whatever git thinks of them."""
    raw = b"".join(f"{mode} ".encode() + name + b"\0" + bytes.fromhex(object_) for mode, name, object_ in entries)
    return git(folder, "hash-object", "-t", "tree", "-w", "--literally", "--stdin", content=raw)


def commit(folder: Path, tree_: str, *parents: str) -> str:
    """The name of a new commit."""
    options = [option for parent in parents for option in ("-p", parent)]
    return git(folder, "commit-tree", tree_, *options, "-m", "a commit")
