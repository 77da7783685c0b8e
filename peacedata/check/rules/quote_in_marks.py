"""PD615: a quote that is wrapped or cut."""

from __future__ import annotations

import re
from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Claim

CUT = re.compile(r"^(?:\.\.\.|…)|(?:\.\.\.|…)$|\[(?:\.\.\.|…)\]|(?<!\.)\.\.\.(?!\.)")
WRAPPED = re.compile(r'^(?:"[^"]*"|“[^“”]*”|«[^«»]*»|„[^„“]*“|‘[^‘’]*’)[.,]?$')


@rule(
    "PD615",
    Claim,
    severity=Severity.WARNING,
    says="A quote stands in quotation marks, or words were cut out of it.",
    why="The column says that it is a quote. Verbatim means whole: what is left out may be what mattered.",
    mend="Take the marks away; choose a shorter passage instead of cutting words out.",
    related=("PD614", "PD418"),
    bad={"claims": [{"quote": '"We agreed ... to exchange all seriously wounded."'}]},
    good={"claims": [{"quote": "We agreed to exchange all seriously wounded."}]},
)
def quote_in_marks(claim: Claim, context: Context) -> Iterator[Problem]:
    """Marks around the whole, and ellipses."""
    if claim.quote is None:
        return
    if WRAPPED.fullmatch(claim.quote):
        yield Problem("quote", "quotation marks around the whole", "take them out")
    if CUT.search(claim.quote):
        yield Problem("quote", "words are cut out", "quote a passage that is whole")
