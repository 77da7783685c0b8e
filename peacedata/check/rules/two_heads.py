"""PD507: a delegation with two heads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event, Participation


@rule(
    "PD507",
    Event,
    says="Two persons head the same delegation at one event.",
    why="Exactly one person leads; the second is a leftover of an announced list or of another round.",
    mend="Keep `delegation_head` true for the one whom reports after the meeting name, and set the other to false.",
    related=("PD520",),
    bad={
        "actors": [
            {"actor_id": "ukraine", "actor_type": "state"},
            {"actor_id": "rustem-umerov"},
            {"actor_id": "sergiy-kyslytsya"},
        ],
        "participations": [
            {"actor_id": "rustem-umerov", "on_behalf_of": "ukraine", "delegation_head": "true"},
            {"actor_id": "sergiy-kyslytsya", "on_behalf_of": "ukraine", "delegation_head": "true"},
        ],
    },
    good={
        "actors": [
            {"actor_id": "ukraine", "actor_type": "state"},
            {"actor_id": "rustem-umerov"},
            {"actor_id": "sergiy-kyslytsya"},
        ],
        "participations": [
            {"actor_id": "rustem-umerov", "on_behalf_of": "ukraine", "delegation_head": "true"},
            {"actor_id": "sergiy-kyslytsya", "on_behalf_of": "ukraine", "delegation_head": "false"},
        ],
    },
)
def two_heads(event: Event, context: Context) -> Iterator[Problem]:
    """By the state or body that the delegation stands for."""
    heads: dict[str, list[Participation]] = defaultdict(list)
    for row in event.participations:
        if row.delegation_head and row.on_behalf_of:
            heads[row.on_behalf_of].append(row)
    for principal, rows in heads.items():
        first = rows[0].actor_id
        for row in rows[1:]:
            if row.actor_id != first:
                yield Problem("delegation_head", f"{first} heads the delegation of {principal} already", record=row)
