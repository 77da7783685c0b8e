"""The reference table: the one description from which the generator and every peer take their checks."""

from __future__ import annotations

from typing import Any

EVENT_TYPES = [
    "negotiation-round",
    "ceasefire-agreement",
    "ceasefire-violation",
    "framework-agreement",
    "partial-agreement",
    "comprehensive-agreement",
    "prisoner-exchange",
    "humanitarian-corridor",
    "mediation-offer",
    "back-channel-contact",
    "summit",
    "shuttle-diplomacy",
    "walkout",
    "suspension-of-talks",
    "resumption-of-talks",
    "referendum",
    "un-resolution",
    "peacekeeping-deployment",
    "disarmament-step",
    "implementation-review",
]
DATE_PRECISIONS = ["day", "month", "year"]
OUTCOMES = ["agreed", "partially-agreed", "no-agreement", "postponed", "rejected", "unknown"]

REQUIRED = {"required": True}
FIELDS: list[dict[str, Any]] = [
    {"name": "event_id", "type": "string", "constraints": REQUIRED | {"pattern": "[a-z0-9-]+"}},
    {"name": "process_id", "type": "string", "constraints": REQUIRED},
    {"name": "event_type", "type": "string", "constraints": REQUIRED | {"enum": EVENT_TYPES}},
    {"name": "start_date", "type": "date", "constraints": REQUIRED},
    {"name": "end_date", "type": "date"},
    {"name": "date_precision", "type": "string", "constraints": REQUIRED | {"enum": DATE_PRECISIONS}},
    {"name": "title", "type": "string", "constraints": REQUIRED | {"minLength": 20, "maxLength": 200}},
    {"name": "country", "type": "string", "constraints": REQUIRED | {"pattern": "[A-Z]{2}"}},
    {"name": "latitude", "type": "number", "constraints": {"minimum": -90, "maximum": 90}},
    {"name": "longitude", "type": "number", "constraints": {"minimum": -180, "maximum": 180}},
    {"name": "duration_minutes", "type": "integer", "constraints": {"minimum": 0}},
    {"name": "is_public", "type": "boolean", "constraints": REQUIRED},
    {"name": "round_number", "type": "integer", "constraints": {"minimum": 1}},
    {"name": "outcome", "type": "string", "constraints": REQUIRED | {"enum": OUTCOMES}},
    {"name": "source_url", "type": "string", "format": "uri", "constraints": REQUIRED},
    {"name": "notes", "type": "string"},
]
NAMES: list[str] = [field["name"] for field in FIELDS]
TRUE_VALUES = ["true", "True", "TRUE", "1"]
FALSE_VALUES = ["false", "False", "FALSE", "0"]

EVENTS_SCHEMA: dict[str, Any] = {
    "fields": FIELDS,
    "primaryKey": ["event_id"],
    "foreignKeys": [{"fields": ["process_id"], "reference": {"resource": "processes", "fields": ["process_id"]}}],
}
PROCESSES_SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "process_id", "type": "string", "constraints": REQUIRED | {"pattern": "[a-z0-9-]+"}},
        {"name": "name", "type": "string", "constraints": REQUIRED},
        {"name": "country", "type": "string", "constraints": {"pattern": "[A-Z]{2}"}},
        {"name": "start_year", "type": "integer"},
    ],
    "primaryKey": ["process_id"],
}
PACKAGE: dict[str, Any] = {
    "name": "reference-table",
    "resources": [
        {"name": name, "type": "table", "path": f"{name}.csv", "format": "csv", "encoding": "utf-8", "schema": schema}
        for name, schema in (("events", EVENTS_SCHEMA), ("processes", PROCESSES_SCHEMA))
    ],
}
