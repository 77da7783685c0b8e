"""The index of a channel: every release with its content hash, its date and whether it was withdrawn."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError

from peacedata.channel.layout import INDEX, INDEX_FORMAT, MOST_INDEX_BYTES, is_release, version_order
from peacedata.errors import InvalidData


def _release(version: str) -> str:
    if not is_release(version):
        raise ValueError("expected a data version such as 2026.1")
    return version


Version = Annotated[str, AfterValidator(_release)]
Day = Annotated[str, StringConstraints(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z")]
ContentHash = Annotated[str, StringConstraints(pattern=r"\Asha256:[0-9a-f]{64}\z")]


class _Part(BaseModel):
    # What a later version of this library adds is kept, and written back as it was read.
    model_config = ConfigDict(frozen=True, extra="allow", strict=True)


class Withdrawn(_Part):
    """The mark of a release that should no longer be used; its bytes stay.

    Attributes:
        date: the day on which it was withdrawn.
        reason: why, in a sentence for its users.
        replaced_by: the release to use instead, if there is one.
    """

    date: Day
    reason: str
    replaced_by: Version | None = None


class Entry(_Part):
    """One release.

    Attributes:
        version: the data version, ``YYYY.N`` or ``YYYY.N.M``.
        content_hash: ``sha256:…`` as ``peacedata.release.content_hash`` computes it.
        schema_version: the version of its table schemas.
        date: the day of the release: the one that it states, else that on which it was published.
        change_class: additive, corrective or breaking, if it was computed.
        rows: the number of rows of each table.
        withdrawn: the mark of a withdrawn release.
    """

    version: Version
    content_hash: ContentHash
    schema_version: str | None = None
    date: Day | None = None
    change_class: str | None = None
    rows: dict[str, int] | None = None
    withdrawn: Withdrawn | None = None


_OPTIONAL = ("rows", "withdrawn")


class _Document(_Part):
    format: Literal[1]
    releases: list[Entry]


class Index:
    """All releases of a channel, sorted by version.

    Attributes:
        entries: one entry per release.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries = tuple(sorted(entries, key=lambda entry: version_order(entry.version)))
        versions = [entry.version for entry in self.entries]
        if len(set(versions)) != len(versions):
            twice = next(version for version in versions if versions.count(version) > 1)
            raise InvalidData(f"{INDEX} lists release {twice} twice")

    @classmethod
    def parse(cls, data: bytes) -> Index:
        """Read an index.

        Raises:
            InvalidData: if it is not an index, or one of a format that this version of the library does not know.
        """
        if len(data) > MOST_INDEX_BYTES:
            raise InvalidData(f"{INDEX} has more than {MOST_INDEX_BYTES} bytes")
        try:
            raw = json.loads(data)
            if isinstance(raw, dict) and isinstance(raw.get("format"), int) and raw["format"] > INDEX_FORMAT:
                raise InvalidData(
                    f"{INDEX} has format {raw['format']}, this version of peacedata knows {INDEX_FORMAT}; "
                    "install a newer peacedata"
                )
            return cls(_Document.model_validate(raw).releases)
        except InvalidData:
            raise
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(str(part) for part in first["loc"])
            raise InvalidData(f"{INDEX} is not an index of releases: at {place or 'its top'}, {first['msg']}") from None
        except (ValueError, RecursionError):
            raise InvalidData(f"{INDEX} is not JSON") from None

    def to_bytes(self) -> bytes:
        """The index as it is written: one line per release, so that it grows by a line with each."""
        lines = (
            json.dumps(entry.model_dump(exclude={name for name in _OPTIONAL if getattr(entry, name) is None}))
            for entry in self
        )
        return (f'{{"format": {INDEX_FORMAT}, "releases": [\n' + ",\n".join(lines) + "\n]}\n").encode()

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def get(self, version: str) -> Entry | None:
        """The entry of a release, None if there is no such release."""
        return next((entry for entry in self.entries if entry.version == version), None)

    def latest(self) -> Entry | None:
        """The highest release that is not withdrawn; None if there is none."""
        return next((entry for entry in reversed(self.entries) if entry.withdrawn is None), None)

    def with_entry(self, entry: Entry) -> Index:
        """An index with one entry added, or put in the place of the one of the same release."""
        return Index([*(other for other in self.entries if other.version != entry.version), entry])
