"""PD523: more delivered than promised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Outcome
from peacedata.model.codes import Qualifier

BOUND = {Qualifier.EXACT, Qualifier.AT_MOST}
CERTAIN = {Qualifier.EXACT, Qualifier.AT_LEAST, None}
# Parties do hand over a few more than they promised; a delivery counted twice adds more than this share.
GRACE = Decimal("1.05")


@rule(
    "PD523",
    Outcome,
    severity=Severity.WARNING,
    needs=("outcomes",),
    says="What was delivered to one beneficiary is more than was promised, by over a twentieth.",
    why="A delivery is under the wrong promise, is counted twice, or is a part of another and lacks part_of.",
    mend="Point `fulfils` at the right promise, delete a delivery that was entered twice, or name in `part_of` the "
    "delivery that contains it.",
    related=("PD512", "PD524"),
    bad={
        "actors": [{"actor_id": "ukraine", "actor_type": "state"}],
        "outcomes": [
            {
                "outcome_id": "promise",
                "outcome_type": "exchange_agreed",
                "quantity": "1000",
                "quantity_qualifier": "exact",
                "unit": "persons",
            },
            {
                "outcome_id": "done",
                "outcome_type": "exchange_done",
                "beneficiary_id": "ukraine",
                "quantity": "1390",
                "unit": "persons",
                "fulfils": "promise",
            },
        ],
    },
    good={
        "actors": [{"actor_id": "ukraine", "actor_type": "state"}],
        "outcomes": [
            {
                "outcome_id": "promise",
                "outcome_type": "exchange_agreed",
                "quantity": "1000",
                "quantity_qualifier": "exact",
                "unit": "persons",
            },
            {
                "outcome_id": "done",
                "outcome_type": "exchange_done",
                "beneficiary_id": "ukraine",
                "quantity": "1000",
                "unit": "persons",
                "fulfils": "promise",
            },
        ],
    },
)
def delivered_beyond_promise(promise: Outcome, context: Context) -> Iterator[Problem]:
    """Exact and greatest quantities bind; a promise without a beneficiary is one to each. Parts are never added."""
    if promise.quantity is None or promise.quantity_qualifier not in BOUND:
        return
    received: dict[str | None, Decimal] = defaultdict(Decimal)
    for delivery in promise.deliveries:
        if delivery.quantity is None or delivery.part_of or delivery.quantity_qualifier not in CERTAIN:
            continue
        if delivery.unit is promise.unit:
            received[delivery.beneficiary_id or promise.beneficiary_id] += delivery.quantity
    for beneficiary, total in received.items():
        if beneficiary and beneficiary == (promise.beneficiary_id or beneficiary) and total > promise.quantity * GRACE:
            found = f"{total:f} delivered to {beneficiary} of {promise.quantity:f} promised"
            yield Problem("quantity", found, "look for a delivery counted twice, or under the wrong promise")
