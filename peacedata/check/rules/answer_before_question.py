"""PD502: an answer before what it answers."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event


@rule(
    "PD502",
    Event,
    says="An event responds to one that came later.",
    why="Nobody answers what has not been said. One of the two dates, or the link, is wrong. What was planned is dated "
    "by the day planned, so the calling-off of a planned meeting may come before it.",
    mend="Correct the date that is wrong, or link the event to what it did answer.",
    related=("PD501", "PD503"),
    bad={
        "events": [
            {"event_id": "offer", "event_type": "proposal", "date_start": "2025-05-11"},
            {"event_id": "no", "event_type": "refusal", "date_start": "2025-05-10", "responds_to": "offer"},
        ]
    },
    good={
        "events": [
            {"event_id": "offer", "event_type": "proposal", "date_start": "2025-05-11"},
            {"event_id": "no", "event_type": "refusal", "date_start": "2025-05-12", "responds_to": "offer"},
        ]
    },
)
def answer_before_question(event: Event, context: Context) -> Iterator[Problem]:
    """Only what occurred can have come first."""
    asked = event.answers
    if asked and asked.status == "occurred" and (event.date_end or event.date_start).latest < asked.date_start.earliest:
        yield Problem(
            "responds_to",
            f"it is of {event.date_start} but answers {asked.event_id} of {asked.date_start}",
            "mend the date or the link",
        )
