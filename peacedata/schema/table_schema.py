"""Table Schemas (Data Package v2) from the model."""

from __future__ import annotations

from typing import Any

from peacedata.model import TABLES, EdtfDate, Record
from peacedata.model.dates import PATTERN
from peacedata.model.fields import Number, Text, Truth, Whole
from peacedata.schema.columns import Column, columns

PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"


def table_schema(record: type[Record]) -> dict[str, Any]:
    """The Table Schema of a table: fields with constraints and category labels, primary key, foreign keys.

    Source: Data Package v2, https://datapackage.org/standard/table-schema/
    """
    fields = columns(record)
    schema: dict[str, Any] = {
        "$schema": PROFILE,
        "name": record.table_name,
        "description": (record.__doc__ or "").strip(),
        "fields": [_field(column) for column in fields],
        "missingValues": [""],
        "primaryKey": list(record.key_columns),
    }
    keys = [_foreign_key(record, column.name, column.foreign_key) for column in fields if column.foreign_key]
    return schema | ({"foreignKeys": keys} if keys else {})


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": "string", "description": column.description}
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    match column.cell:
        case Text(pattern, max_length):
            constraints |= {"pattern": pattern} if pattern else {}
            constraints |= {"maxLength": max_length} if max_length else {}
        case Whole(minimum, maximum) | Number(minimum, maximum):
            field["type"] = "integer" if column.kind is int else "number"
            constraints["minimum"] = minimum
            constraints |= {} if maximum is None else {"maximum": maximum}
        case Truth():
            field |= {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]}
        case None if column.kind is EdtfDate:
            field["rdfType"] = "http://id.loc.gov/datatypes/edtf/EDTF"
            constraints["pattern"] = PATTERN
        case None:
            codes = column.codes or ()
            field["categories"] = [{"value": str(code), "label": code.label} for code in codes]
            constraints["enum"] = [str(code) for code in codes]
    field["example"] = column.example
    return field | ({"constraints": constraints} if constraints else {})


def _foreign_key(record: type[Record], column: str, table: str) -> dict[str, Any]:
    """A reference of the table to itself names no resource, as the standard asks."""
    reference: dict[str, Any] = {} if table == record.table_name else {"resource": table}
    return {"fields": [column], "reference": reference | {"fields": list(TABLES[table].key_columns)}}
