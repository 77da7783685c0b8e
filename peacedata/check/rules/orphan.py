"""PD529: a record that no other names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import TABLES, Actor, Document, Place, Source
from peacedata.schema.columns import columns

NAMERS = ("events", "participations", "positions", "outcomes", "documents", "signatures", "sources", "claims", "actors")


@rule(
    "PD529",
    Actor,
    Document,
    Place,
    Source,
    severity=Severity.WARNING,
    needs=NAMERS,
    says="No row names an actor, a place or a source, or a document has neither a row nor a claim.",
    why="It is a leftover of a row that was taken out, or the row that should name it is missing. A source that "
    "supports nothing was read for nothing.",
    mend="Add the row that should name it, or delete it; an id that was released gets a row in `retired`.",
    related=("PD310", "PD601"),
    bad={"places": [{"place_id": "sochi"}]},
    good={"places": [{"place_id": "sochi"}], "events": [{"place_id": "sochi"}]},
)
def orphan(record: Actor | Document | Place | Source, context: Context) -> Iterator[Problem]:
    """By all foreign keys; a document is at home in its event and needs no more than a claim."""
    if record.key not in context.shared(_named)[record.table_name]:
        if isinstance(record, Document) and record.claims:
            return
        yield Problem(record.key_columns[0], "no row names it", "use it or take it out")


def _named(context: Context) -> dict[str, set[str | None]]:
    """The keys that rows name, by table."""
    named: dict[str, set[str | None]] = defaultdict(set)
    for name in NAMERS:
        keys = [(column.name, column.foreign_key) for column in columns(TABLES[name]) if column.foreign_key]
        for row in context.dataset.table(name):
            for column, target in keys:
                named[target].add(getattr(row, column))
    return named
