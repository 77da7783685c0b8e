"""GeoJSON after RFC 7946."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def is_geojson(value: dict[str, Any]) -> bool:
    """Whether an object is a GeoJSON geometry, feature or collection."""
    try:
        return _object(value)
    except RecursionError:
        return False


def _object(value: dict[str, Any]) -> bool:
    kind = value.get("type")
    if "bbox" in value and not _every(value["bbox"], is_number):
        return False
    if kind == "Feature":
        return _feature(value)
    if kind == "FeatureCollection":
        return _every(value.get("features"), _feature)
    return _geometry(value)


def _feature(value: Any) -> bool:
    if not isinstance(value, dict) or value.get("type") != "Feature" or not {"geometry", "properties"} <= value.keys():
        return False
    if value["properties"] is not None and not isinstance(value["properties"], dict):
        return False
    return value["geometry"] is None or _geometry(value["geometry"])


def _geometry(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    kind = value.get("type")
    if kind == "GeometryCollection":
        return _every(value.get("geometries"), _geometry)
    matches = _COORDINATES.get(kind) if isinstance(kind, str) else None
    return matches is not None and matches(value.get("coordinates"))


def is_number(value: Any) -> bool:
    """Whether a JSON value is a number."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _every(value: Any, matches: Callable[[Any], bool], least: int = 0) -> bool:
    return isinstance(value, list) and len(value) >= least and all(map(matches, value))


def _position(value: Any) -> bool:
    return _every(value, is_number, 2) and len(value) <= 3


def _line(value: Any) -> bool:
    return _every(value, _position, 2)


def _ring(value: Any) -> bool:
    return _every(value, _position, 4) and value[0] == value[-1]


def _polygon(value: Any) -> bool:
    return _every(value, _ring)


_COORDINATES: dict[str, Callable[[Any], bool]] = {
    "Point": _position,
    "MultiPoint": lambda value: _every(value, _position),
    "LineString": _line,
    "MultiLineString": lambda value: _every(value, _line),
    "Polygon": _polygon,
    "MultiPolygon": lambda value: _every(value, _polygon),
}
