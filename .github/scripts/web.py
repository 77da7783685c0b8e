"""A channel behind a web server as a store that can only be read, so that all of it can be verified from outside.

A web server lists nothing. What is asked for in a listing is what the signed metadata of a release names; a file that
is not there is found missing when it is opened.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from peacedata.channel.client_address import Address, parse_address
from peacedata.channel.fetcher import Deadline, NotThere, Pace, transport
from peacedata.channel.layout import TARGETS_FOLDER, metadata_name, target_path
from peacedata.channel.stores import open_store
from peacedata.channel.stores.protocol import Blob, Content, Store
from peacedata.errors import StoreFault

_ABSENT = (403, 404)  # a bucket that lists nothing says 403 for both


def store_at(address: str, pace: Pace | None = None) -> Store:
    """The store at an address: a web server, a folder or a bucket.

    Raises:
        StoreFault: if it is none of them.
        Untrusted: if it is no web address.
    """
    if re.match(r"https?://", address, re.IGNORECASE):
        return WebStore(parse_address(address), pace or Pace())
    return open_store(address)


class WebStore:
    """A channel as readers get it.

    Args:
        address: where.
        pace: how long all of it may take.
    """

    def __init__(self, address: Address, pace: Pace) -> None:
        self.name = address.text
        self._address, self._source = address, transport(address, pace, Deadline(pace.total))
        self._sizes: dict[str, dict[str, int]] = {}

    def read(self, path: str, most: int) -> Blob | None:
        """See ``Store.read``; files that a release's metadata names are listed from now on."""
        data = bytearray()
        try:
            for chunk in self._source.stream(self._address.url(path)):
                data += chunk
                if len(data) > most:
                    raise StoreFault(f"{path} in {self.name}: it has more than {most} bytes")
        except NotThere as missing:
            if missing.status in _ABSENT:
                return None
            raise
        if found := metadata_name(path):
            self._sizes |= _listed(found[1], bytes(data))
        return Blob(bytes(data), "")

    def open(self, path: str) -> BinaryIO:
        """See ``Store.open``; nothing is read far beyond the length that was signed."""
        sizes = self._sizes.get(_folder(path), {})
        chunks = self._source.stream(self._address.url(path))
        first = next(chunks, b"")  # says at once if there is no such file
        return io.BufferedReader(_Stream(first, chunks, sizes.get(path, 0) + 1))

    def names(self, prefix: str) -> Iterator[tuple[str, int]]:
        """The files that a release's metadata, which was read before, says that there should be."""
        yield from sorted(self._sizes.get(prefix.rstrip("/"), {}).items())

    def create(self, path: str, content: Content) -> bool:
        """Refuse."""
        raise self._readonly(path)

    def replace(self, path: str, data: bytes, token: str) -> bool:
        """Refuse."""
        raise self._readonly(path)

    def remove(self, path: str) -> None:
        """Refuse."""
        raise self._readonly(path)

    def switch_dialect(self) -> bool:
        """There is none."""
        return False

    def _readonly(self, path: str) -> StoreFault:
        return StoreFault(f"{path} in {self.name}: a web server is only read")


class _Stream(io.RawIOBase):
    """Bytes that arrive in pieces, as a file; no more of them than a number, and one piece."""

    def __init__(self, first: bytes, rest: Iterator[bytes], most: int) -> None:
        self._waiting, self._rest, self._left = first, rest, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # what BufferedReader gives
        while not self._waiting:
            piece = next(self._rest, None)
            if piece is None or self._left <= 0:
                return 0
            self._waiting = piece
        size = min(len(buffer), len(self._waiting))
        buffer[:size], self._waiting = self._waiting[:size], self._waiting[size:]
        self._left -= size
        return size

    def close(self) -> None:
        ended: Callable[[], None] = getattr(self._rest, "close", lambda: None)
        ended()
        super().close()


def _folder(path: str) -> str:
    """The folder of a release that a path lies in, under its plain name or its hashed one."""
    parts = path.split("/")
    return "/".join(parts[: 2 if parts[0] == TARGETS_FOLDER else 1])


def _listed(version: str, data: bytes) -> dict[str, dict[str, int]]:
    """The files that metadata names, by folder; nothing is believed yet, and what makes no sense names nothing."""
    try:
        targets = json.loads(data)["signed"]["targets"]
        plain = {str(name): int(target["length"]) for name, target in targets.items()}
        hashed = {target_path(name, str(targets[name]["hashes"]["sha256"])): size for name, size in plain.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
    return {version: plain, f"{TARGETS_FOLDER}/{version}": hashed}


def trusted_root(text: str, channel: str) -> bytes:
    """The root of trust to hold a channel to: the one given, else the one that this version of the library knows.

    Raises:
        StoreFault: if there is neither.
    """
    from peacedata.channel.known import KNOWN

    if text.strip():
        return text.encode()
    known = KNOWN.get(parse_address(channel).text)
    if known is None:
        raise StoreFault(f"this version of the library does not know {channel}; give the text of its root.json")
    return Path(known.root).read_bytes()
