"""What a channel needs of the place that it lies in: a few operations that every object store can offer."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from peacedata.errors import StoreFault


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes that are to be written, held to their digest while they are read.

    Attributes:
        size: how many bytes.
        sha256: their SHA-256 in lower-case hexadecimal.
        open: opens them for reading, from the start.
    """

    size: int
    sha256: str
    open: Callable[[], BinaryIO]

    @classmethod
    def of(cls, data: bytes) -> Content:
        """The content of bytes in memory."""
        return cls(len(data), hashlib.sha256(data).hexdigest(), lambda: io.BytesIO(data))


@dataclass(frozen=True, slots=True)
class Blob:
    """A small file as it was read.

    Attributes:
        data: its bytes.
        token: names this state of it for ``Store.replace``.
    """

    data: bytes
    token: str


class Store(Protocol):
    """A place that a channel can be published to.

    Paths are relative, with ``/``. A file is seen whole or not at all, by everyone, as soon as a call returns. Every
    method raises ``StoreFault`` if the store cannot do it.
    """

    @property
    def name(self) -> str:
        """What to call it in messages."""

    def read(self, path: str, most: int) -> Blob | None:
        """A small file, None if there is none; one of more than ``most`` bytes is refused."""

    def open(self, path: str) -> BinaryIO:
        """Open a file of any size for reading once, from start to end."""

    def create(self, path: str, content: Content) -> bool:
        """Make a file, unless there is one; returns whether it was made."""

    def replace(self, path: str, data: bytes, token: str) -> bool:
        """Replace a file, if it is still in the state that the token names; returns whether it was replaced."""

    def names(self, prefix: str) -> Iterator[tuple[str, int]]:
        """The path and the size of each file whose path begins with a prefix, which ends with ``/`` or is empty."""

    def remove(self, path: str) -> None:
        """Remove a file that the probe has made; nothing else is ever removed."""

    def switch_dialect(self) -> bool:
        """Say preconditions in another way from now on; False if there is no other."""


class Proven(io.RawIOBase):
    """Content as a file that refuses to give its last bytes if all of them are not what was promised.

    So no store ever sees a whole file with other bytes, even if somebody writes to the source meanwhile, and each file
    is read once.
    """

    def __init__(self, content: Content, name: str) -> None:
        self._content, self._label = content, name
        self._file = content.open()
        self._sha256, self._hashed = hashlib.sha256(), 0

    def __len__(self) -> int:
        return self._content.size

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It can be read again from the start, as a client does before it tries once more."""
        return True

    def tell(self) -> int:
        """How many bytes were given."""
        return self._file.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place; only what is read from the start on is held to the digest."""
        place = self._content.size + offset if whence == io.SEEK_END else offset
        if place == 0:
            self._sha256, self._hashed = hashlib.sha256(), 0
        return self._file.seek(place, io.SEEK_SET)

    def read(self, size: int | None = -1, /) -> bytes:
        """The next bytes, at most a mebibyte at a time unless all are asked for.

        Raises:
            StoreFault: if the source is not what was promised.
        """
        left = self._content.size - self._file.tell()
        chunk = self._file.read(left if size is None or size < 0 else min(size, left))
        self._hashed += len(chunk)
        self._sha256.update(chunk)
        ended = self._hashed >= self._content.size or (left and not chunk and size != 0)
        if ended and self._sha256.hexdigest() != self._content.sha256:
            raise StoreFault(f"{self._label} changed while it was read; nothing of it was written. Build it again")
        return chunk

    def close(self) -> None:
        """Close the source as well."""
        self._file.close()
        super().close()


def chunks(file: BinaryIO | Proven, size: int = 1 << 20) -> Iterator[bytes]:
    """A file in pieces, so that memory stays constant."""
    while chunk := file.read(size):
        yield chunk


def holds(store: Store, path: str, content: Content) -> bool:
    """Whether a file of a store has just these bytes."""
    sha256, size = hashlib.sha256(), 0
    with store.open(path) as file:
        for chunk in chunks(file):
            size += len(chunk)
            if size > content.size:
                return False
            sha256.update(chunk)
    return sha256.hexdigest() == content.sha256
