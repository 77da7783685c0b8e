"""``object``, ``array`` and ``list``."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from typing import Any, ClassVar, NoReturn

from peacedata.check.types.base import COMMON, LENGTHS, FieldType

ITEM_TYPES = ("string", "integer", "boolean", "number", "datetime", "date", "time")


def parse_json(text: str) -> Any:
    """The JSON value of a text; None if it is none, for NaN and Infinity are no JSON."""
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


class _JsonType(FieldType):
    def key(self, value: Any) -> Hashable:
        """Canonical JSON."""
        return json.dumps(value, sort_keys=True, default=str)


class ObjectType(_JsonType):
    """JSON objects."""

    name: ClassVar[str] = "object"
    constraints: ClassVar[frozenset[str]] = COMMON | LENGTHS
    expected = 'a JSON object such as {"a": 1}'

    def parse(self, text: str) -> dict[str, Any] | None:
        """The object."""
        value = parse_json(text)
        return value if isinstance(value, dict) else None


class ArrayType(_JsonType):
    """JSON arrays."""

    name: ClassVar[str] = "array"
    constraints: ClassVar[frozenset[str]] = COMMON | LENGTHS
    expected = "a JSON array such as [1, 2]"

    def parse(self, text: str) -> list[Any] | None:
        """The array."""
        value = parse_json(text)
        return value if isinstance(value, list) else None


class ListType(_JsonType):
    """Delimited items of one type."""

    name: ClassVar[str] = "list"
    constraints: ClassVar[frozenset[str]] = COMMON | LENGTHS

    def __init__(self, field: Mapping[str, Any]) -> None:
        from peacedata.check.types import type_of

        super().__init__(field)
        self._delimiter = str(field.get("delimiter") or ",")
        item = field.get("itemType")
        self._item = type_of({"name": "item", "type": item if item in ITEM_TYPES else "string"})
        self.expected = f"items separated by {self._delimiter!r}, each {self._item.expected}"

    def parse(self, text: str) -> list[Any] | None:
        """The items."""
        items = [self._item.parse(item) for item in text.split(self._delimiter)]
        return None if any(item is None for item in items) else items
