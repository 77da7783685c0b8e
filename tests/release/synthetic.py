"""A small dataset in which nothing happened, with rows in every table but the tombstones."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from peacedata.model import TABLES
from peacedata.schema.codes_table import code_entries
from peacedata.schema.generate import descriptor

HEAD = {
    "title": "A small *synthetic* dataset",
    "description": "Nothing in it happened.",
    "version": "2026.1",
    "licenses": [{"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0 International"}],
    "contributors": [{"title": "The Peacedata developers"}],
}

# Out of order on purpose, with quotes, line ends, blanks at the ends, three scripts and a decomposed letter.
ROWS: dict[str, Sequence[Mapping[str, str]]] = {
    "processes": [
        {
            "process_id": "track-two",
            "name": "Track two",
            "parent_process_id": "track-one",
            "format": "contact_group",
            "status": "stalled",
            "status_as_of": "2025-07-31",
            "date_start": "2014-06~",
            "coverage_start": "2014",
            "coverage_end": "2025-07-31",
            "coverage_note": "All of it; nothing was left out.",
            "description": "Second, inside the first.",
        },
        {
            "process_id": "track-one",
            "name": "Track one",
            "format": "contact_group",
            "status": "stalled",
            "status_as_of": "2025-07-31",
            "date_start": "2014",
            "coverage_start": "2014",
            "coverage_end": "2025-07-31",
            "coverage_note": "All of it.",
            "description": 'They called it "the track", in two lines:\nthis is the second.',
        },
    ],
    "events": [
        {
            "event_id": "refusal-2025",
            "process_id": "track-one",
            "event_type": "refusal",
            "status": "occurred",
            "title": "Відмова від зустрічі",
            "date_start": "2025-05?",
            "mode": "not_applicable",
            "responds_to": "talks-2024",
            "confidence": "high",
            "summary": "The offer was refused.",
        },
        {
            "event_id": "talks-2024",
            "process_id": "track-one",
            "event_type": "talks",
            "status": "occurred",
            "title": "Talks in the Cafe\u0301",
            "date_start": "2024-02-29",
            "duration_minutes": "60",
            "duration_qualifier": "approx",
            "mode": "in_person",
            "place_id": "istanbul",
            "venue": " Çırağan Palace ",
            "confidence": "high",
            "summary": "They met.",
        },
    ],
    "actors": [
        {
            "actor_id": "person-one",
            "name": "Person One",
            "actor_type": "person",
            "country": "UKR",
            "gender": "female",
            "description": "Minister",
        },
        {"actor_id": "body-one", "name": "Body One", "actor_type": "agency", "country": "TUR"},
        {"actor_id": "body-two", "name": "Body Two", "actor_type": "agency", "parent_actor_id": "body-one"},
    ],
    "participations": [
        {
            "event_id": "talks-2024",
            "actor_id": "person-one",
            "role": "party",
            "on_behalf_of": "body-one",
            "attendance": "attended",
            "delegation_head": "true",
        },
        {"event_id": "talks-2024", "actor_id": "body-two", "role": "host", "attendance": "attended", "headcount": "14"},
    ],
    "agenda": [{"event_id": "talks-2024", "issue": "ceasefire", "treatment": "agreed", "detail": "a, b"}],
    "positions": [{"event_id": "talks-2024", "actor_id": "body-one", "issue": "ceasefire", "stance": "demands"}],
    "outcomes": [
        {
            "outcome_id": "promise",
            "event_id": "talks-2024",
            "outcome_type": "exchange_agreed",
            "issue": "remains",
            "status": "implemented",
            "quantity": "6000.5",
            "quantity_qualifier": "exact",
            "unit": "tonnes",
            "date_start": "2024-03",
            "document_id": "protocol",
            "description": "Promised.",
        },
        {
            "outcome_id": "delivery",
            "event_id": "refusal-2025",
            "outcome_type": "exchange_agreed",
            "issue": "remains",
            "status": "implemented",
            "fulfils": "promise",
            "description": "Delivered.",
        },
    ],
    "documents": [
        {
            "document_id": "protocol",
            "event_id": "talks-2024",
            "title": "Protocol",
            "document_type": "protocol",
            "status": "multiparty_signed",
            "date_issued": "2024-02-29",
        }
    ],
    "signatures": [{"document_id": "protocol", "actor_id": "person-one", "form": "signed", "date": "2024"}],
    "places": [
        {
            "place_id": "istanbul",
            "name": "Istanbul",
            "country": "TUR",
            "latitude": "41.01",
            "longitude": "28.95",
            "precision": "city",
        }
    ],
    "sources": [
        {
            "source_id": f"{name}-2024",
            "publisher": f"{name.title()} News",
            "title": f"What happened, by {name}",
            "url": f"https://example.org/{name}",
            "date_accessed": "2026-11-22",
            "language": "en",
            "source_type": "news_agency",
        }
        for name in ("first", "second")
    ],
    "claims": [
        {
            "claim_id": f"{record}-{source}",
            "table": table,
            "record_id": record,
            "source_id": f"{source}-2024",
            "stance": "supports",
        }
        for table, record in (
            ("events", "talks-2024"),
            ("events", "refusal-2025"),
            ("outcomes", "promise"),
            ("outcomes", "delivery"),
            ("documents", "protocol"),
        )
        for source in ("first", "second")
    ],
    "identifiers": [
        {"table": "actors", "record_id": "body-one", "scheme": "ucdp_actor", "value": "61", "match": "exact"}
    ],
    "codes": [entry.to_row() for entry in code_entries()],
    "retired": [],
}


def write_dataset(folder: Path, rows: Mapping[str, Sequence[Mapping[str, str]]] = ROWS, **head: Any) -> Path:
    """A working copy with a few valid rows in every table."""
    (folder / "data").mkdir(parents=True)
    package = descriptor({**HEAD, **head})
    (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")
    (folder / "LICENSE-DATA").write_text("Attribution, please.\n", "utf-8")
    for name, record in TABLES.items():
        with (folder / "data" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(record.model_fields), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows[name])
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
