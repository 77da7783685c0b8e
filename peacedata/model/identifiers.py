"""The table of identifiers, the crosswalk to other datasets."""

from __future__ import annotations

from pydantic import Field

from peacedata.model.codes import Match, Scheme
from peacedata.model.fields import ExternalId, Line, RecordName
from peacedata.model.record import Record
from peacedata.model.table_name import TableName


class Identifier(Record):
    """The name of one record in another dataset, and how well the two match."""

    table_name = "identifiers"
    key_columns = ("table", "record_id", "scheme", "value")

    table: TableName = Field(description="The table of the record.", examples=["actors"])
    record_id: RecordName = Field(description="The key of the record, parts joined with `/`.", examples=["ukraine"])
    scheme: Scheme = Field(description="The other dataset's kind of identifier.", examples=["ucdp_actor"])
    value: ExternalId = Field(description="The identifier there.", examples=["61"])
    scheme_version: Line | None = Field(
        default=None, description="The version of the other dataset.", examples=["25.1"]
    )
    match: Match = Field(
        description="How well the two records match; the word says what the other record is, seen from ours.",
        examples=["exact"],
    )
