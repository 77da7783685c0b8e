"""PD618: a contradiction that does not say what is the case."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Claim
from peacedata.model.codes import ClaimStance


@rule(
    "PD618",
    Claim,
    severity=Severity.WARNING,
    says="A claim contradicts a column without saying what the source gives instead.",
    why="'Not an hour' is no account; the reader needs the other value, or the words in which it was denied.",
    mend="Fill in `value` with what the source gives, or quote the denial.",
    related=("PD606", "PD621"),
    bad={
        "events": [{"event_id": "talks", "duration_minutes": "60"}],
        "claims": [
            {"table": "events", "record_id": "talks", "field": "duration_minutes", "value": "", "stance": "contradicts"}
        ],
    },
    good={
        "events": [{"event_id": "talks", "duration_minutes": "60"}],
        "claims": [
            {
                "table": "events",
                "record_id": "talks",
                "field": "duration_minutes",
                "value": "120",
                "stance": "contradicts",
            }
        ],
    },
)
def contradicts_with_nothing(claim: Claim, context: Context) -> Iterator[Problem]:
    """A quote will do; the whole of a record is denied without a value."""
    if claim.stance is ClaimStance.CONTRADICTS and claim.field and claim.value is None and claim.quote is None:
        yield Problem("value", f"it contradicts {claim.field} of {claim.record_id}, but with what?", "give the value")
