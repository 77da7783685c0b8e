"""PD519: a country code that contradicts the record's country."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Actor, Identifier, Place
from peacedata.model.codes import ActorType, Match, Scheme


@rule(
    "PD519",
    Identifier,
    says="The ISO 3166 code of a state or place is not the country that its own row gives.",
    why="One of the two is wrong, and joins by country go two ways.",
    mend="Correct the identifier or the record's `country`; codes are ISO 3166-1 alpha-3.",
    related=("PD410", "PD435"),
    bad={
        "actors": [{"actor_id": "ukraine", "actor_type": "state", "country": "UKR"}],
        "identifiers": [{"table": "actors", "record_id": "ukraine", "scheme": "iso3166", "value": "RUS"}],
    },
    good={
        "actors": [{"actor_id": "ukraine", "actor_type": "state", "country": "UKR"}],
        "identifiers": [{"table": "actors", "record_id": "ukraine", "scheme": "iso3166", "value": "UKR"}],
    },
)
def country_of_another(row: Identifier, context: Context) -> Iterator[Problem]:
    """Exact matches of states and places."""
    if row.scheme is not Scheme.ISO3166 or row.match is not Match.EXACT:
        return
    table = context.dataset.table(row.table)
    if row.record_id not in table:
        return
    record = table[row.record_id]
    if isinstance(record, Actor) and record.actor_type is not ActorType.STATE:
        return
    if isinstance(record, Actor | Place) and record.country and record.country != row.value:
        yield Problem(
            "value", f"{row.value}, but country of {row.record_id} is {record.country}", "mend one of the two"
        )
