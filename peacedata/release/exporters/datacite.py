"""``datacite.json``: the metadata with which the release can be registered for a DOI."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from peacedata.release.about import Party, authors, keywords, licences, publisher, released_on, title
from peacedata.release.exporters import Exporter
from peacedata.release.package import ReleasePackage
from peacedata.schema.generate import to_json

_LANGUAGE = "en"


def write(package: ReleasePackage, folder: Path) -> None:
    """Write ``datacite.json``, by the JSON Schema of DataCite 4.5.

    It holds no DOI, because the release has none before it is registered; the content hash is its identifier.

    Source: DataCite Metadata Schema 4.5, https://datacite-metadata-schema.readthedocs.io/en/4.5/
    """
    descriptor = package.descriptor
    size = sum(len(data) for path, data in package.files.items() if path.startswith("data/"))
    about: dict[str, Any] = {
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Dataset"},
        "creators": [_creator(party) for party in authors(descriptor)],
        "titles": [{"title": title(descriptor), "lang": _LANGUAGE}],
        "publisher": {"name": publisher(descriptor).name},
        "publicationYear": package.version[:4],
        "version": package.version,
        "language": _LANGUAGE,
        "alternateIdentifiers": [
            {"alternateIdentifier": f"sha256:{package.content_hash}", "alternateIdentifierType": "Content hash"}
        ],
        "rightsList": [_rights(one) for one in licences(descriptor)],
        "formats": ["text/csv"],
        "sizes": [f"{size} bytes", *(f"{len(table.rows)} {name}" for name, table in package.tables.items())],
        "schemaVersion": "http://datacite.org/schema/kernel-4",
    }
    if descriptor.get("description"):
        text = {"description": str(descriptor["description"]), "descriptionType": "Abstract", "lang": _LANGUAGE}
        about["descriptions"] = [text]
    if words := keywords(descriptor):
        about["subjects"] = [{"subject": word, "lang": _LANGUAGE} for word in words]
    if day := released_on(descriptor):
        about["dates"] = [{"date": day.isoformat(), "dateType": "Issued"}]
    (folder / "datacite.json").write_text(to_json(about), "utf-8", newline="\n")


def _creator(party: Party) -> dict[str, str]:
    if party.is_person:
        name = f"{party.family}, {party.given}"
        return {"name": name, "nameType": "Personal", "givenName": party.given, "familyName": party.family}
    return {"name": party.name, "nameType": "Organizational"}


def _rights(licence: Mapping[str, Any]) -> dict[str, str]:
    found = {"rights": str(licence.get("title") or licence.get("name") or licence.get("path"))}
    if licence.get("path"):
        found["rightsUri"] = str(licence["path"])
    if licence.get("name"):
        # The names of licences in a Data Package are those of Open Definition, which are SPDX's for open data.
        spdx = {"rightsIdentifierScheme": "SPDX", "schemeUri": "https://spdx.org/licenses/"}
        found |= {"rightsIdentifier": str(licence["name"]), **spdx}
    return found


EXPORTER = Exporter(
    name="datacite",
    title="DataCite metadata",
    media_type="application/vnd.datacite.datacite+json",
    path="datacite.json",
    holds="Metadata for the registration of a DOI",
    write=write,
)
