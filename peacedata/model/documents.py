"""The table of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from peacedata.model.codes import DocumentStage, DocumentStatus, DocumentType
from peacedata.model.dates import EdtfDate
from peacedata.model.fields import DocumentRef, EventRef, Language, Line, Slug, Url
from peacedata.model.links import Many, Maybe, One
from peacedata.model.record import Record

if TYPE_CHECKING:
    from peacedata.model.events import Event
    from peacedata.model.outcomes import Outcome
    from peacedata.model.positions import Position
    from peacedata.model.signatures import Signature


class Document(Record):
    """One text of any standing: signed, adopted, handed over, or accepted by nobody."""

    table_name = "documents"
    key_columns = ("document_id",)

    document_id: Slug = Field(description="Stable name of the text.", examples=["minsk-protocol-2014"])
    event_id: EventRef = Field(
        description="The event at which it was made or handed over.", examples=["contact-group-minsk-2014-09-05"]
    )
    title: Line = Field(
        description="Title of the text, in English.",
        examples=["Protocol on the results of consultations of the Trilateral Contact Group (Minsk Protocol)"],
    )
    document_type: DocumentType = Field(description="What kind of text it is.", examples=["protocol"])
    stage: DocumentStage | None = Field(
        default=None,
        description="For agreements: the stage of the process, as PA-X codes it.",
        examples=["ceasefire_related"],
    )
    status: DocumentStatus = Field(description="The standing of the text.", examples=["multiparty_signed"])
    date_issued: EdtfDate | None = Field(default=None, description="The date of the text.", examples=["2014-09-05"])
    revises: DocumentRef | None = Field(
        default=None,
        description="The text that this one revises, extends or replaces.",
        examples=["minsk-protocol-2014"],
    )
    text_url: Url | None = Field(
        default=None,
        description="Where the text can be read.",
        examples=["https://www.auswaertiges-amt.de/de/newsroom/150413-ukraine-erklaerungvorsitz/270746"],
    )
    language: Language | None = Field(
        default=None, description="The language of the text at `text_url`, as a BCP 47 tag.", examples=["ru"]
    )

    event: ClassVar[One[Event]] = One("events", "event_id")
    revised: ClassVar[Maybe[Document]] = Maybe("documents", "revises")
    revisions: ClassVar[Many[Document]] = Many("documents", "revises")
    signatures: ClassVar[Many[Signature]] = Many("signatures", "document_id")
    positions: ClassVar[Many[Position]] = Many("positions", "document_id")
    outcomes: ClassVar[Many[Outcome]] = Many("outcomes", "document_id")
