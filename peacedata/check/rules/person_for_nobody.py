"""PD406: a person who acts for nobody."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Participation
from peacedata.model.codes import ActorType


@rule(
    "PD406",
    Participation,
    says="A person takes part without it being said for whom.",
    why="Parties are counted by on_behalf_of. A person without one is counted as a party of their own. "
    "A signature may lack it: some signed without a title.",
    mend="Write the state or body into `on_behalf_of`; for somebody who acted for nobody else, take another role "
    "than a party's, or enter the body that they spoke for.",
    related=("PD407", "PD538"),
    bad={
        "actors": [{"actor_id": "rustem-umerov", "actor_type": "person"}],
        "participations": [{"actor_id": "rustem-umerov", "on_behalf_of": ""}],
    },
    good={
        "actors": [
            {"actor_id": "rustem-umerov", "actor_type": "person"},
            {"actor_id": "ukraine", "actor_type": "state"},
        ],
        "participations": [{"actor_id": "rustem-umerov", "on_behalf_of": "ukraine"}],
    },
)
def person_for_nobody(row: Participation, context: Context) -> Iterator[Problem]:
    """Persons only; states and bodies act for themselves."""
    if row.actor.actor_type is ActorType.PERSON and row.on_behalf_of is None:
        yield Problem("on_behalf_of", f"{row.actor_id} is a person but acts for nobody", "name the state or body")
