"""One GeoJSON file: the events whose place has coordinates, as points."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from peacedata.release.about import licences, title
from peacedata.release.exporters import Exporter
from peacedata.release.package import CanonicalTable, ReleasePackage
from peacedata.release.typed import Plain, labels, plain, typed


def write(package: ReleasePackage, folder: Path) -> None:
    """Write ``<name>.geojson``: one feature per event, with its id, its columns, the labels of its codes and its place.

    Events without a place, and places without both coordinates, have no point and are left out; nothing is invented.
    Longitude comes first, on WGS 84, as the format wants.

    Raises:
        ValueError: if a cell is not of its column's type.

    Source: RFC 7946, https://www.rfc-editor.org/rfc/rfc7946
    """
    events, places = package.tables["events"], package.tables["places"]
    points = {row["place_id"]: row for row in places.rows if row["latitude"] and row["longitude"]}
    processes = {row["process_id"]: row["name"] for row in package.tables["processes"].rows}
    features = [
        _feature(events, row, places, points[row["place_id"]], processes[row["process_id"]])
        for row in events.rows
        if row["place_id"] in points
    ]
    head: dict[str, Any] = {
        "type": "FeatureCollection",
        "name": package.title,
        "title": title(package.descriptor),
        "version": package.version,
        "content_hash": f"sha256:{package.content_hash}",
        "licence": ", ".join(str(one["name"]) for one in licences(package.descriptor) if "name" in one),
    }
    # One feature a line, so that two releases can be compared by line.
    text = json.dumps(head, ensure_ascii=False)[:-1] + ', "features": [\n'
    text += ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features) + "\n]}\n"
    (folder / f"{package.name}.geojson").write_text(text, "utf-8", newline="\n")


def _feature(
    events: CanonicalTable, event: dict[str, str], places: CanonicalTable, place: dict[str, str], process: str
) -> dict[str, Any]:
    properties = {}
    for name, value in _with_labels(events, event).items():
        properties[name] = value
        if name == "process_id":
            properties["process_name"] = process
        if name == "place_id":
            where = _with_labels(places, place)
            shown = ("name", "country", "country_label", "precision", "precision_label")
            properties |= {f"place_{column}": where[column] for column in shown}
    point = [float(place["longitude"]), float(place["latitude"])]
    geometry = {"type": "Point", "coordinates": point}
    return {"type": "Feature", "id": event["event_id"], "geometry": geometry, "properties": properties}


def _with_labels(table: CanonicalTable, row: dict[str, str]) -> dict[str, Plain]:
    """The values of a row for JSON; each code is followed by its label."""
    codes = {field["name"]: found for field in table.schema["fields"] if (found := labels(field))}
    values: dict[str, Plain] = {}
    for name, value in typed(table.schema, row).items():
        values[name] = plain(value)
        if name in codes:
            values[f"{name}_label"] = codes[name].get(row[name])
    return values


EXPORTER = Exporter(
    name="geojson",
    title="GeoJSON",
    media_type="application/geo+json",
    path="<name>.geojson",
    holds="The events whose place has coordinates, as points",
    write=write,
)
