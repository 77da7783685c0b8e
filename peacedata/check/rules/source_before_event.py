"""PD610: a report of what had not happened yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Claim, Event
from peacedata.model.codes import ClaimStance, EventStatus


@rule(
    "PD610",
    Claim,
    severity=Severity.WARNING,
    says="A source supports an event that occurred, or its outcome, but was published before it.",
    why="Planned is not held: a page from before a meeting says that it was to be held. It supports an event "
    "`scheduled`, or the date of one of the two is wrong.",
    mend="Find a report from after the event. If only the announcement exists, the event is `scheduled`.",
    related=("PD616", "PD430"),
    bad={
        "events": [{"event_id": "talks", "date_start": "2025-06-02", "status": "occurred"}],
        "sources": [{"source_id": "plan", "date_published": "2025-05-28"}],
        "claims": [{"table": "events", "record_id": "talks", "field": "", "value": "", "source_id": "plan"}],
    },
    good={
        "events": [{"event_id": "talks", "date_start": "2025-06-02", "status": "occurred"}],
        "sources": [{"source_id": "report", "date_published": "2025-06-02"}],
        "claims": [{"table": "events", "record_id": "talks", "field": "", "value": "", "source_id": "report"}],
    },
)
def source_before_event(claim: Claim, context: Context) -> Iterator[Problem]:
    """A day of grace for time zones."""
    if claim.stance is not ClaimStance.SUPPORTS or claim.table not in ("events", "outcomes"):
        return
    published = context.shared(_published).get(claim.source_id)
    held = context.shared(_held).get((claim.table, claim.record_id))
    if published and held and (held[0] - published).days > 1:
        found = f"{claim.source_id} was published by {published}, before {held[1].key} of {held[1].date_start}"
        yield Problem("source_id", found, "find a report from afterwards, or mend the date")


def _published(context: Context) -> dict[str, date]:
    """The latest day on which each source can have been published."""
    return {
        source.source_id: source.date_published.latest for source in context.dataset.sources if source.date_published
    }


def _held(context: Context) -> dict[tuple[str, str], tuple[date, Event]]:
    """The event of each event and outcome, if it occurred, with the earliest day of it."""
    events = [event for event in context.dataset.events if event.status is EventStatus.OCCURRED]
    held = {("events", event.event_id): (event.date_start.earliest, event) for event in events}
    for outcome in context.dataset.outcomes:
        if ("events", outcome.event_id) in held:
            held["outcomes", outcome.outcome_id] = held["events", outcome.event_id]
    return held
