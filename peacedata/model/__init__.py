"""The data model: one pydantic class per table, and the code lists. Everything else is generated from it."""

from __future__ import annotations

from peacedata.model.actors import Actor
from peacedata.model.agenda import AgendaItem
from peacedata.model.claims import Claim
from peacedata.model.codes_table import CodeEntry
from peacedata.model.dates import EdtfDate, Precision
from peacedata.model.documents import Document
from peacedata.model.events import Event
from peacedata.model.identifiers import Identifier
from peacedata.model.outcomes import Outcome
from peacedata.model.participations import Participation
from peacedata.model.places import Place
from peacedata.model.positions import Position
from peacedata.model.processes import Process
from peacedata.model.record import Record
from peacedata.model.retired import RetiredId
from peacedata.model.signatures import Signature
from peacedata.model.sources import Source

# In the order in which a reader meets them, and in which a database can be filled.
TABLES: dict[str, type[Record]] = {
    table.table_name: table
    for table in (
        Process,
        Event,
        Actor,
        Participation,
        AgendaItem,
        Position,
        Outcome,
        Document,
        Signature,
        Place,
        Source,
        Claim,
        Identifier,
        CodeEntry,
        RetiredId,
    )
}

__all__ = [
    "TABLES",
    "Actor",
    "AgendaItem",
    "Claim",
    "CodeEntry",
    "Document",
    "EdtfDate",
    "Event",
    "Identifier",
    "Outcome",
    "Participation",
    "Place",
    "Position",
    "Precision",
    "Process",
    "Record",
    "RetiredId",
    "Signature",
    "Source",
]
