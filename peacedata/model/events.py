"""The table of events."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from peacedata.model.codes import Confidence, EventStatus, EventType, Mode, Qualifier
from peacedata.model.dates import EdtfDate
from peacedata.model.fields import Clock, Count, EventRef, Line, PlaceRef, ProcessRef, Prose, Slug
from peacedata.model.links import Many, Maybe, One
from peacedata.model.record import Record

if TYPE_CHECKING:
    from peacedata.model.agenda import AgendaItem
    from peacedata.model.documents import Document
    from peacedata.model.outcomes import Outcome
    from peacedata.model.participations import Participation
    from peacedata.model.places import Place
    from peacedata.model.positions import Position
    from peacedata.model.processes import Process


class Event(Record):
    """One thing that happened, or was to happen, at one time between some of the actors."""

    table_name = "events"
    key_columns = ("event_id",)

    event_id: Slug = Field(description="Stable name of the event.", examples=["istanbul-2025-round-2"])
    process_id: ProcessRef = Field(description="The process that the event belongs to.", examples=["istanbul-2025"])
    event_type: EventType = Field(description="What kind of event it is, by its form.", examples=["talks"])
    status: EventStatus = Field(description="Whether it happened.", examples=["occurred"])
    title: Line = Field(description="A short neutral title.", examples=["Second round of direct talks in Istanbul"])
    date_start: EdtfDate = Field(
        description="The day it happened, or was to happen, in the local time of its place.", examples=["2025-06-02"]
    )
    time_start: Clock | None = Field(
        default=None, description="Local time at which it began, as HH:MM.", examples=["10:30"]
    )
    date_end: EdtfDate | None = Field(
        default=None, description="The last day of an event of more than one day.", examples=["2015-02-12"]
    )
    duration_minutes: Count | None = Field(
        default=None,
        description="How long it lasted, in minutes.",
        examples=["60"],
        json_schema_extra={"unit": "minutes"},
    )
    duration_qualifier: Qualifier | None = Field(
        default=None, description="How exact the duration is.", examples=["at_least"]
    )
    round_number: Count | None = Field(
        default=None, description="The number of the round within its process, as the parties count.", examples=["2"]
    )
    mode: Mode = Field(description="How the actors met or spoke.", examples=["in_person"])
    place_id: PlaceRef | None = Field(default=None, description="Where it happened.", examples=["istanbul"])
    venue: Line | None = Field(default=None, description="The building or site.", examples=["Çırağan Palace"])
    part_of: EventRef | None = Field(
        default=None, description="The event of which this one is a part.", examples=["riyadh-talks-2025-03"]
    )
    responds_to: EventRef | None = Field(
        default=None,
        description="The event that this one answers, such as the proposal that is refused.",
        examples=["putin-easter-truce-2025-04-19"],
    )
    confidence: Confidence = Field(description="How well the event is established.", examples=["high"])
    summary: Prose = Field(
        description="What happened, in one to three neutral sentences; what is disputed is attributed.",
        examples=[
            (
                "At Çırağan Palace the sides exchanged memoranda and agreed on exchanges of the seriously "
                "wounded, the ill and those aged 18 to 25 and on the transfer of 6,000 bodies. Ukraine handed "
                "over a list of children and asked for a leaders' meeting by the end of June. No ceasefire was "
                "agreed."
            )
        ],
    )

    process: ClassVar[One[Process]] = One("processes", "process_id")
    place: ClassVar[Maybe[Place]] = Maybe("places", "place_id")
    whole: ClassVar[Maybe[Event]] = Maybe("events", "part_of")
    parts: ClassVar[Many[Event]] = Many("events", "part_of")
    answers: ClassVar[Maybe[Event]] = Maybe("events", "responds_to")
    responses: ClassVar[Many[Event]] = Many("events", "responds_to")
    participations: ClassVar[Many[Participation]] = Many("participations", "event_id")
    agenda: ClassVar[Many[AgendaItem]] = Many("agenda", "event_id")
    positions: ClassVar[Many[Position]] = Many("positions", "event_id")
    outcomes: ClassVar[Many[Outcome]] = Many("outcomes", "event_id")
    documents: ClassVar[Many[Document]] = Many("documents", "event_id")
