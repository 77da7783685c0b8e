"""PD435: an identifier that its scheme cannot have given."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.check.schemes import FORMS, halves
from peacedata.model import Identifier
from peacedata.model.codes import Scheme
from peacedata.model.countries import Country
from peacedata.nearest import did_you_mean


@rule(
    "PD435",
    Identifier,
    says="An identifier is far larger than any that its scheme has given, or a country code that does not exist.",
    why="It is a number of another scheme, two numbers in one, or a slip of the finger; it joins with nothing.",
    mend="Look it up in the other dataset; see whether it is of another scheme, or two numbers without the separator.",
    related=("PD516", "PD433"),
    bad={"identifiers": [{"scheme": "gw", "value": "3690"}]},
    good={"identifiers": [{"scheme": "gw", "value": "369"}]},
)
def identifier_impossible(row: Identifier, context: Context) -> Iterator[Problem]:
    """Well-formed values only; fused numbers are another rule's."""
    form = FORMS[row.scheme]
    if not form.pattern.fullmatch(row.value):
        return
    if row.scheme is Scheme.ISO3166 and row.value not in Country.__members__:
        hint = did_you_mean(row.value, Country.__members__)
        yield Problem("value", f"ISO 3166-1 has no country {row.value}", hint)
    if form.largest and int(row.value.removeprefix("Q")) > form.largest and not (form.short and halves(row.value)):
        yield Problem("value", f"{row.value} is larger than any {row.scheme.label} identifier ({form.largest:,})")
