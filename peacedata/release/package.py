"""A dataset made ready for release: canonical tables and the plain files of its Data Package, in memory."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from peacedata import __version__
from peacedata.errors import InvalidDescriptor
from peacedata.model import TABLES
from peacedata.model.fields import RELEASE_VERSION
from peacedata.release.canonical import canonical_rows, columns_of
from peacedata.release.citation_file import citation_file
from peacedata.release.content_hash import digest, hash_of_files, identity
from peacedata.release.licence import licence_text
from peacedata.release.readme import readme
from peacedata.release.releases import Entry, read_releases
from peacedata.schema.generate import descriptor, to_json
from peacedata.schema.row_schema import row_schema
from peacedata.schema.table_schema import table_schema

if TYPE_CHECKING:
    from peacedata.dataset.dataset import Dataset

_file_name = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?").fullmatch
_version = re.compile(RELEASE_VERSION).fullmatch


@dataclass(frozen=True, slots=True)
class CanonicalTable:
    """One table as released.

    Attributes:
        name: the table's name.
        schema: its Table Schema.
        rows: cells as text by column name, in canonical order.
    """

    name: str
    schema: Mapping[str, Any]
    rows: list[dict[str, str]]

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in order."""
        return columns_of(self.schema)


@dataclass(frozen=True, slots=True)
class ReleasePackage:
    """What every exporter is given.

    Attributes:
        name: the dataset's name, the first part of file names.
        version: the version of the data.
        content_hash: the release's identity.
        descriptor: the released ``datapackage.json``.
        tables: the tables by name, in the order of the model.
        files: the plain files of the Data Package by their path.
    """

    name: str
    version: str
    content_hash: str
    descriptor: Mapping[str, Any]
    tables: Mapping[str, CanonicalTable]
    files: Mapping[str, bytes] = field(repr=False)

    @property
    def title(self) -> str:
        """``peacedata-2026.1``: the name of the archive and of its one folder."""
        return f"{self.name}-{self.version}"


def prepare(dataset: Dataset) -> ReleasePackage:
    """Make a dataset ready for release.

    Raises:
        InvalidDescriptor: if the descriptor states no usable name, version, licence or schema version, a table that the
            model does not have, or a schema that is not the model's; if ``LICENSE-DATA`` is missing; or if
            ``SOURCE_DATE_EPOCH`` is set and not a time.
        InvalidData: if a row has a column that its schema lacks, or ``CITATION.cff`` cannot be used.
    """
    written = dataset.package.descriptor
    _refuse_unfit(dataset)
    files = identity(dataset)
    for name in dataset.tables:
        files[f"schemas/{name}.row.schema.json"] = to_json(row_schema(TABLES[name])).encode("utf-8")
    tables = {
        name: CanonicalTable(name, table.schema, canonical_rows(table.schema, (row.cells for row in table.rows)))
        for name, table in dataset.tables.items()
    }
    content_hash = hash_of_files(files)
    released = _released(written, tables, files, content_hash, _entry(dataset, content_hash))
    files["datapackage.json"] = to_json(released).encode("utf-8")
    files["LICENSE"] = licence_text(dataset.package.folder)
    counts = {name: len(table.rows) for name, table in tables.items()}
    files["CITATION.cff"] = citation_file(dataset.package.folder, released)
    files["README.md"] = readme(released, counts, _formats(released)).encode("utf-8")
    files = dict(sorted(files.items()))
    return ReleasePackage(written["name"], written["version"], content_hash, released, tables, files)


def _formats(released: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    from peacedata.release.exporters import exporters  # which need to know what a package is

    name, version = released["name"], released["version"]
    return [(one.path_in(name, version), one.title, one.holds) for one in exporters().values()]


def _refuse_unfit(dataset: Dataset) -> None:
    written = dataset.package.descriptor
    name, version = written.get("name"), written.get("version")
    if not (isinstance(name, str) and _file_name(name)):
        raise InvalidDescriptor(f"`name` is {name!r}: expected lower-case letters, digits, '.', '_', '-'")
    if not (isinstance(version, str) and _version(version)):
        raise InvalidDescriptor(f"`version` is {version!r}: expected text such as '2026.1' or '2026.1.1'")
    if not isinstance(written.get("peacedata"), dict):
        raise InvalidDescriptor("`peacedata` is missing, so the rules do not apply; `peacedata schema` writes it")
    if not written.get("licenses"):
        raise InvalidDescriptor("`licenses` is missing: nobody may use data without a licence")
    if unknown := sorted(set(dataset.package.resources) - set(TABLES)):
        raise InvalidDescriptor(f"resource {unknown[0]!r} is no table of the model, so a release would lose it")
    for name, table in dataset.tables.items():
        if table.schema != table_schema(TABLES[name]):
            raise InvalidDescriptor(f"the schema of {name!r} is not the model's; `peacedata schema` writes it anew")


def _entry(dataset: Dataset, content_hash: str) -> Entry | None:
    """What ``releases.json`` in the working copy says of this release; None if it means other data."""
    for entry in read_releases(dataset.package.folder):
        if str(entry.version) == dataset.version and entry.content_hash == f"sha256:{content_hash}":
            return entry
    return None


def _released(
    written: Mapping[str, Any],
    tables: Mapping[str, CanonicalTable],
    files: Mapping[str, bytes],
    content_hash: str,
    entry: Entry | None,
) -> dict[str, Any]:
    """The descriptor of the release; made from a released one it comes out the same."""
    drafted = descriptor(written)
    resources = []
    for resource in drafted.pop("resources"):
        data = files[resource["path"]]
        schema = resource.pop("schema")
        # The standard has `hash` and `bytes`; the number of rows is ours.
        found = {"hash": f"sha256:{digest(data)}", "bytes": len(data), "rowCount": len(tables[resource["name"]].rows)}
        resources.append(resource | found | {"schema": schema})
    ours = drafted.pop("peacedata") | {"contentHash": f"sha256:{content_hash}", "library": __version__}
    stated = written["peacedata"]
    change_class = stated.get("changeClass") if stated.get("contentHash") == ours["contentHash"] else None
    if entry:
        change_class = entry.change_class
    ours |= {"changeClass": change_class} if change_class else {}
    prepared = f"{entry.date.isoformat()}T00:00:00Z" if entry else None
    created = drafted.pop("created", None) or prepared or _source_date()
    return drafted | ({"created": created} if created else {}) | {"peacedata": ours, "resources": resources}


def _source_date() -> str | None:
    """The time in ``SOURCE_DATE_EPOCH``, in UTC; the clock is never asked.

    Source: https://reproducible-builds.org/specs/source-date-epoch/
    """
    text = os.environ.get("SOURCE_DATE_EPOCH")
    if not text:
        return None
    try:
        return datetime.fromtimestamp(int(text), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        raise InvalidDescriptor(f"SOURCE_DATE_EPOCH is {text!r}: expected whole seconds since 1970") from None
