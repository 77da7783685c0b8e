"""PD607: one page under two ids."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Source


@rule(
    "PD607",
    Source,
    says="Two sources have the same address.",
    why="One page under two ids counts as two sources where there is one.",
    mend="Keep one source, let all claims name it, and delete the other.",
    related=("PD528", "PD617"),
    bad={
        "sources": [
            {"source_id": "a", "url": "https://example.org/talks"},
            {"source_id": "b", "url": "https://example.org/talks/"},
        ]
    },
    good={
        "sources": [
            {"source_id": "a", "url": "https://example.org/talks"},
            {"source_id": "b", "url": "https://example.org/other"},
        ]
    },
)
def one_address_twice(source: Source, context: Context) -> Iterator[Problem]:
    """A scheme, a leading www and a final slash make no other page."""
    first = context.shared(_first_by_page)[_page(source.url)]
    if first.source_id != source.source_id:
        yield Problem(
            "url", f"it is the page of {first.source_id}", f"use {first.source_id} in claims and drop this row"
        )


def _page(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.").rstrip("/")


def _first_by_page(context: Context) -> dict[str, Source]:
    pages: dict[str, Source] = {}
    for source in context.dataset.sources:
        pages.setdefault(_page(source.url), source)
    return pages
