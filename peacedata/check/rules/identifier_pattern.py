"""PD433: an identifier that is not written as its scheme writes them."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.check.schemes import FLOAT, FORMS
from peacedata.model import Identifier


@rule(
    "PD433",
    Identifier,
    says="An identifier is not written as its scheme writes identifiers.",
    why="Joins compare identifiers letter by letter: '007' is not '7', 'q212' is not 'Q212', and 'UA' is another "
    "standard's Ukraine.",
    mend="Write the identifier as the other dataset does: numbers without leading zeros, Wikidata with a capital Q, "
    "countries as three capitals.",
    related=("PD434", "PD435", "PD516"),
    bad={"identifiers": [{"scheme": "wikidata", "value": "212"}]},
    good={"identifiers": [{"scheme": "wikidata", "value": "Q212"}]},
)
def identifier_pattern(row: Identifier, context: Context) -> Iterator[Problem]:
    """Numbers written as fractions are another rule's."""
    form = FORMS[row.scheme]
    if not form.pattern.fullmatch(row.value) and not FLOAT.fullmatch(row.value):
        yield Problem("value", f"{row.value!r} is no {row.scheme.label} identifier: expected {form.says}")
