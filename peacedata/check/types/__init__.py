"""The types of Table Schema, one class each; ``type_of`` finds the one of a field."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

from peacedata.check.types.base import FieldType

__all__ = ["TYPES", "FieldType", "type_of"]

# The module of each type: only those that a schema uses are imported.
_MODULES = {
    "string": "string",
    "any": "string",
    "number": "numbers",
    "integer": "numbers",
    "boolean": "boolean",
    "object": "structured",
    "array": "structured",
    "list": "structured",
    "date": "temporal",
    "time": "temporal",
    "datetime": "temporal",
    "year": "years",
    "yearmonth": "years",
    "duration": "duration",
    "geopoint": "geo",
    "geojson": "geo",
}
TYPES = tuple(_MODULES)


def type_of(field: Mapping[str, Any]) -> FieldType:
    """The type of a field, with its options; a field without a type holds text."""
    name = field.get("type") or "string"
    module = importlib.import_module(f"peacedata.check.types.{_MODULES[name]}")
    kind: type[FieldType] = getattr(module, f"{name.capitalize()}Type")
    return kind(field)
