"""Types of a table without a schema, guessed from its first records as frictionless guesses them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peacedata.check.field import FieldCheck

_CANDIDATES = (
    "yearmonth",
    "geopoint",
    "duration",
    "geojson",
    "object",
    "array",
    "datetime",
    "time",
    "date",
    "integer",
    "number",
    "boolean",
    "year",
    "string",
)
_CONFIDENCE = 0.9
SAMPLE = 100


def infer_schema(labels: Sequence[str], sample: Sequence[Sequence[str]]) -> dict[str, Any]:
    """A Table Schema that fits the labels and nine out of ten records of the sample."""
    names = _unique([label or f"field{number}" for number, label in enumerate(labels, start=1)])
    if not names and sample:
        names = [f"field{number}" for number in range(1, len(sample[0]) + 1)]
    return {"fields": [{"name": name, "type": _type(sample, index)} for index, name in enumerate(names)]}


def _unique(names: list[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        new, suffix = name, 2
        while new in found:
            new, suffix = f"{name}{suffix}", suffix + 1
        found.append(new)
    return found


def _type(sample: Sequence[Sequence[str]], index: int) -> str:
    cells = [row[index] if index < len(row) else None for row in sample]
    fields = [FieldCheck({"name": "", "type": name}, frozenset({""})) for name in _CANDIDATES]
    scores = [0] * len(fields)
    most = len(sample)
    for cell in cells:
        if cell == "":
            most -= 1
        for number, field in enumerate(fields):
            if scores[number] < len(sample) * (_CONFIDENCE - 1):
                continue
            if cell != "":
                scores[number] += -1 if field.judge(cell) else 1
            if most > 0 and scores[number] >= most * _CONFIDENCE:
                return _CANDIDATES[number]
    return "any"
