"""PD617: one claim under two ids."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.dataset.dataset import Dataset


@rule(
    "PD617",
    Dataset,
    severity=Severity.WARNING,
    says="Two claims of one source say the same of the same record.",
    why="It is one claim entered twice, and counts as two voices.",
    mend="Delete one of the two claims.",
    related=("PD607",),
    bad={
        "events": [{"event_id": "talks"}],
        "claims": [
            {"claim_id": "a", "table": "events", "record_id": "talks", "field": "", "value": ""},
            {"claim_id": "b", "table": "events", "record_id": "talks", "field": "", "value": ""},
        ],
    },
    good={
        "events": [{"event_id": "talks"}],
        "claims": [{"claim_id": "a", "table": "events", "record_id": "talks", "field": "", "value": ""}],
    },
)
def same_claim_twice(dataset: Dataset, context: Context) -> Iterator[Problem]:
    """All columns but the id."""
    first: dict[tuple[str | None, ...], str] = {}
    for claim in dataset.claims:
        place = (claim.table, claim.record_id, claim.field, claim.source_id)
        content = (*place, claim.stance, claim.value, claim.as_of, claim.speaker_id, claim.quote)
        earlier = first.setdefault(content, claim.claim_id)
        if earlier != claim.claim_id:
            yield Problem("claim_id", f"it says what {earlier} says", "keep one of the two", claim)
