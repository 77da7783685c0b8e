"""``boolean``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from peacedata.check.types.base import FieldType

TRUE_VALUES = ("true", "True", "TRUE", "1")
FALSE_VALUES = ("false", "False", "FALSE", "0")


class BooleanType(FieldType):
    """True or false, in the words that the field allows."""

    name: ClassVar[str] = "boolean"

    def __init__(self, field: Mapping[str, Any]) -> None:
        super().__init__(field)
        true, false = (_words(field, "trueValues", TRUE_VALUES), _words(field, "falseValues", FALSE_VALUES))
        self._values = dict.fromkeys(true, True) | dict.fromkeys(false, False)
        self.words = tuple(self._values)
        self.expected = "one of " + ", ".join(self.words)

    def parse(self, text: str) -> bool | None:
        """True, False or None."""
        return self._values.get(text)


def _words(field: Mapping[str, Any], name: str, default: tuple[str, ...]) -> list[str]:
    given = field.get(name, default)
    return [word for word in given if isinstance(word, str)] if isinstance(given, (list, tuple)) else [*default]
