"""PD602: an event known from one publisher only."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event


@rule(
    "PD602",
    Event,
    severity=Severity.WARNING,
    needs=("claims", "sources"),
    says="All claims on an event come from one publisher.",
    why="Two pages of one publisher are one account.",
    mend="Look for a second publisher and add its claim. If there is none, leave the warning and set `confidence` "
    "to no more than medium.",
    related=("PD603", "PD608", "PD601"),
    bad={
        "events": [{"event_id": "talks"}],
        "claims": [
            {"claim_id": "a", "table": "events", "record_id": "talks", "field": "", "value": "", "source_id": "x"}
        ],
        "sources": [{"source_id": "x", "publisher": "Reuters"}],
    },
    good={
        "events": [{"event_id": "talks"}],
        "claims": [
            {"claim_id": "a", "table": "events", "record_id": "talks", "field": "", "value": "", "source_id": "x"},
            {"claim_id": "b", "table": "events", "record_id": "talks", "field": "", "value": "", "source_id": "y"},
        ],
        "sources": [
            {"source_id": "x", "publisher": "Reuters", "url": "https://example.org/1"},
            {"source_id": "y", "publisher": "TASS", "url": "https://example.org/2"},
        ],
    },
)
def one_publisher(event: Event, context: Context) -> Iterator[Problem]:
    """Events without any claim are another rule's."""
    publishers = {source.publisher for source in event.sources}
    if len(publishers) == 1:
        yield Problem("event_id", f"only {publishers.pop()} vouches for it", "add a claim of another publisher")
