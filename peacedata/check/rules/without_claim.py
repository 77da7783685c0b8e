"""PD601: an event or outcome that nobody vouches for."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Document, Event, Outcome


@rule(
    "PD601",
    Event,
    Outcome,
    Document,
    needs=("claims",),
    says="No claim supports an event, an outcome or a document.",
    why="Every value has a source. A record without a claim cannot be checked by anybody.",
    mend="Add a source that you have read and a row in `claims` that supports the record.",
    related=("PD602", "PD604"),
    bad={"events": [{"event_id": "talks"}]},
    good={
        "events": [{"event_id": "talks"}],
        "claims": [{"claim_id": "talks-reuters", "table": "events", "record_id": "talks", "field": "", "value": ""}],
    },
)
def without_claim(record: Event | Outcome | Document, context: Context) -> Iterator[Problem]:
    """Any claim on the record counts, on the whole of it or on one field."""
    if not record.claims:
        yield Problem(record.key_columns[0], "no claim says where this comes from", "add a row to claims")
