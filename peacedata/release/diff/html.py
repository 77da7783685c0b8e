"""A comparison as one HTML page that needs nothing else and runs nothing."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from itertools import islice
from typing import TextIO

from peacedata import __version__
from peacedata.check.shorten import shorten
from peacedata.release.diff.change_class import ChangeClass
from peacedata.release.diff.package import PackageDiff
from peacedata.release.diff.summary import columns, counts, headline, key_text, sentence
from peacedata.report.escape import printable

LIMIT = 500
_LONGEST = 2000
_MARKS = {ChangeClass.BREAKING: "error", ChangeClass.CORRECTIVE: "warning"}


def write(diff: PackageDiff, stream: TextIO, limit: int = LIMIT) -> None:
    """Write one page: the reasons, the tables with their counts, and the rows of each with old and new cells.

    The page loads nothing and has no script; its policy lets only its own style have any effect.

    Args:
        diff: the comparison.
        stream: where to write.
        limit: rows of each kind that are listed for a table; all are counted. 0 lists all.
    """
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    style = _resource("report/page", "report.css") + _resource("release/diff/page", "diff.css")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters["shown"] = lambda text: printable(shorten(str(text), _LONGEST), keep="\n")
    environment.filters["number"] = lambda number: f"{number:,}"
    page = environment.from_string(_resource("release/diff/page", "diff.html.jinja")).generate(
        policy=f"default-src 'none'; style-src 'sha256-{_digest(style)}'; base-uri 'none'; form-action 'none'",
        style=Markup(style),  # noqa: S704  # our own file
        mark=_MARKS.get(diff.change_class, "good") if diff.change_class else "good",
        headline=headline(diff),
        diff=diff,
        tables=[(table, counts(table), sentence(table), columns(table)) for table in diff.changed_tables],
        some=lambda rows: list(islice(rows, limit or None)),
        key_text=key_text,
        limit=limit or None,
        version=__version__,
    )
    for part in page:
        stream.write(part)


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def _resource(folder: str, name: str) -> str:
    return files("peacedata").joinpath(*folder.split("/"), name).read_text(encoding="utf-8")
