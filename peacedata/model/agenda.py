"""The table of agenda items."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from peacedata.model.codes import AgendaTreatment, Issue
from peacedata.model.fields import EventRef, Line
from peacedata.model.links import One
from peacedata.model.record import Record

if TYPE_CHECKING:
    from peacedata.model.events import Event


class AgendaItem(Record):
    """One issue that was dealt with at one event."""

    table_name = "agenda"
    key_columns = ("event_id", "issue")

    event_id: EventRef = Field(description="The event.", examples=["istanbul-2025-round-2"])
    issue: Issue = Field(description="The issue.", examples=["prisoners"])
    treatment: AgendaTreatment = Field(description="What was done about it.", examples=["agreed"])
    detail: Line | None = Field(
        default=None,
        description="What exactly was dealt with.",
        examples=["Seriously wounded and ill, and those aged 18 to 25, all for all"],
    )

    event: ClassVar[One[Event]] = One("events", "event_id")
