"""``geopoint`` and ``geojson``."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from peacedata.check.types.base import COMMON, FieldType
from peacedata.check.types.geojson import is_geojson
from peacedata.check.types.structured import parse_json
from peacedata.check.types.topojson import is_topojson

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


class GeopointType(FieldType):
    """Longitude and latitude."""

    name: ClassVar[str] = "geopoint"
    constraints: ClassVar[frozenset[str]] = COMMON
    formats: ClassVar[frozenset[str] | None] = frozenset({"default", "array", "object"})

    def __init__(self, field: Mapping[str, Any]) -> None:
        super().__init__(field)
        example = {"array": "[30.5, 50.4]", "object": '{"lon": 30.5, "lat": 50.4}'}.get(self.format, "30.5, 50.4")
        self.expected = f"longitude and latitude such as {example}"

    def parse(self, text: str) -> tuple[Decimal, Decimal] | None:
        """Longitude and latitude."""
        parts: Any
        if self.format == "array":
            parts = parse_json(text)
        elif self.format == "object":
            value = parse_json(text)
            parts = [value["lon"], value["lat"]] if isinstance(value, dict) and value.keys() == {"lon", "lat"} else None
        else:
            parts = [part.strip(" \t") for part in text.split(",")]
        if not isinstance(parts, list) or len(parts) != 2:
            return None
        lon, lat = (_decimal(part) for part in parts)
        if lon is None or lat is None or abs(lon) > 180 or abs(lat) > 90:
            return None
        return lon, lat


def _decimal(part: Any) -> Decimal | None:
    if isinstance(part, bool) or not isinstance(part, (str, int, float)):
        return None
    text = part if isinstance(part, str) else repr(part)
    try:
        return Decimal(text) if _NUMBER.fullmatch(text) else None
    except InvalidOperation:
        return None


class GeojsonType(FieldType):
    """GeoJSON or TopoJSON objects."""

    name: ClassVar[str] = "geojson"
    constraints: ClassVar[frozenset[str]] = COMMON
    formats: ClassVar[frozenset[str] | None] = frozenset({"default", "topojson"})
    expected = 'a GeoJSON object such as {"type": "Point", "coordinates": [30.5, 50.4]}'

    def parse(self, text: str) -> dict[str, Any] | None:
        """The object."""
        value = parse_json(text)
        if not isinstance(value, dict):
            return None
        valid = is_topojson(value) if self.format == "topojson" else is_geojson(value)
        return value if valid else None

    def key(self, value: Any) -> Hashable:
        """Canonical JSON."""
        return json.dumps(value, sort_keys=True)
