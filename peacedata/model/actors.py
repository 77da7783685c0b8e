"""The table of actors."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from peacedata.model.codes import ActorType, Gender
from peacedata.model.countries import Country
from peacedata.model.fields import ActorRef, Line, Slug
from peacedata.model.links import Many, Maybe
from peacedata.model.record import Record

if TYPE_CHECKING:
    from peacedata.model.participations import Participation
    from peacedata.model.positions import Position
    from peacedata.model.signatures import Signature


class Actor(Record):
    """A person in a public role, a state, or a body that takes part."""

    table_name = "actors"
    key_columns = ("actor_id",)

    actor_id: Slug = Field(description="Stable name of the actor.", examples=["volodymyr-zelenskyy"])
    name: Line = Field(
        description="Name in the Latin script, as the actor's own state romanises it.", examples=["Volodymyr Zelenskyy"]
    )
    name_native: Line | None = Field(
        default=None, description="Name in the actor's own language and script.", examples=["Володимир Зеленський"]
    )
    actor_type: ActorType = Field(description="What kind of actor it is.", examples=["person"])
    country: Country | None = Field(
        default=None,
        description="The state of a person or body; for an authority that holds part of a state, that state.",
        examples=["UKR"],
    )
    parent_actor_id: ActorRef | None = Field(
        default=None,
        description="The body or state that a body belongs to; never used for persons.",
        examples=["united-nations"],
    )
    gender: Gender | None = Field(
        default=None, description="Gender of a person as stated in public.", examples=["male"]
    )
    description: Line | None = Field(
        default=None, description="The public role, in one phrase.", examples=["President of Ukraine since 2019"]
    )

    parent: ClassVar[Maybe[Actor]] = Maybe("actors", "parent_actor_id")
    bodies: ClassVar[Many[Actor]] = Many("actors", "parent_actor_id")
    participations: ClassVar[Many[Participation]] = Many("participations", "actor_id")
    positions: ClassVar[Many[Position]] = Many("positions", "actor_id")
    signatures: ClassVar[Many[Signature]] = Many("signatures", "actor_id")
