"""The table of signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from peacedata.model.codes import SignatureForm
from peacedata.model.dates import EdtfDate
from peacedata.model.fields import ActorRef, DocumentRef
from peacedata.model.links import Maybe, One
from peacedata.model.record import Record

if TYPE_CHECKING:
    from peacedata.model.actors import Actor
    from peacedata.model.documents import Document


class Signature(Record):
    """One actor's assent to one text, in whatever form it was given."""

    table_name = "signatures"
    key_columns = ("document_id", "actor_id")

    document_id: DocumentRef = Field(description="The text.", examples=["minsk-protocol-2014"])
    actor_id: ActorRef = Field(
        description="Who signed, initialled, accepted, witnessed, acceded or declined.", examples=["heidi-tagliavini"]
    )
    form: SignatureForm = Field(description="How.", examples=["signed"])
    on_behalf_of: ActorRef | None = Field(
        default=None, description="The state or body for which it was done.", examples=["osce"]
    )
    date: EdtfDate | None = Field(default=None, description="When.", examples=["2014-09-05"])
    date_withdrawn: EdtfDate | None = Field(default=None, description="When it was withdrawn.", examples=["2024-06"])

    document: ClassVar[One[Document]] = One("documents", "document_id")
    actor: ClassVar[One[Actor]] = One("actors", "actor_id")
    principal: ClassVar[Maybe[Actor]] = Maybe("actors", "on_behalf_of")
