"""PD521: one office on two levels."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Actor, Participation
from peacedata.model.codes import ActorType


@rule(
    "PD521",
    Actor,
    severity=Severity.WARNING,
    needs=("participations",),
    says="A person's office has one rank at one event and another at another.",
    why="rank is the level of the office held; the same office of the same person has one level. Who counts meetings "
    "of ministers gets some of them only.",
    mend="Give the office the same `rank` in every row of the person; if it was raised or lowered, let "
    "`title_at_time` say so.",
    related=("PD520",),
    bad={
        "actors": [{"actor_id": "alexander-fomin", "actor_type": "person"}],
        "events": [{"event_id": "a"}, {"event_id": "b"}, {"event_id": "c"}],
        "participations": [
            {"event_id": "a", "actor_id": "alexander-fomin", "title_at_time": "Deputy Minister", "rank": "minister"},
            {"event_id": "b", "actor_id": "alexander-fomin", "title_at_time": "Deputy Minister", "rank": "military"},
            {"event_id": "c", "actor_id": "alexander-fomin", "title_at_time": "Deputy Minister", "rank": "military"},
        ],
    },
    good={
        "actors": [{"actor_id": "alexander-fomin", "actor_type": "person"}],
        "events": [{"event_id": "a"}, {"event_id": "b"}],
        "participations": [
            {"event_id": "a", "actor_id": "alexander-fomin", "title_at_time": "Deputy Minister", "rank": "military"},
            {"event_id": "b", "actor_id": "alexander-fomin", "title_at_time": "Deputy Minister", "rank": "military"},
        ],
    },
)
def title_with_two_ranks(actor: Actor, context: Context) -> Iterator[Problem]:
    """The rarer rank is reported, and of two equally rare ones that which comes later in the file."""
    if actor.actor_type is not ActorType.PERSON:
        return
    offices: dict[str, list[Participation]] = defaultdict(list)
    for row in actor.participations:
        if row.title_at_time and row.rank:
            offices[row.title_at_time].append(row)
    for title, rows in offices.items():
        usual, times = Counter(row.rank for row in rows).most_common(1)[0]
        for row in rows:
            if row.rank is not usual:
                found = f"{title!r} is {row.rank} here but {usual} at {times} event{'s' * (times > 1)}"
                yield Problem("rank", found, f"use {usual}, or mend the others", row)
