"""PD609: a dispute with one account."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Claim, Event
from peacedata.model.codes import EventStatus


@rule(
    "PD609",
    Event,
    severity=Severity.WARNING,
    needs=("claims",),
    says="An event is disputed, but fewer than two claims that differ are recorded.",
    why="Both sides' accounts are kept as claims, never merged. A dispute without them cannot be followed by anybody.",
    mend="Add a claim for each account, with the value that each gives; if the accounts agree by now, correct "
    "`status`.",
    related=("PD621", "PD606"),
    bad={
        "events": [{"event_id": "refusal", "status": "disputed"}],
        "claims": [{"table": "events", "record_id": "refusal", "field": "", "value": ""}],
    },
    good={
        "events": [{"event_id": "refusal", "status": "disputed"}],
        "claims": [
            {"claim_id": "a", "table": "events", "record_id": "refusal", "field": "", "value": ""},
            {
                "claim_id": "b",
                "table": "events",
                "record_id": "refusal",
                "field": "status",
                "value": "did_not_take_place",
                "stance": "contradicts",
            },
        ],
    },
)
def dispute_of_one(event: Event, context: Context) -> Iterator[Problem]:
    """Claims on the whole event or on its status, which differ by stance or value."""
    if event.status is EventStatus.DISPUTED and len({_account(claim) for claim in event.claims} - {None}) < 2:
        yield Problem("status", "disputed, but the claims give one account", "add the other side's claim")


def _account(claim: Claim) -> tuple[str, str | None] | None:
    return (claim.stance, claim.value) if claim.field in (None, "status") else None
