"""TopoJSON."""

from __future__ import annotations

from typing import Any

from peacedata.check.types.geojson import is_number

# How deep the indexes of arcs are nested.
_ARCS = {"LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}


def is_topojson(value: dict[str, Any]) -> bool:
    """Whether an object is a TopoJSON topology or geometry."""
    try:
        if "bbox" in value and not _box(value["bbox"]):
            return False
        return _topology(value) if value.get("type") == "Topology" else _geometry(value)
    except RecursionError:
        return False


def _topology(value: dict[str, Any]) -> bool:
    objects, arcs, transform = value.get("objects"), value.get("arcs"), value.get("transform")
    if not isinstance(objects, dict) or not all(map(_geometry, objects.values())):
        return False
    if not isinstance(arcs, list) or not all(isinstance(arc, list) and len(arc) >= 2 for arc in arcs):
        return False
    if not all(position is None or _position(position) for arc in arcs for position in arc):
        return False
    if "transform" not in value:
        return True
    return isinstance(transform, dict) and _position(transform.get("scale")) and _position(transform.get("translate"))


def _geometry(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    kind = value.get("type")
    if not isinstance(value.get("properties", {}), dict):
        return False
    if kind == "GeometryCollection":
        geometries = value.get("geometries")
        return isinstance(geometries, list) and all(map(_geometry, geometries))
    if kind == "Point":
        return _position(value.get("coordinates"))
    if kind == "MultiPoint":
        points = value.get("coordinates")
        return isinstance(points, list) and all(map(_position, points))
    return isinstance(kind, str) and kind in _ARCS and _indexes(value.get("arcs"), _ARCS[kind])


def _indexes(value: Any, depth: int) -> bool:
    if depth == 0:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, list) and all(_indexes(item, depth - 1) for item in value)


def _box(value: Any) -> bool:
    """The least and then the greatest position."""
    return _position(value) and len(value) >= 4 and len(value) % 2 == 0


def _position(value: Any) -> bool:
    return isinstance(value, list) and len(value) >= 2 and all(map(is_number, value))
