"""How text and numbers stand in the XML of a workbook: written and read by the same rules, so that nothing is lost.

openpyxl neither writes nor reads the escapes of characters that XML cannot hold (and takes ``x005F_`` out of every
text), so both are done here.

Source: ECMA-376 part 1, 22.9.2.19 (ST_Xstring): ``_xHHHH_`` is the character with that number; an underscore that would
begin such an escape is itself written ``_x005F_``.
"""

from __future__ import annotations

import re
from decimal import Decimal

LONGEST_CELL = 32_767  # characters; Excel counts those beyond the basic plane twice
_MOST_DIGITS = 15

_UNFIT = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
# An underscore too that begins an escape only together with the one that follows.
_to_escape = re.compile(f"_(?=x[0-9A-Fa-f]{{4}}[_{_UNFIT}])|[{_UNFIT}]")
_escape = re.compile("_x([0-9A-Fa-f]{4})_")
_number = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?").fullmatch


def escaped(text: str) -> str:
    """The text as it is written: what XML cannot hold, or would change, as escapes."""
    return _to_escape.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescaped(text: str) -> str:
    """The text that was meant; escapes of two surrogates in a row are one character."""
    if "_x" not in text:
        return text
    decoded = _escape.sub(lambda found: chr(int(found[1], 16)), text)
    if not any("\ud800" <= char <= "\udfff" for char in decoded):
        return decoded
    return decoded.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def length(text: str) -> int:
    """The length of a text as Excel counts it, in UTF-16 units."""
    return len(text) + sum(char > "\uffff" for char in text)


def number_text(stored: str) -> str | None:
    """The plain text of a number as a workbook stores it.

    Excel knows 15 digits and shows no more; what stands behind them is noise of binary fractions. So ``60.0`` is ``60``
    and ``0.30000000000000004`` is ``0.3``.

    Returns:
        The text; None where the value is no number, or whole with more than 15 digits, of which Excel has lost some.
    """
    stored = stored.strip()
    if not _number(stored):
        return None
    value = Decimal(stored)
    if value.is_zero():
        return "0"
    if not -300 < value.adjusted() < 300:
        return None
    digits = len(value.normalize().as_tuple().digits)
    if digits > _MOST_DIGITS:
        if value.adjusted() >= _MOST_DIGITS:
            return None
        value = Decimal(f"{value:.{_MOST_DIGITS - 1}e}")
    return f"{value.normalize():f}"


def as_number(text: str) -> Decimal | None:
    """The number to store for a text; None where reading it back would give another text, so that it stays a text."""
    return Decimal(text) if len(text) <= _MOST_DIGITS + 2 and number_text(text) == text else None
