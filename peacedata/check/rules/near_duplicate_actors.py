"""PD526: one actor twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.likeness import alike
from peacedata.check.rule import Context, Problem, rule
from peacedata.dataset.dataset import Dataset
from peacedata.model import Actor

LEAST = 88


@rule(
    "PD526",
    Dataset,
    severity=Severity.WARNING,
    says="Two actors of one type have nearly the same name.",
    why="One person romanised in two ways is two persons to every count. Keep one id, write it everywhere, and give "
    "the other a row in retired.",
    mend="Keep one id, write it everywhere, and give the other a row in `retired`. If they are two, let their names "
    "or descriptions tell them apart.",
    related=("PD527", "PD517", "PD545"),
    bad={
        "actors": [
            {"actor_id": "vasily-nebenzya", "actor_type": "person", "name": "Vasily Nebenzya"},
            {"actor_id": "vassily-nebenzia", "actor_type": "person", "name": "Vassily Nebenzia"},
        ]
    },
    good={
        "actors": [
            {"actor_id": "vasily-nebenzya", "actor_type": "person", "name": "Vasily Nebenzya"},
            {"actor_id": "sergey-lavrov", "actor_type": "person", "name": "Sergey Lavrov"},
        ]
    },
)
def near_duplicate_actors(dataset: Dataset, context: Context) -> Iterator[Problem]:
    """By name; actors of two countries are two."""
    by_type: dict[str, list[tuple[str, Actor]]] = defaultdict(list)
    for actor in dataset.actors:
        by_type[actor.actor_type].append((actor.name, actor))
    for actors in by_type.values():
        for first, second in alike(actors, LEAST):
            if first.country and second.country and first.country is not second.country:
                continue
            yield Problem("name", f"{second.name!r} may be {first.key}, {first.name!r}", "keep one of the two", second)
