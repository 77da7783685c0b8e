"""PD514: an order of issues with holes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event, Position


@rule(
    "PD514",
    Event,
    needs=("positions",),
    says="The order in which an actor wants issues settled does not count 1, 2, 3.",
    why="sequence_rank says what comes first for whom; a hole means that a row is missing or that a rank is wrong. Two "
    "issues may share a rank.",
    mend="Add the missing position, or number the ranks 1, 2, 3 without a hole.",
    related=("PD515", "PD506"),
    bad={
        "positions": [
            {"actor_id": "ukraine", "issue": "ceasefire", "sequence_rank": "1"},
            {"actor_id": "ukraine", "issue": "territory_status", "sequence_rank": "3"},
        ]
    },
    good={
        "positions": [
            {"actor_id": "ukraine", "issue": "ceasefire", "sequence_rank": "1"},
            {"actor_id": "ukraine", "issue": "territory_status", "sequence_rank": "2"},
        ]
    },
)
def rank_holes(event: Event, context: Context) -> Iterator[Problem]:
    """Per actor of the event."""
    ranked: dict[str, list[Position]] = defaultdict(list)
    for position in event.positions:
        if position.sequence_rank:
            ranked[position.actor_id].append(position)
    for actor, positions in ranked.items():
        ranks = {position.sequence_rank for position in positions}
        missing = set(range(1, len(ranks) + 1)) - ranks
        if missing:
            last = max(positions, key=lambda position: position.sequence_rank or 0)
            yield Problem(
                "sequence_rank", f"{actor} has rank {last.sequence_rank} but no rank {min(missing)}", record=last
            )
