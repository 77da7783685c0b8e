"""PD605: a claim on a column that its table lacks, or a value for no column."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import TABLES, Claim
from peacedata.nearest import did_you_mean


@rule(
    "PD605",
    Claim,
    says="A claim names a column that its table lacks, or gives a value without a column.",
    why="A claim is on a whole record (field empty, no value) or on one of its columns.",
    mend="Take the column's name from the codebook; leave both `field` and `value` empty for a claim on the whole "
    "record.",
    related=("PD604", "PD618"),
    bad={
        "events": [{"event_id": "talks"}],
        "claims": [{"table": "events", "record_id": "talks", "field": "duration", "value": "60"}],
    },
    good={
        "events": [{"event_id": "talks", "duration_minutes": "60"}],
        "claims": [{"table": "events", "record_id": "talks", "field": "duration_minutes", "value": "60"}],
    },
)
def claim_on_unknown_field(claim: Claim, context: Context) -> Iterator[Problem]:
    """By the columns of the model."""
    fields = TABLES[claim.table].model_fields
    if claim.field and claim.field not in fields:
        hint = did_you_mean(claim.field, fields)
        yield Problem("field", f"{claim.table} has no column {claim.field!r}", hint)
    if claim.value and not claim.field:
        yield Problem("value", f"the value {claim.value!r} is for no column", "name the column in field")
