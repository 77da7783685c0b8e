"""The table of tombstones."""

from __future__ import annotations

from pydantic import Field

from peacedata.model.fields import Line, RecordName, Version
from peacedata.model.record import Record
from peacedata.model.table_name import TableName


class RetiredId(Record):
    """One id that was withdrawn and is never used again."""

    table_name = "retired"
    key_columns = ("table", "record_id")

    table: TableName = Field(description="The table that held the record.", examples=["events"])
    record_id: RecordName = Field(description="The key that was withdrawn.", examples=["istanbul-2025-second-round"])
    release: Version = Field(description="The first release without it.", examples=["2026.2"])
    reason: Line = Field(description="Why it was withdrawn.", examples=["Entered twice under two names"])
    replaced_by: RecordName | None = Field(
        default=None, description="The key of the record that stands in its place.", examples=["istanbul-2025-round-2"]
    )
