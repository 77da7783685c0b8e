"""PD522: an agreement without a text."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event
from peacedata.model.codes import EventStatus, EventType


@rule(
    "PD522",
    Event,
    severity=Severity.WARNING,
    needs=("documents", "outcomes"),
    says="An agreement was concluded, yet no document is recorded.",
    why="What was agreed stands in a text, and who signed it in signatures. An agreement by word of mouth is a "
    "document of status oral.",
    mend="Add the text to `documents`, with status `oral` if it was not written down.",
    related=("PD511", "PD536"),
    bad={"events": [{"event_id": "grain-deal", "event_type": "agreement", "status": "occurred"}]},
    good={
        "events": [{"event_id": "grain-deal", "event_type": "agreement", "status": "occurred"}],
        "documents": [{"event_id": "grain-deal", "document_id": "grain-initiative"}],
    },
)
def agreement_without_document(event: Event, context: Context) -> Iterator[Problem]:
    """Of the event, or of one of its outcomes."""
    if event.event_type is not EventType.AGREEMENT or event.status is not EventStatus.OCCURRED or event.documents:
        return
    if not any(outcome.document_id for outcome in event.outcomes):
        yield Problem(
            "event_type", "an agreement without a text", "add the document, of status oral if nobody wrote it"
        )
