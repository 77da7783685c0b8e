"""The table of claims, which carries provenance."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from peacedata.model.codes import ClaimStance
from peacedata.model.dates import EdtfDate
from peacedata.model.fields import ActorRef, ColumnName, Line, Quote, RecordName, Slug, SourceRef
from peacedata.model.links import Maybe, One
from peacedata.model.record import Record
from peacedata.model.table_name import TableName

if TYPE_CHECKING:
    from peacedata.model.actors import Actor
    from peacedata.model.sources import Source


class Claim(Record):
    """What one source says of one record or of one of its fields."""

    table_name = "claims"
    key_columns = ("claim_id",)

    claim_id: Slug = Field(
        description="Stable name of the claim.",
        examples=["istanbul-2025-round-2-hurriyet-2025-06-03-erdogan-duration-minutes"],
    )
    table: TableName = Field(description="The table of the record that the claim is about.", examples=["events"])
    record_id: RecordName = Field(
        description="The key of that record, parts joined with `/`.", examples=["istanbul-2025-round-2"]
    )
    field: ColumnName | None = Field(
        default=None,
        description="The column that the claim is about; empty where it is about the whole record.",
        examples=["duration_minutes"],
    )
    source_id: SourceRef = Field(description="The source.", examples=["hurriyet-2025-06-03-erdogan"])
    stance: ClaimStance = Field(
        description="Whether the source supports, contradicts or qualifies the record.", examples=["supports"]
    )
    value: Line | None = Field(
        default=None,
        description="The value that the source gives for the field, written as the column writes values.",
        examples=["60"],
    )
    as_of: EdtfDate | None = Field(
        default=None, description="The date for which the source says it.", examples=["2022-04-30"]
    )
    speaker_id: ActorRef | None = Field(default=None, description="Whom the source quotes.", examples=["rustem-umerov"])
    quote: Quote | None = Field(
        default=None,
        description="The words of the source, at most 300 characters.",
        examples=[
            (
                "across all stages of the recent Istanbul agreements, we have managed to bring back more than "
                "1,000 of our people"
            )
        ],
    )

    source: ClassVar[One[Source]] = One("sources", "source_id")
    speaker: ClassVar[Maybe[Actor]] = Maybe("actors", "speaker_id")
