"""PD612: an address that says who followed it from where."""

from __future__ import annotations

import re
from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Document, Source

# Parameters that advertisers and networks hang on addresses; none of them chooses a page.
TRACKER = re.compile(
    r"[?&#](?:utm_[a-z_]+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|ysclid|twclid|ttclid|li_fat_id|igshid|"
    r"igsh|mc_cid|mc_eid|_ga|_gl|_openstat|vero_id|s_cid|ocid|ns_mchannel|at_campaign|at_medium|cmpid|smid|partner_id)="
)


@rule(
    "PD612",
    Source,
    Document,
    severity=Severity.WARNING,
    says="An address carries a tracker such as utm_source, fbclid or gclid.",
    why="Two readers who came by two ways give one page two addresses, and the tracker tells the publisher who reads "
    "this dataset.",
    mend="Delete the parameter from the address and see that it still leads to the page.",
    related=("PD611", "PD607"),
    bad={"sources": [{"source_id": "page", "url": "https://example.org/talks?utm_source=newsletter"}]},
    good={"sources": [{"source_id": "page", "url": "https://example.org/talks"}]},
)
def tracker(record: Source | Document, context: Context) -> Iterator[Problem]:
    """By the names of the parameters."""
    for column in ("url", "archive_url") if isinstance(record, Source) else ("text_url",):
        found = TRACKER.search(getattr(record, column) or "")
        if found:
            yield Problem(column, f"{found[0][1:-1]} in {column} is a tracker", "take it out of the address")
