"""What identifiers of other datasets look like, how large they get, and which of our tables they name."""

from __future__ import annotations

import re
from typing import NamedTuple

from peacedata.model.codes import Scheme

FLOAT = re.compile(r"([0-9]+)[.][0-9]*")


class Form(NamedTuple):
    """One scheme.

    Attributes:
        pattern: of the whole value.
        says: the pattern in words.
        largest: the greatest number with some room; zero where the value is no number.
        tables: the tables whose records can be the very same thing; empty for any.
        short: whether a number of two fused ones can be told from one by its length.
    """

    pattern: re.Pattern[str]
    says: str
    largest: int
    tables: frozenset[str]
    short: bool


def _number(largest: int, *tables: str, short: bool = True) -> Form:
    return Form(re.compile(r"[1-9][0-9]*"), "a whole number", largest, frozenset(tables), short)


# The bounds are generous: UCDP ids have at most five digits, PA-X processes three and agreements four, the country
# numbers of both state lists end at 990, GeoNames ids have eight digits and Wikidata's nine.
FORMS: dict[Scheme, Form] = {
    Scheme.UCDP_CONFLICT: _number(99_999, "processes"),
    Scheme.UCDP_DYAD: _number(99_999, "processes"),
    Scheme.UCDP_ACTOR: _number(99_999, "actors"),
    Scheme.UCDP_AGREEMENT: _number(99_999, "documents", "events"),
    Scheme.PAX_PROCESS: _number(999, "processes"),
    Scheme.PAX_AGREEMENT: _number(9_999, "documents", "events"),
    Scheme.GW: _number(990, "actors"),
    Scheme.COW: _number(990, "actors"),
    Scheme.ISO3166: Form(re.compile(r"[A-Z]{3}"), "three capital letters", 0, frozenset({"actors", "places"}), False),
    Scheme.WIKIDATA: Form(re.compile(r"Q[1-9][0-9]*"), "Q and a number", 999_999_999, frozenset(), False),
    Scheme.GEONAMES: _number(99_999_999, "places", short=False),
}


def halves(value: str) -> tuple[str, str] | None:
    """The two numbers of a value such as ``169170``, whose halves follow each other; None if they do not."""
    middle, odd = divmod(len(value), 2)
    if odd or middle < 3 or not value.isascii() or not value.isdigit():
        return None
    first, second = value[:middle], value[middle:]
    return (first, second) if int(second) - int(first) == 1 and first[0] != "0" else None
