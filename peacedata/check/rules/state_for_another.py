"""PD407: a state or body that acts for another."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Participation, Signature
from peacedata.model.codes import ActorType


@rule(
    "PD407",
    Participation,
    Signature,
    says="A state acts on behalf of another actor, or an actor acts on behalf of itself.",
    why="on_behalf_of says for which state or body a person acted. A state stands for itself, and nobody needs to be "
    "said to act for themselves.",
    mend="Empty `on_behalf_of` in the row of a state or body. If a person did it, name the person in `actor_id`.",
    related=("PD406", "PD421"),
    bad={
        "actors": [{"actor_id": "belarus", "actor_type": "state"}, {"actor_id": "russia", "actor_type": "state"}],
        "participations": [{"actor_id": "belarus", "on_behalf_of": "russia"}],
    },
    good={
        "actors": [{"actor_id": "belarus", "actor_type": "state"}],
        "participations": [{"actor_id": "belarus", "on_behalf_of": ""}],
    },
)
def state_for_another(record: Participation | Signature, context: Context) -> Iterator[Problem]:
    """States, and any actor that names itself."""
    if record.on_behalf_of is None:
        return
    if record.on_behalf_of == record.actor_id:
        yield Problem("on_behalf_of", f"{record.actor_id} acts on behalf of itself", "empty on_behalf_of")
    elif record.actor.actor_type is ActorType.STATE:
        yield Problem("on_behalf_of", f"{record.actor_id} is a state but acts for {record.on_behalf_of}")
