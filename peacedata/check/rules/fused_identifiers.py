"""PD516: two identifiers in one number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.check.schemes import FORMS, halves
from peacedata.model import Identifier
from peacedata.model.codes import Scheme


@rule(
    "PD516",
    Identifier,
    says="An identifier is two identifiers run together, such as 169170 for 169 and 170.",
    why="A list of two was pasted into one cell and its separator was lost. It joins with nothing; give each its row.",
    mend="Split it into two rows, one for each identifier.",
    related=("PD433", "PD435"),
    bad={"identifiers": [{"scheme": "pax_process", "value": "169170"}]},
    good={
        "identifiers": [
            {"scheme": "pax_process", "value": "169", "match": "narrower"},
            {"scheme": "pax_process", "value": "170", "match": "narrower"},
        ]
    },
)
def fused_identifiers(row: Identifier, context: Context) -> Iterator[Problem]:
    """Halves that follow each other, or two identifiers of other rows, of three digits at least."""
    if not FORMS[row.scheme].short or len(row.value) < 6:
        return
    known = context.shared(_by_scheme)[row.scheme]
    splits = ((row.value[:at], row.value[at:]) for at in range(3, len(row.value) - 2))
    parts = halves(row.value) or next((pair for pair in splits if known.issuperset(pair)), None)
    if parts:
        yield Problem("value", f"{row.value} is {parts[0]} and {parts[1]} in one", "give each a row of its own")


def _by_scheme(context: Context) -> dict[Scheme, set[str]]:
    known: dict[Scheme, set[str]] = defaultdict(set)
    for row in context.dataset.identifiers:
        known[row.scheme].add(row.value)
    return known
