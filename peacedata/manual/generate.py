"""All generated pages at once, and how what is on disk differs from them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

import click

from peacedata.manual.cli_reference import cli_page
from peacedata.manual.index import MARK, index_page
from peacedata.manual.report_page import report_pages
from peacedata.manual.rule_pages import FOLDER as RULES
from peacedata.manual.rule_pages import rule_pages
from peacedata.schema.codebook import FOLDER as CODEBOOK
from peacedata.schema.codebook import codebook_pages


def generated(commands: click.Group, folder: Path) -> dict[str, str]:
    """The text of every generated file, by its path below the folder of the manual.

    Args:
        commands: the command line, which is described.
        folder: the manual's folder; pages that were written by hand and lie there are listed in the index.
    """
    pages = dict((*rule_pages(), *codebook_pages(), cli_page(commands), *report_pages()))
    pages |= [index_page(pages, folder)]
    return {path: MARK + text if path.endswith(".md") else text for path, text in pages.items()}


def write(commands: click.Group, folder: Path) -> list[str]:
    """Write the files that differ, and delete generated pages of what is no more; returns their paths."""
    pages = generated(commands, folder)
    changed = [path for path, text in pages.items() if _on_disk(folder / path) != text.encode()]
    for path in changed:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f".{target.name}.partial")
        partial.write_bytes(pages[path].encode())
        partial.replace(target)
    stale = sorted(_stale(pages, folder))
    for path in stale:
        (folder / path).unlink()
    return changed + [f"{path} (deleted)" for path in stale]


def drift(commands: click.Group, folder: Path) -> str:
    """A unified diff from what is on disk to what would be generated; empty when they agree."""
    pages = generated(commands, folder)
    lines: list[str] = []
    for path, text in pages.items():
        old = _on_disk(folder / path)
        if old != text.encode():
            before = old.decode("utf-8", "backslashreplace").splitlines(True)
            lines += difflib.unified_diff(before, text.splitlines(True), f"on disk/{path}", f"generated/{path}")
    lines += [f"on disk/{path}: nothing generates this page any more\n" for path in sorted(_stale(pages, folder))]
    return "".join(lines)


def _stale(pages: dict[str, str], folder: Path) -> Iterator[str]:
    """Pages that were generated once and are no more; what people wrote is never among them."""
    for place in ("", RULES, CODEBOOK):
        for path in (folder / place).glob("*.md"):
            name = f"{place}/{path.name}".lstrip("/")
            if name not in pages and _on_disk(path).startswith(MARK.encode()):
                yield name


def _on_disk(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
