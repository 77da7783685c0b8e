"""The generated table of code lists."""

from __future__ import annotations

from pydantic import Field

from peacedata.model.fields import CodeText, ColumnName, Line
from peacedata.model.record import Record


class CodeEntry(Record):
    """One code of one list, with its meaning, for readers without this library."""

    table_name = "codes"
    key_columns = ("list", "code")

    list: ColumnName = Field(description="The code list.", examples=["event_type"])
    code: CodeText = Field(description="The code.", examples=["talks"])
    label: Line = Field(description="What to print for it.", examples=["Talks"])
    definition: Line = Field(
        description="What it means, in one sentence.",
        examples=["Delegations of two or more parties negotiate with each other."],
    )
    maps_to: Line | None = Field(
        default=None,
        description="Its equivalent in another scheme, as `cameo:`, `plover:` or `pax:` and the code there.",
        examples=["pax:Cea"],
    )
