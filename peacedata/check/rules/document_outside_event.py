"""PD532: a text of another day than the event it was made at."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Document


@rule(
    "PD532",
    Document,
    severity=Severity.WARNING,
    says="A document is dated after the event at which it was made or handed over.",
    why="Nobody hands over what does not exist yet. A communique may come a day later; a text of a later day belongs "
    "to a later event, or one of the dates is wrong.",
    mend="Attach the document to the later event, or correct `date_issued`.",
    related=("PD533", "PD534"),
    bad={
        "events": [{"event_id": "round", "date_start": "2025-06-02"}],
        "documents": [{"event_id": "round", "date_issued": "2025-06-12"}],
    },
    good={
        "events": [{"event_id": "round", "date_start": "2025-06-02"}],
        "documents": [{"event_id": "round", "date_issued": "2025-06-02"}],
    },
)
def document_outside_event(document: Document, context: Context) -> Iterator[Problem]:
    """A day of grace; a draft or a decree may be much older than the event at which it came up."""
    event = document.event
    last = event.date_end or event.date_start
    if document.date_issued and (document.date_issued.earliest - last.latest).days > 1:
        found = f"it is of {document.date_issued}, but {event.key} of {last}"
        yield Problem("date_issued", found, "mend the date, or name the event at which it was made")
