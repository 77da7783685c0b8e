"""The table of participations."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from peacedata.model.codes import Attendance, Rank, Role
from peacedata.model.fields import ActorRef, Count, EventRef, Line, YesNo
from peacedata.model.links import Maybe, One
from peacedata.model.record import Record

if TYPE_CHECKING:
    from peacedata.model.actors import Actor
    from peacedata.model.events import Event


class Participation(Record):
    """One actor's part in one event, whether it came or not."""

    table_name = "participations"
    key_columns = ("event_id", "actor_id", "role")

    event_id: EventRef = Field(description="The event.", examples=["istanbul-2025-round-2"])
    actor_id: ActorRef = Field(description="Who took part, was expected or was addressed.", examples=["rustem-umerov"])
    role: Role = Field(description="The part that the actor had.", examples=["party"])
    on_behalf_of: ActorRef | None = Field(
        default=None, description="The state or body for which a person acted.", examples=["ukraine"]
    )
    attendance: Attendance = Field(description="Whether the actor was there.", examples=["attended"])
    rank: Rank | None = Field(
        default=None, description="The level of the office that the person held on that day.", examples=["minister"]
    )
    title_at_time: Line | None = Field(
        default=None,
        description="The office that the person held on that day.",
        examples=["Minister of Defence of Ukraine"],
    )
    delegation_head: YesNo | None = Field(
        default=None, description="Whether the person led the delegation.", examples=["true"]
    )
    headcount: Count | None = Field(
        default=None,
        description="How many delegates a body or state sent.",
        examples=["14"],
        json_schema_extra={"unit": "persons"},
    )

    event: ClassVar[One[Event]] = One("events", "event_id")
    actor: ClassVar[One[Actor]] = One("actors", "actor_id")
    principal: ClassVar[Maybe[Actor]] = Maybe("actors", "on_behalf_of")
