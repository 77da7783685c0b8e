"""PD512: a delivery that fulfils a promise of another kind or to another."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Outcome
from peacedata.model.codes import OutcomeType

PROMISES = {
    OutcomeType.EXCHANGE_DONE: {OutcomeType.EXCHANGE_AGREED},
    OutcomeType.REMAINS_TRANSFER: {OutcomeType.EXCHANGE_AGREED},
}


@rule(
    "PD512",
    Outcome,
    says="A delivery fulfils a promise of another kind, to another beneficiary, or of another unit.",
    why="Promised and delivered are compared by these links; a delivery under the wrong promise makes one look kept "
    "and another broken.",
    mend="Point `fulfils` at the promise of the same kind, beneficiary and unit, or correct the one of the two that "
    "is wrong.",
    related=("PD513", "PD523", "PD524"),
    bad={
        "outcomes": [
            {"outcome_id": "promise", "outcome_type": "exchange_agreed", "quantity": "6000", "unit": "bodies"},
            {
                "outcome_id": "swap",
                "outcome_type": "exchange_done",
                "quantity": "390",
                "unit": "persons",
                "fulfils": "promise",
            },
        ]
    },
    good={
        "outcomes": [
            {"outcome_id": "promise", "outcome_type": "exchange_agreed", "quantity": "1000", "unit": "persons"},
            {
                "outcome_id": "swap",
                "outcome_type": "exchange_done",
                "quantity": "390",
                "unit": "persons",
                "fulfils": "promise",
            },
        ]
    },
)
def delivery_of_another_promise(outcome: Outcome, context: Context) -> Iterator[Problem]:
    """Kind, beneficiary and unit, each only where both records state it."""
    promise = outcome.promise
    if promise is None:
        return
    wanted = PROMISES.get(outcome.outcome_type)
    if wanted and promise.outcome_type not in wanted:
        yield Problem("fulfils", f"{outcome.outcome_type} cannot fulfil {promise.key}, a {promise.outcome_type}")
    for column in ("beneficiary_id", "unit"):
        mine, theirs = getattr(outcome, column), getattr(promise, column)
        if mine and theirs and mine != theirs:
            yield Problem("fulfils", f"{column} is {mine} but that of {promise.key} is {theirs}")
