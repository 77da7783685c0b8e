"""PD616: a page that was read before it was published."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Source


@rule(
    "PD616",
    Source,
    says="A source was read before it was published.",
    why="The two dates contradict each other; often the year is that of another page.",
    mend="Look at the page again and correct the date that is wrong, most often its year.",
    related=("PD610", "PD429"),
    bad={"sources": [{"source_id": "page", "date_published": "2025-06-03", "date_accessed": "2025-06-01"}]},
    good={"sources": [{"source_id": "page", "date_published": "2025-06-03", "date_accessed": "2025-06-04"}]},
)
def read_before_published(source: Source, context: Context) -> Iterator[Problem]:
    """A day of grace for the other side of the date line."""
    published, read = source.date_published, source.date_accessed
    if published and (published.earliest - read.latest).days > 1:
        yield Problem("date_accessed", f"read on {read}, but published on {published}", "mend one of the dates")
