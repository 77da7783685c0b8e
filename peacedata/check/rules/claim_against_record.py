"""PD606: a claim that supports another value than the record's."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import TABLES, Claim
from peacedata.model.codes import ClaimStance


@rule(
    "PD606",
    Claim,
    says="A claim supports a value that the record does not have, or contradicts the very value that it has.",
    why="Either the record or the claim was changed without the other. A source that gives another value contradicts "
    "or qualifies the record.",
    mend="Look at the source, then correct the record or the claim. A source that gives another value has the "
    "stance `contradicts` or `qualifies`.",
    related=("PD609", "PD618", "PD621"),
    bad={
        "events": [{"event_id": "talks", "duration_minutes": "60"}],
        "claims": [
            {"table": "events", "record_id": "talks", "field": "duration_minutes", "value": "90", "stance": "supports"}
        ],
    },
    good={
        "events": [{"event_id": "talks", "duration_minutes": "60"}],
        "claims": [
            {
                "table": "events",
                "record_id": "talks",
                "field": "duration_minutes",
                "value": "90",
                "stance": "contradicts",
            }
        ],
    },
)
def claim_against_record(claim: Claim, context: Context) -> Iterator[Problem]:
    """Compared as text, as the columns write values."""
    if not claim.field or not claim.value or claim.field not in TABLES[claim.table].model_fields:
        return
    table = context.dataset.table(claim.table)
    record = table[claim.record_id]
    if claim.stance is ClaimStance.SUPPORTS and getattr(record, claim.field) == claim.value:
        return  # nearly every claim, without writing the whole record out
    own = record.to_row()[claim.field]
    if claim.stance is ClaimStance.SUPPORTS and own != claim.value:
        yield Problem(
            "value",
            f"it supports {claim.value!r} but {claim.field} of {claim.record_id} is {own or 'empty'}",
            "use contradicts or qualifies, or mend the record",
        )
    if claim.stance is ClaimStance.CONTRADICTS and own == claim.value:
        yield Problem("stance", f"it contradicts {claim.value!r}, which is what the record says", "use supports")
