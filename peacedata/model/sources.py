"""The table of sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from peacedata.model.codes import SourceType
from peacedata.model.dates import EdtfDate
from peacedata.model.fields import ActorRef, Language, Line, Slug, Url
from peacedata.model.links import Many, Maybe
from peacedata.model.record import Record

if TYPE_CHECKING:
    from peacedata.model.actors import Actor
    from peacedata.model.claims import Claim


class Source(Record):
    """One public page that supports what the dataset says."""

    table_name = "sources"
    key_columns = ("source_id",)

    source_id: Slug = Field(description="Stable name of the source.", examples=["reuters-2014-06-06-normandy"])
    publisher: Line = Field(description="Who published it.", examples=["Reuters"])
    title: Line = Field(
        description="Its headline or title.",
        examples=[
            (
                "Press Statement of Special Representative of OSCE Chairperson-in-Office Sajdik after meeting of"
                " Trilateral Contact Group"
            )
        ],
    )
    url: Url = Field(description="Its address.", examples=["https://osce.org/chairmanship/336341"])
    archive_url: Url | None = Field(
        default=None,
        description="The address of an archived copy.",
        examples=["https://web.archive.org/web/20140912/https://www.osce.org/home/123257"],
    )
    date_published: EdtfDate | None = Field(default=None, description="When it was published.", examples=["2025-06-02"])
    date_accessed: EdtfDate = Field(description="When it was read for this dataset.", examples=["2026-11-22"])
    language: Language = Field(description="Its language, as a BCP 47 tag.", examples=["en"])
    source_type: SourceType = Field(description="What kind of source it is.", examples=["news_agency"])
    aligned_actor_id: ActorRef | None = Field(
        default=None,
        description="The party whose account the source gives; empty for independent sources.",
        examples=["ukraine"],
    )

    aligned_actor: ClassVar[Maybe[Actor]] = Maybe("actors", "aligned_actor_id")
    statements: ClassVar[Many[Claim]] = Many("claims", "source_id")
