"""PD702: a person with no public role."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Actor
from peacedata.model.codes import ActorType


@rule(
    "PD702",
    Actor,
    needs=("participations",),
    says="A person has no public office or role in any row.",
    why="Do no harm: persons are named only in a public role. Prisoners, detainees, victims and children appear only "
    "as counts. Say the role in description or in title_at_time, or take the person out.",
    mend="Say the public office in `description` or `title_at_time`. If there is none, take the person out and give "
    "a count instead.",
    related=("PD701", "PD529"),
    bad={"actors": [{"actor_id": "released-soldier", "actor_type": "person", "description": ""}]},
    good={
        "actors": [
            {"actor_id": "rustem-umerov", "actor_type": "person", "description": "Minister of Defence of Ukraine"}
        ]
    },
)
def person_without_office(actor: Actor, context: Context) -> Iterator[Problem]:
    """A description, or a title or rank at any event."""
    if actor.actor_type is not ActorType.PERSON or actor.description:
        return
    if not any(row.title_at_time or row.rank for row in actor.participations):
        yield Problem("description", "no row says what public role the person has", "say it, or take the person out")
