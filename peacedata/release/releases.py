"""``releases.json``: every release of a dataset, in the working copy and in every channel."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from peacedata.errors import InvalidData, InvalidDescriptor
from peacedata.intake.package import read_json
from peacedata.release.version import DataVersion, SchemaVersion
from peacedata.schema.generate import to_json

FILE = "releases.json"
FORMAT = 1
_KEYS = ("version", "content_hash", "schema_version", "date", "change_class", "rows")


@dataclass(frozen=True, slots=True)
class Entry:
    """One release.

    Attributes:
        version: its version.
        content_hash: its identity, ``sha256:…``.
        schema_version: the version of its schema.
        date: the day of its release.
        change_class: what it changed; ``additive`` for the first.
        rows: the number of rows of each table.
        more: what else is written there, such as ``withdrawn``; kept as it is.
    """

    version: DataVersion
    content_hash: str
    schema_version: SchemaVersion
    date: date
    change_class: str | None
    rows: Mapping[str, int] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """The entry as it is written."""
        return {
            "version": str(self.version),
            "content_hash": self.content_hash,
            "schema_version": str(self.schema_version),
            "date": self.date.isoformat(),
            "change_class": self.change_class,
            "rows": dict(self.rows),
            **self.more,
        }


def read_releases(folder: Path) -> tuple[Entry, ...]:
    """The releases that the ``releases.json`` in a folder lists, by version; none if there is no such file.

    Raises:
        InvalidDescriptor: if it is not as ``releases.schema.json`` says.
    """
    if not (folder / FILE).exists():
        return ()
    return entries_of(read_json(folder, FILE))


def parse_releases(text: bytes) -> tuple[Entry, ...]:
    """The releases that the text of a ``releases.json`` lists.

    Raises:
        InvalidDescriptor: if it is not as ``releases.schema.json`` says.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidDescriptor(f"{FILE} is not JSON") from None
    return entries_of(content)


def entries_of(content: object) -> tuple[Entry, ...]:
    """The releases in what a ``releases.json`` holds, by version.

    Raises:
        InvalidDescriptor: if it is not as ``releases.schema.json`` says.
    """
    listed = content.get("releases") if isinstance(content, Mapping) else None
    if not isinstance(content, Mapping) or content.get("format") != FORMAT or not isinstance(listed, list):
        raise InvalidDescriptor(f'{FILE}: expected {{"format": {FORMAT}, "releases": […]}}')
    entries = [_entry(one, number) for number, one in enumerate(listed, 1)]
    versions = [entry.version for entry in entries]
    twice = next((version for version in versions if versions.count(version) > 1), None)
    if twice is not None:
        raise InvalidDescriptor(f"{FILE} lists {twice} twice")
    return tuple(sorted(entries, key=lambda entry: entry.version))


def _entry(one: object, number: int) -> Entry:
    if not isinstance(one, Mapping):
        raise InvalidDescriptor(f"{FILE}: release {number} is no object")
    try:
        rows = one.get("rows") or {}
        return Entry(
            DataVersion.parse(str(one["version"])),
            str(one["content_hash"]),
            SchemaVersion.parse(str(one["schema_version"])),
            date.fromisoformat(str(one["date"])),
            None if one["change_class"] is None else str(one["change_class"]),
            {str(name): int(count) for name, count in rows.items()},
            {name: value for name, value in one.items() if name not in _KEYS},
        )
    except KeyError as missing:
        raise InvalidDescriptor(f"{FILE}: release {number} has no {missing}") from None
    except (InvalidData, ValueError, TypeError, AttributeError) as error:
        raise InvalidDescriptor(f"{FILE}: release {number}: {error}") from None


def releases_text(entries: Iterable[Entry]) -> str:
    """The text of a ``releases.json``, sorted by version."""
    listed = [entry.as_data() for entry in sorted(entries, key=lambda entry: entry.version)]
    return to_json({"format": FORMAT, "releases": listed})


def releases_schema() -> dict[str, Any]:
    """The JSON Schema of ``releases.json``."""
    from importlib.resources import files

    content: dict[str, Any] = json.loads(files("peacedata.release").joinpath("releases.schema.json").read_bytes())
    return content
