"""Markdown as this project writes its generated pages: plain tables and links that every Git host renders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#])")
_SPAN = re.compile(r"(`[^`]+`)")


def prose(text: str) -> str:
    """Text of ours, in which code spans stay and everything else that Markdown would obey is escaped."""
    parts = _SPAN.split(" ".join(text.split()))
    return "".join(_pipes(part) if _SPAN.fullmatch(part) else _escaped(part) for part in parts)


def code(text: object) -> str:
    """A code span that may stand in a table; the empty text stays empty.

    Backticks are met with more of them, as CommonMark asks; a bar is escaped, as the tables of GitHub ask.
    """
    written = str(text)
    if not written:
        return ""
    fence = "`" * (max((len(run) for run in re.findall("`+", written)), default=0) + 1)
    pad = " " if written.startswith("`") or written.endswith("`") else ""
    return f"{fence}{pad}{_pipes(written)}{pad}{fence}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cell or " " for cell in line) + " |\n" for line in lines)


def fenced(text: str, language: str = "") -> str:
    """A block of code, whatever it holds."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}{language}\n{text}{'' if text.endswith(chr(10)) else chr(10)}{fence}\n"


def link(text: str, target: str) -> str:
    """A link whose text is Markdown already."""
    return f"[{text}]({target})"


def page(*blocks: str) -> str:
    """Blocks with a blank line between them, and one line end after the last."""
    return "\n\n".join(block.strip("\n") for block in blocks if block) + "\n"


def anchor(heading: str) -> str:
    """The name under which Git hosts let a heading be linked: as GitHub and GitLab make it."""
    bare = re.sub(r"[`*\\]", "", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", bare).replace(" ", "-")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _pipes(text: str) -> str:
    return text.replace("|", "\\|")
