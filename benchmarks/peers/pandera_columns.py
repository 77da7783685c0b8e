"""The columns of the table for pandera, the same on both of its backends."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Any

from benchmarks.peers.common import URI
from benchmarks.table import FALSE_VALUES, FIELDS, TRUE_VALUES


def checks(pa: ModuleType, field: dict[str, Any], allowed: list[str]) -> list[Any]:
    """The checks of one column."""
    constraints, check = field.get("constraints", {}), pa.Check
    found = []
    if field["type"] == "boolean":
        found.append(check.isin(TRUE_VALUES + FALSE_VALUES))
    if field["name"] == "process_id":
        found.append(check.isin(allowed))
    if field.get("format") == "uri":
        found.append(check.str_matches(URI))
    if "enum" in constraints:
        found.append(check.isin(constraints["enum"]))
    if "pattern" in constraints:
        found.append(check.str_matches(f"^(?:{constraints['pattern']})$"))
    if "minLength" in constraints:
        found.append(check.str_length(constraints["minLength"], constraints["maxLength"]))
    if "minimum" in constraints:
        found.append(check.ge(constraints["minimum"]))
    if "maximum" in constraints:
        found.append(check.le(constraints["maximum"]))
    return found


def schema(pa: ModuleType, dtypes: Mapping[str, Any], allowed: list[str]) -> Any:
    """The schema.

    Args:
        pa: ``pandera.pandas`` or ``pandera.polars``.
        dtypes: the backend's type for each type of the table.
        allowed: the values that the foreign key may have.
    """
    columns = {
        field["name"]: pa.Column(
            dtypes[field["type"]],
            checks(pa, field, allowed),
            nullable=not field.get("constraints", {}).get("required", False),
        )
        for field in FIELDS
    }
    return pa.DataFrameSchema(columns, unique=["event_id"])
