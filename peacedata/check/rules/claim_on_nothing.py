"""PD604: a claim, an identifier or a tombstone of a record that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Claim, Identifier
from peacedata.nearest import did_you_mean


@rule(
    "PD604",
    Claim,
    Identifier,
    says="A claim or an identifier is about a record that does not exist.",
    why="table and record_id together name a record; a key that names nothing is a typing error or a record that was "
    "renamed. A Table Schema cannot say this, since the table is in a column.",
    mend="Correct `record_id`: the hint names the nearest key. The key of a link table is its parts joined with `/`.",
    related=("PD605", "PD310"),
    bad={"claims": [{"table": "events", "record_id": "no-such-event", "field": "", "value": ""}]},
    good={
        "events": [{"event_id": "talks"}],
        "claims": [{"table": "events", "record_id": "talks", "field": "", "value": ""}],
    },
)
def claim_on_nothing(row: Claim | Identifier, context: Context) -> Iterator[Problem]:
    """The table that could not be read whole gives no verdict."""
    table = context.dataset.table(row.table)
    if row.record_id not in table and table.complete:
        hint = did_you_mean(row.record_id, table.keys())
        yield Problem("record_id", f"{row.table} has no record {row.record_id!r}", hint)
