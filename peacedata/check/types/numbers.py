"""``integer`` and ``number``: ASCII digits only, no surrounding space, groups only where groups can be."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from peacedata.check.types.base import BOUNDS, COMMON, FieldType

_INTEGER = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_SPECIAL = {"nan": Decimal("NaN"), "inf": Decimal("Infinity"), "-inf": Decimal("-Infinity")}
_LEADING = re.compile(r"\A[^-0-9]*")
_TRAILING = re.compile(r"[^0-9]*\Z")
_DIGITS = 4000  # beyond this, int() takes time that grows with the square of the length


class _NumberType(FieldType):
    """What both types share: bare numbers and groups of digits."""

    constraints: ClassVar[frozenset[str]] = COMMON | BOUNDS
    number = True

    def __init__(self, field: Mapping[str, Any]) -> None:
        super().__init__(field)
        self._bare = field.get("bareNumber", True) is not False
        self._group = str(field.get("groupChar") or "")
        self._decimal = str(field.get("decimalChar") or ".") if self.name == "number" else "."
        self._simple = self._bare and not self._group and self._decimal == "."

    def _plain(self, text: str) -> str | None:
        """The number in its bare lexical form; None if groups or the decimal character stand where they cannot."""
        if not self._bare:
            text = _TRAILING.sub("", _LEADING.sub("", text, count=1), count=1)
        rest = ""
        if self._group and self._group in text:
            # Groups stand between digits: the last has three digits, the others two or three (1,000,000 or 10,00,000).
            mark = re.escape(self._group)
            form = rf"([+-]?[0-9]{{1,3}}(?:{mark}[0-9]{{2,3}})*{mark}[0-9]{{3}})(?![0-9])(.*)"
            grouped = re.fullmatch(form, text, re.DOTALL)
            if grouped is None:
                return None
            text, rest = grouped[1].replace(self._group, ""), grouped[2]
        if self._decimal != ".":
            if "." in text or "." in rest:
                return None
            text, rest = text.replace(self._decimal, "."), rest.replace(self._decimal, ".")
        return text + rest


class IntegerType(_NumberType):
    """Whole numbers."""

    name: ClassVar[str] = "integer"
    expected = "a whole number such as 12 or -3"

    def __init__(self, field: Mapping[str, Any]) -> None:
        super().__init__(field)
        self.accept = "[+-]?[0-9]{1,15}" if self._simple else None

    def parse(self, text: str) -> int | Decimal | None:
        """The number; a Decimal when it is very long."""
        plain = text if self._simple else self._plain(text)
        if plain is None or not _INTEGER.fullmatch(plain):
            return None
        return int(plain) if len(plain) <= _DIGITS else Decimal(plain)


class NumberType(_NumberType):
    """Decimal numbers, NaN, INF and -INF."""

    name: ClassVar[str] = "number"
    expected = "a number such as 12.5 or -3"

    def __init__(self, field: Mapping[str, Any]) -> None:
        super().__init__(field)
        self.accept = r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?" if self._simple else None
        if self._decimal != ".":
            self.expected = f"a number such as 12{self._decimal}5 or -3"

    def parse(self, text: str) -> Decimal | None:
        """The number, exactly."""
        plain = text if self._simple else self._plain(text)
        if plain is None:
            return None
        if not _NUMBER.fullmatch(plain):
            return _SPECIAL.get(plain.lower())
        try:
            return Decimal(plain)
        except InvalidOperation:  # an exponent beyond what any decimal can hold
            return None

    def written(self, number: str) -> str:
        """With the decimal character of the field."""
        return number.replace(".", self._decimal)

    def key(self, value: Any) -> Hashable:
        """NaN equals nothing, itself included."""
        number: Decimal = value
        return object() if number.is_nan() else number
