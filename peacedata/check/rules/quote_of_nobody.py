"""PD614: a quote of nobody."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Claim


@rule(
    "PD614",
    Claim,
    severity=Severity.WARNING,
    says="A quote has no speaker.",
    why="A quote is verbatim, of a named speaker, and short. The words of a newspaper are said in our own.",
    mend="Name the speaker in `speaker_id`, or take the quote out and say it in your own words.",
    related=("PD615",),
    bad={"claims": [{"quote": "We agreed to exchange all seriously wounded.", "speaker_id": ""}]},
    good={"claims": [{"quote": "We agreed to exchange all seriously wounded.", "speaker_id": "rustem-umerov"}]},
)
def quote_of_nobody(claim: Claim, context: Context) -> Iterator[Problem]:
    """A text that is quoted speaks for those who made it; name one of them."""
    if claim.quote and claim.speaker_id is None:
        yield Problem("speaker_id", f"who said {claim.quote[:40]!r}?", "name the speaker, or take the quote out")
