"""The table of outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from peacedata.model.codes import Issue, OutcomeStatus, OutcomeType, Qualifier, Unit
from peacedata.model.dates import EdtfDate
from peacedata.model.fields import ActorRef, DocumentRef, EventRef, OutcomeRef, Prose, Quantity, Slug
from peacedata.model.links import Many, Maybe, One
from peacedata.model.record import Record

if TYPE_CHECKING:
    from peacedata.model.actors import Actor
    from peacedata.model.documents import Document
    from peacedata.model.events import Event


class Outcome(Record):
    """One result of an event: a promise or decision of a meeting, or a delivery of an exchange."""

    table_name = "outcomes"
    key_columns = ("outcome_id",)

    outcome_id: Slug = Field(description="Stable name of the outcome.", examples=["istanbul-2025-round-2-remains"])
    event_id: EventRef = Field(description="The event that it came of.", examples=["istanbul-2025-round-2"])
    outcome_type: OutcomeType = Field(description="What kind of result it is.", examples=["exchange_agreed"])
    issue: Issue = Field(description="The issue that it is about.", examples=["remains"])
    status: OutcomeStatus = Field(description="How far it was carried out.", examples=["implemented"])
    beneficiary_id: ActorRef | None = Field(default=None, description="Who receives.", examples=["ukraine"])
    quantity: Quantity | None = Field(
        default=None,
        description="How many or how much.",
        examples=["6000"],
        json_schema_extra={"unit": "as the column `unit` says"},
    )
    quantity_qualifier: Qualifier | None = Field(
        default=None, description="How exact the quantity is.", examples=["exact"]
    )
    unit: Unit | None = Field(default=None, description="What is counted.", examples=["bodies"])
    date_start: EdtfDate | None = Field(default=None, description="From when it is in force.", examples=["2020-07-27"])
    date_end: EdtfDate | None = Field(default=None, description="Until when it is in force.", examples=["2022-05-03"])
    document_id: DocumentRef | None = Field(
        default=None, description="The text that holds it.", examples=["istanbul-communique-2022"]
    )
    fulfils: OutcomeRef | None = Field(
        default=None,
        description="The promise that this delivery carries out.",
        examples=["istanbul-2025-round-2-remains"],
    )
    part_of: OutcomeRef | None = Field(
        default=None,
        description="The outcome in which this one is contained; it is never added to totals.",
        examples=["azovstal-evacuation-2022-05-05-civilians"],
    )
    description: Prose = Field(
        description="What was promised, decided or delivered.",
        examples=["Ukraine proposed a meeting of the presidents by the end of June; none was agreed."],
    )

    event: ClassVar[One[Event]] = One("events", "event_id")
    beneficiary: ClassVar[Maybe[Actor]] = Maybe("actors", "beneficiary_id")
    document: ClassVar[Maybe[Document]] = Maybe("documents", "document_id")
    promise: ClassVar[Maybe[Outcome]] = Maybe("outcomes", "fulfils")
    deliveries: ClassVar[Many[Outcome]] = Many("outcomes", "fulfils")
    whole: ClassVar[Maybe[Outcome]] = Maybe("outcomes", "part_of")
    parts: ClassVar[Many[Outcome]] = Many("outcomes", "part_of")
