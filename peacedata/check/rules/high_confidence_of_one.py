"""PD603: high confidence without independent sources."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event
from peacedata.model.codes import Confidence, SourceType

PRIMARY = {SourceType.PRIMARY_DOCUMENT, SourceType.OFFICIAL_STATEMENT, SourceType.IGO_REPORT}


@rule(
    "PD603",
    Event,
    needs=("claims", "sources"),
    says="An event has high confidence although one publisher alone vouches for it, and with no primary text.",
    why="High means two independent sources, or a primary text.",
    mend="Add a claim of a second, independent publisher or of a primary text; until then `confidence` is `medium`.",
    related=("PD602",),
    bad={
        "events": [{"event_id": "talks", "confidence": "high"}],
        "claims": [{"claim_id": "a", "table": "events", "record_id": "talks", "field": "", "value": ""}],
        "sources": [{"source_type": "newspaper", "source_id": "reuters-2025-06-02-istanbul-talks"}],
    },
    good={
        "events": [{"event_id": "talks", "confidence": "medium"}],
        "claims": [{"claim_id": "a", "table": "events", "record_id": "talks", "field": "", "value": ""}],
        "sources": [{"source_type": "newspaper", "source_id": "reuters-2025-06-02-istanbul-talks"}],
    },
)
def high_confidence_of_one(event: Event, context: Context) -> Iterator[Problem]:
    """Publishers are counted, not pages."""
    sources = event.sources
    if event.confidence is not Confidence.HIGH or not sources:
        return
    if len({source.publisher for source in sources}) < 2 and not any(s.source_type in PRIMARY for s in sources):
        yield Problem("confidence", f"high, with {sources[0].publisher} alone", "use medium, or add a source")
