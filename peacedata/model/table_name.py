"""The code list of tables, for columns that name a table."""

from __future__ import annotations

from peacedata.model.codes import Code


class TableName(Code):
    """A table whose records can be claimed, identified elsewhere or retired."""

    PROCESSES = "processes", "Processes", "Peace processes and negotiation formats."
    EVENTS = "events", "Events", "What happened, or was to happen, between actors."
    ACTORS = "actors", "Actors", "Persons in a public role, states and bodies."
    PARTICIPATIONS = "participations", "Participations", "Who had which part in an event, and whether they came."
    AGENDA = "agenda", "Agenda", "The issues dealt with at an event."
    POSITIONS = "positions", "Positions", "What an actor wanted, offered, accepted or rejected on an issue."
    OUTCOMES = "outcomes", "Outcomes", "What an event promised, decided or delivered."
    DOCUMENTS = "documents", "Documents", "Texts of any standing."
    SIGNATURES = "signatures", "Signatures", "Assent of an actor to a text."
    PLACES = "places", "Places", "Where events happen."
    SOURCES = "sources", "Sources", "Public pages that support what the dataset says."
    CLAIMS = "claims", "Claims", "What a source says of a record or of one of its fields."
    IDENTIFIERS = "identifiers", "Identifiers", "The names of records in other datasets."
