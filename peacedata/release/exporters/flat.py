"""Analysis-ready CSV files: one row per event, and one per event and participant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from peacedata.release.canonical import canonical_csv
from peacedata.release.exporters import Exporter
from peacedata.release.flat.events import NAME as EVENTS
from peacedata.release.flat.events import flat_events
from peacedata.release.flat.participants import NAME as PARTICIPANTS
from peacedata.release.flat.participants import flat_participants
from peacedata.release.flat.source import Source
from peacedata.release.package import ReleasePackage
from peacedata.schema.generate import to_json


def write(package: ReleasePackage, folder: Path) -> None:
    """Write ``flat/<table>.csv``, a Table Schema beside each, and a descriptor that ties them together.

    Source: Data Package v2, https://datapackage.org/standard/data-package/
    """
    target = folder / "flat"
    target.mkdir()
    source = Source(package.tables)
    resources = []
    for name, table in ((EVENTS, flat_events(source)), (PARTICIPANTS, flat_participants(source))):
        (target / f"{name}.csv").write_bytes(canonical_csv(table.schema, table.rows))
        (target / f"{name}.schema.json").write_text(to_json(table.schema), "utf-8", newline="\n")
        resources.append(_resource(name, str(table.schema["description"])))
    (target / "datapackage.json").write_text(to_json(_descriptor(package, resources)), "utf-8", newline="\n")


def _resource(name: str, description: str) -> dict[str, Any]:
    return {
        "name": name,
        "type": "table",
        "description": description,
        "path": f"{name}.csv",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": f"{name}.schema.json",
    }


def _descriptor(package: ReleasePackage, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """What the release says of itself, under a name of its own: it is made from the release and is not the release."""
    kept = ("title", "description", "version", "created", "licenses", "contributors", "keywords")
    head = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "name": f"{package.name}-flat"}
    stated = {key: package.descriptor[key] for key in kept if key in package.descriptor}
    made_from = {"title": f"{package.title}, content hash sha256:{package.content_hash}"}
    return head | stated | {"sources": [made_from], "resources": resources}


EXPORTER = Exporter(
    name="flat",
    title="Flat CSV files",
    media_type="text/csv",
    path="flat/events.csv, flat/event_participants.csv",
    holds="One row per event, and one per event and participant, with labels, names and counts",
    write=write,
)
