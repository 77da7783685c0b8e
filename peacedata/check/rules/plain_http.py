"""PD613: a page without encryption whose site has it."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Document, Source


@rule(
    "PD613",
    Source,
    Document,
    severity=Severity.WARNING,
    says="An address begins with http although the same site is known by https.",
    why="Without encryption a page can be changed on its way to the reader, and readers can be watched.",
    mend="Open the address with https and keep it so; keep http only where that fails.",
    related=("PD612",),
    bad={
        "sources": [
            {"source_id": "old", "url": "http://example.org/2014/talks"},
            {"source_id": "new", "url": "https://example.org/2025/talks"},
        ]
    },
    good={
        "sources": [
            {"source_id": "old", "url": "https://example.org/2014/talks"},
            {"source_id": "new", "url": "https://example.org/2025/talks"},
        ]
    },
)
def plain_http(record: Source | Document, context: Context) -> Iterator[Problem]:
    """The very same host, as other sources or documents write it."""
    column = "url" if isinstance(record, Source) else "text_url"
    url = getattr(record, column) or ""
    if url.startswith("http://") and _host(url) in context.shared(_encrypted):
        yield Problem(column, f"{_host(url)} is known by https", f"try https://{url.removeprefix('http://')}")


def _host(url: str) -> str:
    return url.split("/", 3)[2].lower()


def _encrypted(context: Context) -> set[str]:
    urls = [source.url for source in context.dataset.sources]
    urls += [document.text_url for document in context.dataset.documents if document.text_url]
    return {_host(url) for url in urls if url.startswith("https://")}
