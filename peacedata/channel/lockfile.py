"""``peacedata.lock``: the digests of the files that a project uses, so that it needs neither keys nor a clock."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from peacedata.channel.layout import is_release
from peacedata.channel.receipts import FileOf, files_from
from peacedata.errors import InvalidData
from peacedata.intake.files import open_file
from peacedata.intake.limits import Limits

FILE_NAME = "peacedata.lock"
_FORMAT = 1
_MOST_BYTES = 8 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """What a lock file says.

    Attributes:
        channel: where the files were; another place with the same bytes serves as well.
        version: the release.
        content_hash: its content hash, ``sha256:…``.
        files: the files by their path in the release.
    """

    channel: str
    version: str
    content_hash: str
    files: Mapping[str, FileOf]


def lock_text(lock: Lock) -> str:
    """A lock file: one line per file, sorted, so that a difference reads well."""
    head = {"format": _FORMAT, "channel": lock.channel, "version": lock.version, "content_hash": lock.content_hash}
    lines = [f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)},\n" for name, value in head.items()]
    files = ",\n".join(
        f"    {json.dumps(path)}: {json.dumps({'sha256': file.sha256, 'bytes': file.size})}"
        for path, file in sorted(lock.files.items())
    )
    return "{\n" + "".join(lines) + '  "files": {\n' + files + "\n  }\n}\n"


def read_lock(path: Path) -> Lock:
    """Read a lock file.

    Raises:
        InvalidData: if it cannot be read or is not one.
    """
    with open_file(None, path, Limits(file=_MOST_BYTES)) as file:
        data = file.read(_MOST_BYTES + 1)
    try:
        raw = json.loads(data.decode("utf-8"), object_pairs_hook=_once)
        if not isinstance(raw, dict) or raw.get("format") != _FORMAT:
            raise ValueError(f"expected an object with format {_FORMAT}")
        texts = {name: raw.get(name) for name in ("channel", "version", "content_hash")}
        if wrong := [name for name, text in texts.items() if not isinstance(text, str)]:
            raise ValueError(f"{wrong[0]!r} is missing or no text")
        if not is_release(str(texts["version"])):
            raise ValueError(f"{str(texts['version'])[:80]!r} is no version of a release")
        return Lock(**{name: str(text) for name, text in texts.items()}, files=files_from(raw.get("files")))
    except (ValueError, RecursionError) as error:
        raise InvalidData(f"{path} is not a lock file: {error}; `peacedata lock VERSION` writes one") from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found
