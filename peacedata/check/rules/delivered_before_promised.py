"""PD513: a delivery before its promise."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Outcome


@rule(
    "PD513",
    Outcome,
    says="A delivery happened before the promise that it fulfils.",
    why="What was delivered earlier fulfils an earlier promise, or none.",
    mend="Point `fulfils` at the earlier promise, or empty it.",
    related=("PD512", "PD411"),
    bad={
        "events": [
            {"event_id": "round", "date_start": "2025-05-16"},
            {"event_id": "swap", "date_start": "2025-05-06"},
        ],
        "outcomes": [
            {"outcome_id": "promise", "event_id": "round", "outcome_type": "exchange_agreed"},
            {"outcome_id": "done", "event_id": "swap", "outcome_type": "exchange_done", "fulfils": "promise"},
        ],
    },
    good={
        "events": [
            {"event_id": "round", "date_start": "2025-05-16"},
            {"event_id": "swap", "date_start": "2025-05-23"},
        ],
        "outcomes": [
            {"outcome_id": "promise", "event_id": "round", "outcome_type": "exchange_agreed"},
            {"outcome_id": "done", "event_id": "swap", "outcome_type": "exchange_done", "fulfils": "promise"},
        ],
    },
)
def delivered_before_promised(outcome: Outcome, context: Context) -> Iterator[Problem]:
    """By the days of the two events."""
    if outcome.promise is None:
        return
    done, promised = outcome.event, outcome.promise.event
    if (done.date_end or done.date_start).latest < promised.date_start.earliest:
        yield Problem("fulfils", f"{done.key} is of {done.date_start}, before {promised.key} of {promised.date_start}")
