"""PD620: an archived copy that is none."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Source

ARCHIVES = frozenset({"web.archive.org", "archive.org", "archive.is", "archive.ph", "archive.today", "perma.cc"})


@rule(
    "PD620",
    Source,
    severity=Severity.WARNING,
    says="The address of the archived copy is that of the page itself or on its site, or the page is an archive's.",
    why="Pages vanish; the copy is for then. url is where it was published, archive_url where an archive keeps it.",
    mend="Put the address of the page itself into `url` and that of an independent archive's copy into `archive_url`.",
    related=("PD611", "PD432"),
    bad={"sources": [{"source_id": "page", "url": "https://example.org/1", "archive_url": "https://example.org/1"}]},
    good={
        "sources": [
            {
                "source_id": "page",
                "url": "https://example.org/1",
                "archive_url": "https://web.archive.org/web/20250603/https://example.org/1",
            }
        ]
    },
)
def no_archive(source: Source, context: Context) -> Iterator[Problem]:
    """By the hosts of the two."""
    host = _host(source.url)
    if source.archive_url and _host(source.archive_url) == host:
        yield Problem("archive_url", f"{host} keeps no copy of itself", "give an archive's address, or empty it")
    if host in ARCHIVES:
        yield Problem("url", f"{host} is an archive", "give the page's own address, and this one as archive_url")


def _host(url: str) -> str:
    return url.split("/", 3)[2].lower().removeprefix("www.")
