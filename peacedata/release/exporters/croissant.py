"""``croissant.json``: the CSV files and their columns as machine-learning tools and search engines read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from peacedata.release.about import (
    authors,
    citation,
    keywords,
    licences,
    publisher,
    released_on,
    schema_org_party,
    title,
)
from peacedata.release.canonical import key_of
from peacedata.release.content_hash import digest
from peacedata.release.exporters import Exporter
from peacedata.release.package import CanonicalTable, ReleasePackage
from peacedata.release.typed import references
from peacedata.schema.generate import to_json

# The context that the standard gives, word for word; it is inline, so nothing is fetched to read it.
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_TYPES = {"string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean"}


def write(package: ReleasePackage, folder: Path) -> None:
    """Write ``croissant.json``: one record set for each table, with its key, its columns and what they refer to.

    The files are named by their paths beside it, each with its SHA-256. Dates stay text, since many are no days.

    Source: Croissant 1.0, https://docs.mlcommons.org/croissant/docs/croissant-spec.html
    """
    descriptor = package.descriptor
    about: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": package.name,
        "alternateName": title(descriptor),
        "description": str(descriptor.get("description") or title(descriptor)),
        "version": _semantic(package.version),
        "identifier": f"sha256:{package.content_hash}",
        "license": [_licence(one) for one in licences(descriptor)],
        "creator": [schema_org_party(party) for party in authors(descriptor)],
        "publisher": [schema_org_party(publisher(descriptor))],
        "citeAs": citation(descriptor),
    }
    if words := keywords(descriptor):
        about["keywords"] = words
    if day := released_on(descriptor):
        about["datePublished"] = day.isoformat()
    if descriptor.get("homepage"):
        about["url"] = str(descriptor["homepage"])
    about["distribution"] = [_file(package, name) for name in package.tables]
    about["recordSet"] = [_record_set(table) for table in package.tables.values()]
    (folder / "croissant.json").write_text(to_json(about), "utf-8", newline="\n")


def _semantic(version: str) -> str:
    """The version as the standard wants it, with three numbers: 2026.1 is 2026.1.0."""
    return version if version.count(".") == 2 else f"{version}.0"


def _licence(licence: Mapping[str, Any]) -> str:
    return str(licence.get("path") or licence.get("name") or licence.get("title"))


def _file(package: ReleasePackage, table: str) -> dict[str, Any]:
    path = f"data/{table}.csv"
    data = package.files[path]
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": f"{table}.csv",
        "contentUrl": path,
        "contentSize": f"{len(data)} B",
        "encodingFormat": "text/csv",
        "sha256": digest(data),
    }


def _record_set(table: CanonicalTable) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.schema["description"],
        "key": [{"@id": f"{table.name}/{column}"} for column in key_of(table.schema)],
        "field": [*_fields(table)],
    }


def _fields(table: CanonicalTable) -> Iterator[dict[str, Any]]:
    pointed = references(table.schema)
    keys = {
        key["fields"][0]: key["reference"]["fields"][0]
        for key in table.schema.get("foreignKeys", ())
        if len(key["fields"]) == 1
    }
    for field in table.schema["fields"]:
        name = field["name"]
        one = {
            "@type": "cr:Field",
            "@id": f"{table.name}/{name}",
            "name": name,
            "description": field["description"],
            "dataType": _TYPES[field["type"]],
            "source": {"fileObject": {"@id": f"data/{table.name}.csv"}, "extract": {"column": name}},
        }
        if name in pointed and pointed[name] != table.name:  # a cycle of one is no join that the tools can make
            one["references"] = {"field": {"@id": f"{pointed[name]}/{keys[name]}"}}
        yield one


EXPORTER = Exporter(
    name="croissant",
    title="Croissant",
    media_type="application/ld+json",
    path="croissant.json",
    holds="Metadata for machine-learning tools and data search, with every column of the CSV files",
    write=write,
)
