"""PD621: a value that is left empty for a dispute of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import TABLES, Claim
from peacedata.model.codes import ClaimStance


@rule(
    "PD621",
    Claim,
    severity=Severity.WARNING,
    needs=("claims",),
    says="A claim contradicts a value that the record leaves empty, and no other source says anything else.",
    why="A value in dispute stays empty and has at least two claims. With one account alone there is no dispute: let "
    "the record hold the value, or add the claim that it is at odds with.",
    mend="Fill in the value in the record, or add the claim that gives another one.",
    related=("PD609", "PD618"),
    bad={
        "events": [{"event_id": "talks", "time_start": ""}],
        "claims": [
            {"table": "events", "record_id": "talks", "field": "time_start", "value": "13:30", "stance": "contradicts"}
        ],
    },
    good={
        "events": [{"event_id": "talks", "time_start": ""}],
        "claims": [
            {
                "claim_id": claim,
                "table": "events",
                "record_id": "talks",
                "field": "time_start",
                "value": value,
                "stance": "contradicts",
            }
            for claim, value in (("a", "13:30"), ("b", "13:35"))
        ],
    },
)
def dispute_over_nothing(claim: Claim, context: Context) -> Iterator[Problem]:
    """Claims on the whole record of another source count: they may say that there is no such value."""
    if claim.stance is not ClaimStance.CONTRADICTS or not claim.field or not claim.value:
        return
    record = context.dataset.table(claim.table)[claim.record_id]
    if claim.field not in TABLES[claim.table].model_fields or getattr(record, claim.field) is not None:
        return
    others = context.shared(_by_record)[claim.table, claim.record_id]
    if not any(_is_another_account(other, claim) for other in others):
        yield Problem("stance", f"{claim.field} of {claim.record_id} is empty, and nothing else is said of it")


def _is_another_account(other: Claim, claim: Claim) -> bool:
    if other.field == claim.field:
        return other.value != claim.value
    return other.field is None and other.source_id != claim.source_id


def _by_record(context: Context) -> dict[tuple[str, str], list[Claim]]:
    found: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in context.dataset.claims:
        found[claim.table, claim.record_id].append(claim)
    return found
