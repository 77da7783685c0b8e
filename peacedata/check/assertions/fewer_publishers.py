"""PD809: a smaller share of events with two publishers than in the release before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from peacedata.check.assertion import Fall, Step, assertion
from peacedata.check.finding import Severity
from peacedata.dataset.snapshot import Snapshot

# One event of a hundred; sourcing must not erode by small steps.
_TOLERATED = 0.01


@assertion(
    "PD809",
    severity=Severity.WARNING,
    says="A smaller share of the events than in the last release has claims of two publishers.",
    why="Two independent accounts are the measure of the whole dataset; it must not get worse by growing.",
    mend="Find a second publisher for the new events. PD602 lists the events with one.",
    related=("PD602",),
    bad={
        "earlier/sources": [{"source_id": "a", "publisher": "Reuters"}, {"source_id": "b", "publisher": "TASS"}],
        "earlier/claims": [
            {"claim_id": "a", "table": "events", "record_id": "talks", "source_id": "a"},
            {"claim_id": "b", "table": "events", "record_id": "talks", "source_id": "b"},
        ],
        "earlier/events": [{"event_id": "talks"}],
        "sources": [{"source_id": "a", "publisher": "Reuters"}, {"source_id": "b", "publisher": "TASS"}],
        "claims": [
            {"claim_id": "a", "table": "events", "record_id": "talks", "source_id": "a"},
            {"claim_id": "b", "table": "events", "record_id": "talks", "source_id": "a"},
        ],
        "events": [{"event_id": "talks"}],
    },
    good={
        "earlier/sources": [{"source_id": "a", "publisher": "Reuters"}, {"source_id": "b", "publisher": "TASS"}],
        "earlier/claims": [
            {"claim_id": "a", "table": "events", "record_id": "talks", "source_id": "a"},
            {"claim_id": "b", "table": "events", "record_id": "talks", "source_id": "b"},
        ],
        "earlier/events": [{"event_id": "talks"}],
        "sources": [{"source_id": "a", "publisher": "Reuters"}, {"source_id": "b", "publisher": "TASS"}],
        "claims": [
            {"claim_id": "a", "table": "events", "record_id": "talks", "source_id": "a"},
            {"claim_id": "b", "table": "events", "record_id": "talks", "source_id": "b"},
        ],
        "events": [{"event_id": "talks"}],
    },
)
def fewer_publishers(step: Step) -> Iterator[Fall]:
    """Claims on the event itself or on one of its fields count."""
    if not all(step.now.table(name).whole for name in ("events", "claims", "sources")):
        return
    earlier, later = _share(step.earlier), _share(step.now)
    if earlier is not None and later is not None and earlier - later > _TOLERATED:
        message = f"{later:.1%} have claims of two publishers, {earlier:.1%} in the last release"
        yield Fall("events", message, hint="PD602 lists the events with one publisher")


def _share(snapshot: Snapshot) -> float | None:
    """The share of events with claims of two publishers; None if there is no event."""
    sources, claims, events = (snapshot.table(name) for name in ("sources", "claims", "events"))
    publishers = {key: sources.cells(row).get("publisher", "") for key, row in sources.keyed().items()}
    found: dict[str, set[str]] = defaultdict(set)
    for row in claims.rows:
        cells = claims.cells(row)
        if cells.get("table") == "events":
            found[cells.get("record_id", "")].add(publishers.get(cells.get("source_id", ""), ""))
    ids = events.keyed()
    return sum(len(found[key] - {""}) > 1 for key in ids) / len(ids) if ids else None
