"""PD501: a refusal or acceptance of nothing."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event
from peacedata.model.codes import EventType

ANSWERS = {EventType.ACCEPTANCE, EventType.REFUSAL}


@rule(
    "PD501",
    Event,
    says="An acceptance or refusal does not say what it answers.",
    why="Who refused what is the question that this dataset exists to answer; without responds_to a refusal answers "
    "nothing.",
    mend="Put the id of the proposal or offer that was answered into `responds_to`; enter that event first if it is "
    "not there.",
    related=("PD502", "PD538"),
    bad={"events": [{"event_id": "no", "event_type": "refusal", "responds_to": ""}]},
    good={
        "events": [
            {"event_id": "offer", "event_type": "proposal", "date_start": "2025-05-11"},
            {"event_id": "no", "event_type": "refusal", "date_start": "2025-05-14", "responds_to": "offer"},
        ]
    },
)
def answer_to_nothing(event: Event, context: Context) -> Iterator[Problem]:
    """Acceptances and refusals need responds_to."""
    if event.event_type in ANSWERS and event.responds_to is None:
        yield Problem("responds_to", f"{event.event_type} of what?", "name the event that it answers")
