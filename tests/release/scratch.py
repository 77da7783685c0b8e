"""Scratch git repositories that hold a small dataset."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from synthetic import ROWS, write_dataset

Rows = list[dict[str, str]]
CHANGELOG = """# Changelog

## [Unreleased]

### Added
- A line about the library.

## [0.1.0] - 2026-01-01

### Added
- All of it.
"""


def git(folder: Path, *arguments: str) -> str:
    """Run git as somebody who has no configuration."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    about = [
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.org",
        "-c",
        "commit.gpgsign=false",
        "-c",
        "tag.gpgsign=false",
    ]
    done = subprocess.run(["git", *about, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def commit(folder: Path, tag: str | None = None) -> None:
    """Commit everything that is there, and tag it."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "A change")
    if tag:
        git(folder, "tag", tag)


def project(folder: Path, **head: object) -> Path:
    """A repository with the synthetic dataset in ``datapackage``, committed."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch=main", ".")
    write_dataset(folder / "datapackage", ROWS, **{"name": "peacedata", **head})
    (folder / "LICENSE-DATA").write_text("Attribution, please.\n", "utf-8")
    commit(folder)
    return folder


def edit(folder: Path, table: str, change: Callable[[Rows], object]) -> None:
    """Change the rows of a table of the dataset in a repository."""
    path = folder / "datapackage" / "data" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns, rows = list(reader.fieldnames or ()), list(reader)
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def retitle(folder: Path) -> None:
    edit(folder, "events", lambda rows: rows[0].update(title="Another title"))


def add_source(folder: Path) -> None:
    new = {"source_id": "third-2026", "url": "https://example.org/third", "title": "What a third one says of it"}
    edit(folder, "sources", lambda rows: rows.append({**rows[0], **new, "publisher": "Third News"}))
    claim = {"claim_id": "talks-2024-third", "source_id": "third-2026"}
    edit(folder, "claims", lambda rows: rows.append({**rows[0], **claim}))
