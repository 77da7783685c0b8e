"""The table of positions."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from peacedata.model.codes import Issue, Stance
from peacedata.model.fields import ActorRef, Count, DocumentRef, EventRef, Line
from peacedata.model.links import Maybe, One
from peacedata.model.record import Record

if TYPE_CHECKING:
    from peacedata.model.actors import Actor
    from peacedata.model.documents import Document
    from peacedata.model.events import Event


class Position(Record):
    """What one actor wanted, offered, accepted or rejected on one issue at one event."""

    table_name = "positions"
    key_columns = ("event_id", "actor_id", "issue", "stance")

    event_id: EventRef = Field(
        description="The event at which the position was stated.", examples=["istanbul-2025-round-2"]
    )
    actor_id: ActorRef = Field(description="Whose position it is.", examples=["ukraine"])
    issue: Issue = Field(description="The issue.", examples=["ceasefire"])
    stance: Stance = Field(description="What the actor did about the issue.", examples=["demands"])
    sequence_rank: Count | None = Field(
        default=None,
        description="The place of the issue in the order in which the actor wants issues settled; 1 is first.",
        examples=["1"],
    )
    depends_on: Issue | None = Field(
        default=None, description="The issue that the actor wants settled before this one.", examples=["ceasefire"]
    )
    document_id: DocumentRef | None = Field(
        default=None, description="The text that states the position.", examples=["russia-memorandum-2025"]
    )
    note: Line | None = Field(
        default=None,
        description="What exactly was wanted, and the condition or date of a conditional position.",
        examples=["Truces of two to three days on sections of the front to collect bodies."],
    )

    event: ClassVar[One[Event]] = One("events", "event_id")
    actor: ClassVar[One[Actor]] = One("actors", "actor_id")
    document: ClassVar[Maybe[Document]] = Maybe("documents", "document_id")
