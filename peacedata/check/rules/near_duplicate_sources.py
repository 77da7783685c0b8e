"""PD528: one page twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.likeness import alike
from peacedata.check.rule import Context, Problem, rule
from peacedata.dataset.dataset import Dataset
from peacedata.model import Source

LEAST = 90


@rule(
    "PD528",
    Dataset,
    severity=Severity.WARNING,
    says="Two sources of one publisher and date have nearly the same title.",
    why="A page and its version for the telephone, or for print, are one source. Two rows of it look like two.",
    mend="Keep one source, let all claims name it, and delete the other.",
    related=("PD607", "PD525"),
    bad={
        "sources": [
            {"source_id": "a", "url": "https://example.org/talks", "title": "Talks end after an hour"},
            {"source_id": "b", "url": "https://example.org/amp/talks", "title": "Talks end after an hour."},
        ]
    },
    good={
        "sources": [
            {"source_id": "a", "url": "https://example.org/talks", "title": "Talks end after an hour"},
            {
                "source_id": "b",
                "url": "https://example.org/remains",
                "title": "Bodies of 6,000 soldiers to be returned",
            },
        ]
    },
)
def near_duplicate_sources(dataset: Dataset, context: Context) -> Iterator[Problem]:
    """Within one publisher, date and language."""
    groups: dict[tuple[str, str | None, str], list[tuple[str, Source]]] = defaultdict(list)
    for source in dataset.sources:
        groups[source.publisher, source.date_published, source.language].append((source.title, source))
    for sources in groups.values():
        for first, second in alike(sources, LEAST):
            yield Problem("title", f"{second.title!r} may be {first.key}", f"use {first.key} and drop this row", second)
