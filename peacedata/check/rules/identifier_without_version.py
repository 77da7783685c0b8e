"""PD437: an identifier of a dataset that renumbers, without its version."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Identifier
from peacedata.model.codes import Scheme

VERSIONED = {
    Scheme.UCDP_CONFLICT,
    Scheme.UCDP_DYAD,
    Scheme.UCDP_ACTOR,
    Scheme.UCDP_AGREEMENT,
    Scheme.PAX_PROCESS,
    Scheme.PAX_AGREEMENT,
}


@rule(
    "PD437",
    Identifier,
    severity=Severity.WARNING,
    says="An identifier of UCDP or PA-X does not say of which version of that dataset it is.",
    why="These datasets come out in versions, and numbers that were given once have been changed in a later one. "
    "Without the version nobody can tell whether a number is wrong or old.",
    mend="Fill in `scheme_version` with the version that you looked in, such as `25.1`.",
    related=("PD433",),
    bad={"identifiers": [{"scheme": "ucdp_conflict", "value": "13243", "scheme_version": ""}]},
    good={"identifiers": [{"scheme": "ucdp_conflict", "value": "13243", "scheme_version": "25.1"}]},
)
def identifier_without_version(row: Identifier, context: Context) -> Iterator[Problem]:
    """Country codes, Wikidata and GeoNames have no versions to name."""
    if row.scheme in VERSIONED and row.scheme_version is None:
        yield Problem(
            "scheme_version", f"{row.scheme.label} {row.value}, of which version?", "name the version looked at"
        )
