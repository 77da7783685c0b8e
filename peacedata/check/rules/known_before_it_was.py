"""PD429: a day to come on which something has been seen or signed."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Claim, Document, Process, Signature, Source

PAST = {
    Claim: ("as_of",),
    Document: ("date_issued",),
    Process: ("status_as_of",),
    Signature: ("date", "date_withdrawn"),
    Source: ("date_published", "date_accessed"),
}


@rule(
    "PD429",
    Claim,
    Document,
    Process,
    Signature,
    Source,
    says="A page was read, a text issued or signed, or a status known, on a day that is still to come.",
    why="These dates are of what has happened. `--as-of` sets the day from which the check looks.",
    mend="Correct the year, most often; for a text that is still to be signed, leave the date empty.",
    related=("PD402", "PD616"),
    bad={"sources": [{"source_id": "page", "date_published": "", "date_accessed": "2999-01-01"}]},
    good={"sources": [{"source_id": "page", "date_published": "", "date_accessed": "2025-06-03"}]},
)
def known_before_it_was(record: Claim | Document | Process | Signature | Source, context: Context) -> Iterator[Problem]:
    """The earliest day that the date allows decides; one day of grace for the other side of the date line."""
    for column in PAST[type(record)]:
        date = getattr(record, column)
        if date is not None and (date.earliest - context.as_of).days > 1:
            yield Problem(column, f"{column} is {date}, after {context.as_of}", "mend the date")
