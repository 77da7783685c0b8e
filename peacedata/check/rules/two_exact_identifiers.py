"""PD518: one record that is two things elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Identifier
from peacedata.model.codes import Match


@rule(
    "PD518",
    Identifier,
    severity=Severity.WARNING,
    says="A record claims to be the very same thing as two entries of one other dataset.",
    why="The other dataset tells two things apart where we have one, so each of them is narrower; or one of the two "
    "numbers is wrong.",
    mend="Set `match` of each to `narrower`, or delete the one that is wrong.",
    related=("PD517", "PD436"),
    bad={"identifiers": [{"scheme": "ucdp_actor", "value": "61"}, {"scheme": "ucdp_actor", "value": "57"}]},
    good={
        "identifiers": [
            {"scheme": "ucdp_actor", "value": "61", "match": "exact"},
            {"scheme": "ucdp_actor", "value": "57", "match": "related"},
        ]
    },
)
def two_exact_identifiers(row: Identifier, context: Context) -> Iterator[Problem]:
    """Within one version of the other dataset, which may number things anew in the next."""
    if row.match is not Match.EXACT:
        return
    first = context.shared(_first_value)[row.table, row.record_id, row.scheme, row.scheme_version]
    if first != row.value:
        yield Problem("match", f"it is {row.scheme.label} {first} too", "use narrower or related for one of the two")


def _first_value(context: Context) -> dict[tuple[str, str, str, str | None], str]:
    values: dict[tuple[str, str, str, str | None], str] = {}
    for row in context.dataset.identifiers:
        if row.match is Match.EXACT:
            values.setdefault((row.table, row.record_id, row.scheme, row.scheme_version), row.value)
    return values
