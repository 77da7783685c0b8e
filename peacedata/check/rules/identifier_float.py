"""PD434: an identifier that a program took for a measure."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.check.schemes import FLOAT
from peacedata.model import Identifier


@rule(
    "PD434",
    Identifier,
    says="An identifier is a number with a fraction, such as 369.0.",
    why="A program read the column as numbers, and empty cells made them fractional. It joins with nothing.",
    mend="Delete the fraction: `369`, not `369.0`. Read such columns as text where they come from.",
    related=("PD433", "PD516"),
    bad={"identifiers": [{"scheme": "gw", "value": "369.0"}]},
    good={"identifiers": [{"scheme": "gw", "value": "369"}]},
)
def identifier_float(row: Identifier, context: Context) -> Iterator[Problem]:
    """In every scheme: none has a point in its identifiers."""
    found = FLOAT.fullmatch(row.value)
    if found:
        yield Problem("value", f"{row.value} is a fraction", f"write {found[1]}")
