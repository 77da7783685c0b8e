"""One JSON-LD file: the dataset as linked data, in the terms of schema.org and, column by column, in our own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from peacedata.release.about import authors, keywords, licences, publisher, released_on, schema_org_party, title
from peacedata.release.canonical import key_of
from peacedata.release.exporters import Exporter
from peacedata.release.linked.nodes import nodes
from peacedata.release.linked.terms import context, record_id
from peacedata.release.package import ReleasePackage
from peacedata.release.typed import record_key


def write(package: ReleasePackage, folder: Path) -> None:
    """Write ``<name>.jsonld``: one node for the dataset and one for every row; its context is inline.

    Raises:
        ValueError: if a cell is not of its column's type.

    Source: JSON-LD 1.1, https://www.w3.org/TR/json-ld11/; schema.org, https://schema.org
    """
    head = json.dumps(context(package.tables), indent=2, ensure_ascii=False)
    with (folder / f"{package.name}.jsonld").open("w", encoding="utf-8", newline="\n") as file:
        # One node a line, so that two releases can be compared by line.
        file.write(f'{{"@context": {head},\n"@graph": [\n')
        file.write(json.dumps(_dataset(package), ensure_ascii=False))
        for node in nodes(package):
            file.write(",\n" + json.dumps(node, ensure_ascii=False))
        file.write("\n]}\n")


def _dataset(package: ReleasePackage) -> dict[str, Any]:
    descriptor, sources = package.descriptor, package.tables["sources"]
    day = released_on(descriptor)
    key = key_of(sources.schema)
    found = {
        "@id": f"urn:peacedata:release:{package.title}",
        "@type": "Dataset",
        "identifier": f"sha256:{package.content_hash}",
        "name": title(descriptor),
        "description": str(descriptor.get("description") or ""),
        "version": package.version,
        "license": [str(one["path"]) for one in licences(descriptor) if one.get("path")],
        "keywords": keywords(descriptor),
        "creator": [schema_org_party(party) for party in authors(descriptor)],
        "publisher": schema_org_party(publisher(descriptor)),
        "datePublished": day.isoformat() if day else "",
        "citation": [record_id("sources", record_key(key, row)) for row in sources.rows],
    }
    return {name: value for name, value in found.items() if value not in ("", [])}


EXPORTER = Exporter(
    name="jsonld",
    title="JSON-LD",
    media_type="application/ld+json",
    path="<name>.jsonld",
    holds="Every row as linked data, with the terms of schema.org",
    write=write,
)
