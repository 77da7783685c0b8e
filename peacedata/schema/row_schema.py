"""JSON Schemas of single records, for tools that exchange rows as JSON."""

from __future__ import annotations

from typing import Any

from peacedata.model import EdtfDate, Record
from peacedata.model.dates import PATTERN
from peacedata.model.fields import Number, Text, Truth, Whole
from peacedata.schema.columns import Column, columns

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def row_schema(record: type[Record]) -> dict[str, Any]:
    """The JSON Schema of one record as an object; unknown values are left out, or null.

    Source: JSON Schema 2020-12, https://json-schema.org/draft/2020-12
    """
    fields = columns(record)
    return {
        "$schema": DIALECT,
        "title": record.__name__,
        "description": (record.__doc__ or "").strip(),
        "type": "object",
        "properties": {column.name: _property(column) for column in fields},
        "required": [column.name for column in fields if column.required],
        "additionalProperties": False,
    }


def _property(column: Column) -> dict[str, Any]:
    value: dict[str, Any] = {"type": "string"}
    match column.cell:
        case Text(pattern, max_length):
            value["minLength"] = 1
            value |= {"pattern": f"^(?:{pattern})$"} if pattern else {}
            value |= {"maxLength": max_length} if max_length else {}
        case Whole(minimum, maximum) | Number(minimum, maximum):
            value = {"type": "integer" if column.kind is int else "number", "minimum": minimum}
            value |= {} if maximum is None else {"maximum": maximum}
        case Truth():
            value = {"type": "boolean"}
        case None if column.kind is EdtfDate:
            value["pattern"] = f"^(?:{PATTERN})$"
        case None:
            value["enum"] = [str(code) for code in column.codes or ()]
    if not column.required:
        value["type"] = [value["type"], "null"]
        if "enum" in value:
            value["enum"].append(None)
    return value | {"description": column.description}
