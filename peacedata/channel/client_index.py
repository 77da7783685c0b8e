"""The index of a channel as a client reads it: what ``peacedata.channel.index`` writes, without its heavy import.

Building the models of that module takes a fetch longer than everything else that it imports.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from peacedata.channel.layout import INDEX, INDEX_FORMAT, MOST_INDEX_BYTES, is_release, version_order
from peacedata.errors import InvalidData

_day = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
_content_hash = re.compile(r"sha256:[0-9a-f]{64}").fullmatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """The mark of a release that should no longer be used.

    Attributes:
        date: the day on which it was withdrawn.
        reason: why.
        replaced_by: the release to use instead, if there is one.
    """

    date: str
    reason: str
    replaced_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One release.

    Attributes:
        version: the data version.
        content_hash: its content hash, ``sha256:…``.
        schema_version: the version of its table schemas.
        date: the day that it states.
        change_class: additive, corrective or breaking.
        withdrawn: the mark of a withdrawn release.
    """

    version: str
    content_hash: str
    schema_version: str | None = None
    date: str | None = None
    change_class: str | None = None
    withdrawn: Withdrawn | None = None


@dataclass(frozen=True, slots=True)
class Index:
    """All releases of a channel.

    Attributes:
        entries: one entry per release, sorted by version.
    """

    entries: tuple[Entry, ...]

    @classmethod
    def parse(cls, data: bytes) -> Index:
        """Read an index; what a later library may add to it is ignored.

        Raises:
            InvalidData: if it is not an index, or one of a format that this version of the library does not know.
        """
        if len(data) > MOST_INDEX_BYTES:
            raise InvalidData(f"{INDEX} has more than {MOST_INDEX_BYTES} bytes")
        try:
            raw = json.loads(data)
        except (ValueError, RecursionError):
            raise InvalidData(f"{INDEX} is not JSON") from None
        number = raw.get("format") if isinstance(raw, dict) else None
        if type(number) is int and number > INDEX_FORMAT:
            raise InvalidData(f"{INDEX} has format {number}, this version of peacedata knows {INDEX_FORMAT}")
        if number != INDEX_FORMAT or not isinstance(raw.get("releases"), list):
            raise InvalidData(f"{INDEX} is not an index of releases")
        entries = [_entry(value, f"entry {place}") for place, value in enumerate(raw["releases"], 1)]
        if len({entry.version for entry in entries}) != len(entries):
            raise InvalidData(f"{INDEX} lists a release twice")
        return cls(tuple(sorted(entries, key=lambda entry: version_order(entry.version))))

    def get(self, version: str) -> Entry | None:
        """The entry of a release, None if there is no such release."""
        return next((entry for entry in self.entries if entry.version == version), None)

    def latest(self) -> Entry | None:
        """The highest release that is not withdrawn; None if there is none."""
        return next((entry for entry in reversed(self.entries) if entry.withdrawn is None), None)


def _entry(raw: object, where: str) -> Entry:
    fields = _object(raw, where)
    mark = fields.get("withdrawn")
    return Entry(
        version=_version(fields.get("version"), where),
        content_hash=_text(fields, "content_hash", where, _content_hash),
        schema_version=_optional(fields, "schema_version", where),
        date=_optional(fields, "date", where, _day),
        change_class=_optional(fields, "change_class", where),
        withdrawn=None if mark is None else _withdrawn(_object(mark, where), where),
    )


def _withdrawn(fields: Mapping[str, Any], where: str) -> Withdrawn:
    instead = fields.get("replaced_by")
    return Withdrawn(
        date=_text(fields, "date", where, _day),
        reason=_text(fields, "reason", where),
        replaced_by=None if instead is None else _version(instead, where),
    )


def _object(raw: object, where: str) -> Mapping[str, Any]:
    if not isinstance(raw, dict):
        raise InvalidData(f"{INDEX}, {where}: expected an object")
    return raw


def _version(value: object, where: str) -> str:
    if not isinstance(value, str) or not is_release(value):
        raise InvalidData(f"{INDEX}, {where}: {str(value)[:80]!r} is no data version such as 2026.1")
    return value


def _text(fields: Mapping[str, Any], name: str, where: str, fits: Any = None) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or (fits is not None and not fits(value)):
        raise InvalidData(f"{INDEX}, {where}: {name!r} is {str(value)[:80]!r}, which it cannot be")
    return value


def _optional(fields: Mapping[str, Any], name: str, where: str, fits: Any = None) -> str | None:
    return None if fields.get(name) is None else _text(fields, name, where, fits)
