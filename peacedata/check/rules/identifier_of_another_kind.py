"""PD436: an identifier of another kind of thing."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.check.schemes import FORMS
from peacedata.model import Identifier
from peacedata.model.codes import Match


@rule(
    "PD436",
    Identifier,
    says="An identifier claims to be the very same thing as a record of another kind.",
    why="A conflict is no text and a country number no place. Where the two have to do with each other, the match is "
    "related, broader or narrower.",
    mend="Set `match` to `related`, `broader` or `narrower`, or attach the identifier to the record that it is of.",
    related=("PD517", "PD518"),
    bad={"identifiers": [{"table": "documents", "record_id": "x", "scheme": "ucdp_dyad", "value": "14117"}]},
    good={
        "identifiers": [
            {"table": "documents", "record_id": "x", "scheme": "ucdp_dyad", "value": "14117", "match": "related"}
        ]
    },
)
def identifier_of_another_kind(row: Identifier, context: Context) -> Iterator[Problem]:
    """Exact matches only."""
    tables = FORMS[row.scheme].tables
    if row.match is Match.EXACT and tables and row.table not in tables:
        expected = " or ".join(sorted(tables))
        yield Problem("match", f"{row.scheme.label} identifiers name {expected}, not {row.table}", "use related")
