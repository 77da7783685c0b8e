"""PD421: what only a person can have, on a state or body, or the other way round."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Actor, Participation
from peacedata.model.codes import ActorType

OF_PERSONS = {Actor: ("gender",), Participation: ("rank", "title_at_time", "delegation_head")}
OF_BODIES = {Actor: ("parent_actor_id",), Participation: ("headcount",)}


@rule(
    "PD421",
    Actor,
    Participation,
    says="A state or body has a gender, rank or title or leads a delegation, or a person has a parent or a headcount.",
    why="Name the person with on_behalf_of; a state or body stands alone only where nobody is named. For whom a person "
    "acts is said at each event, since offices change.",
    mend="Move rank, title and head of delegation to a row of the person with `on_behalf_of`. Empty `gender` of a "
    "state or body, and `parent_actor_id` and `headcount` of a person.",
    related=("PD406", "PD407"),
    bad={
        "actors": [{"actor_id": "ukraine", "actor_type": "state"}],
        "participations": [{"actor_id": "ukraine", "on_behalf_of": "", "rank": "head_of_state"}],
    },
    good={
        "actors": [
            {"actor_id": "ukraine", "actor_type": "state"},
            {"actor_id": "petro-poroshenko", "actor_type": "person"},
        ],
        "participations": [{"actor_id": "petro-poroshenko", "on_behalf_of": "ukraine", "rank": "head_of_state"}],
    },
)
def attribute_of_another_kind(record: Actor | Participation, context: Context) -> Iterator[Problem]:
    """By the type of the actor."""
    actor = record if isinstance(record, Actor) else record.actor
    person = actor.actor_type is ActorType.PERSON
    for column in (OF_BODIES if person else OF_PERSONS)[type(record)]:
        if getattr(record, column) is not None:
            kind = "a person" if person else f"of type {actor.actor_type}"
            yield Problem(column, f"{column} is filled but {actor.actor_id} is {kind}", f"empty {column}")
