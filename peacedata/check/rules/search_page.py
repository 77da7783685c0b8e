"""PD611: a page that shows something else tomorrow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Document, Source

# A query named like one, whose value is words and no path: some sites name their pages by ?q=node/12.
SEARCH = re.compile(
    r"https?://(?:[^/]*\.)?(?:google|bing|duckduckgo|yandex|baidu)\.[a-z.]+/(?:search|yandsearch|s\b|url\b|\?|amp/s/)"
    r"|https?://[^?#]*/(?:search|suche|recherche|poisk|tags?|topics?)(?:/?$|/?[?#]|/[^/?#]+/?$)"
    r"|[?&](?:q|query|s|search|keywords?|text)=(?![^&#]*(?:/|%2F))[^&#]",
    re.IGNORECASE,
)


@rule(
    "PD611",
    Source,
    Document,
    severity=Severity.WARNING,
    says="An address is that of a search or of a list that changes, not of a page.",
    why="A URL in sources is one that was seen with that content; a search shows others to the next reader.",
    mend="Open the page that the search led to and take its address.",
    related=("PD612", "PD620"),
    bad={"sources": [{"source_id": "hits", "url": "https://example.org/search?q=istanbul+talks"}]},
    good={"sources": [{"source_id": "page", "url": "https://example.org/2025/06/02/istanbul-talks"}]},
)
def search_page(record: Source | Document, context: Context) -> Iterator[Problem]:
    """By the marks that sites put into addresses."""
    column = "url" if isinstance(record, Source) else "text_url"
    url = getattr(record, column)
    if url and SEARCH.search(url):
        yield Problem(column, f"{url} is a search or a list", "give the address of the page itself")
