"""PD517: one thing elsewhere that two of our records claim to be."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Identifier
from peacedata.model.codes import Match


@rule(
    "PD517",
    Identifier,
    says="Two records of one table claim to be the very same thing of another dataset.",
    why="Then the two records are one, or one of them is only broader, narrower or related. Joined by it, every row of "
    "the other dataset is counted twice.",
    mend="Merge the two records, or set `match` of one of them to `broader`, `narrower` or `related`.",
    related=("PD518", "PD526"),
    bad={
        "identifiers": [
            {"table": "actors", "record_id": "ukraine", "scheme": "gw", "value": "369"},
            {"table": "actors", "record_id": "verkhovna-rada", "scheme": "gw", "value": "369"},
        ]
    },
    good={
        "identifiers": [
            {"table": "actors", "record_id": "ukraine", "scheme": "gw", "value": "369"},
            {"table": "actors", "record_id": "verkhovna-rada", "scheme": "gw", "value": "369", "match": "broader"},
        ]
    },
)
def one_identifier_twice(row: Identifier, context: Context) -> Iterator[Problem]:
    """A country code may name the state and its territory, which stand in two tables."""
    if row.match is not Match.EXACT:
        return
    first = context.shared(_first_claimant)[row.table, row.scheme, row.value]
    if first != row.record_id:
        yield Problem("match", f"{first} is {row.scheme.label} {row.value} too", "say how well each of the two matches")


def _first_claimant(context: Context) -> dict[tuple[str, str, str], str]:
    claimed: dict[tuple[str, str, str], str] = {}
    for row in context.dataset.identifiers:
        if row.match is Match.EXACT:
            claimed.setdefault((row.table, row.scheme, row.value), row.record_id)
    return claimed
