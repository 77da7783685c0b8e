"""The table of peace processes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from peacedata.model.codes import ProcessFormat, ProcessStatus
from peacedata.model.dates import EdtfDate
from peacedata.model.fields import Line, ProcessRef, Prose, Slug
from peacedata.model.links import Many, Maybe
from peacedata.model.record import Record

if TYPE_CHECKING:
    from peacedata.model.events import Event


class Process(Record):
    """One peace process or negotiation format, with what was collected of it and what was left out."""

    table_name = "processes"
    key_columns = ("process_id",)

    process_id: Slug = Field(description="Stable name of the process.", examples=["normandy-format"])
    name: Line = Field(description="Name of the process as it is commonly called.", examples=["Normandy Format"])
    parent_process_id: ProcessRef | None = Field(
        default=None, description="The wider process that this one is part of.", examples=["ukraine-russia"]
    )
    format: ProcessFormat = Field(description="How the parties are brought together.", examples=["contact_group"])
    status: ProcessStatus = Field(
        description="Whether the process is under way, as of `status_as_of`.", examples=["stalled"]
    )
    status_as_of: EdtfDate = Field(description="The date on which `status` was true.", examples=["2025-07-31"])
    date_start: EdtfDate = Field(description="When the process began.", examples=["2014-06-06"])
    date_end: EdtfDate | None = Field(
        default=None,
        description="When it ended; empty while it lasts or where its end is unknown.",
        examples=["2022-02"],
    )
    coverage_start: EdtfDate = Field(
        description="The first date from which events of this process were collected.", examples=["2014-06-06"]
    )
    coverage_end: EdtfDate = Field(
        description="The last date to which events of this process were collected.", examples=["2022-02-23"]
    )
    coverage_note: Prose = Field(
        description="What was collected within those dates and what was left out.",
        examples=[
            (
                "All summits of the leaders, most meetings of ministers and advisers, and the calls of leaders "
                "that mattered for the Minsk agreements. Other calls, and working meetings of advisers that left"
                " no public trace, are left out."
            )
        ],
    )
    description: Prose = Field(
        description="What the process is, who takes part and what it is about.",
        examples=[
            (
                "France and Germany mediate between Ukraine and Russia, from a meeting at the D-Day anniversary "
                "of 2014 to the meetings of advisers of early 2022."
            )
        ],
    )

    parent: ClassVar[Maybe[Process]] = Maybe("processes", "parent_process_id")
    parts: ClassVar[Many[Process]] = Many("processes", "parent_process_id")
    events: ClassVar[Many[Event]] = Many("events", "process_id")
