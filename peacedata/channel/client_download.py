"""Files of a release, by the digest that is known of them; where the digest comes from is not asked here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from peacedata.channel.cache import Cache
from peacedata.channel.client_address import Address
from peacedata.channel.fetcher import NotThere, Transport
from peacedata.channel.layout import INDEX, target_name, target_path
from peacedata.channel.receipts import FileOf
from peacedata.errors import Tampered


class Downloads:
    """Fetches what the cache lacks.

    Args:
        cache: where files are kept.
        address: the channel.
        source: what reads it.
        version: the release.
        show: told the bytes that have come since it was last told.
    """

    def __init__(
        self, cache: Cache, address: Address, source: Transport, version: str, show: Callable[[int], None] | None
    ) -> None:
        self._cache, self._address, self._source, self._version, self._show = cache, address, source, version, show

    def need(self, files: Mapping[str, FileOf]) -> None:
        """See that every one of these files is in the cache.

        Raises:
            Tampered: if one comes with another digest or length.
            Unreachable: if one does not come.
        """
        for path, file in files.items():
            if self._cache.find(file.sha256) is None:
                self._fetch(target_name(self._version, path), file)

    def index(self, file: FileOf) -> Path:
        """The index of the channel.

        Raises:
            Tampered: if it comes with another digest or length.
            Unreachable: if it does not come.
        """
        return self._cache.find(file.sha256) or self._fetch(INDEX, file)

    def plain(self, path: str, most: int) -> bytes:
        """A file of the release under its plain name; nothing is known of its bytes.

        Raises:
            Tampered: if it has more than ``most`` bytes.
            Unreachable: if it does not come.
        """
        url, data = self._address.url(target_name(self._version, path)), bytearray()
        for chunk in self._source.stream(url):
            data += chunk
            if len(data) > most:
                raise Tampered(f"{url} has more than {most} bytes, which no such file has")
        return bytes(data)

    def _fetch(self, name: str, file: FileOf) -> Path:
        """One file under its hashed name, else under its plain one."""
        url = self._address.url(target_path(name, file.sha256))
        try:
            found = self._arrived(url, file)
        except NotThere as missing:
            if missing.status not in (403, 404) or name == INDEX:
                raise
            url = self._address.url(name)
            found = self._arrived(url, file)
        if found is None:
            raise Tampered(
                f"{url} does not have the digest that was signed or locked for it (sha256 {file.sha256}); it was "
                "not kept. "
                "Try again later or from another network, and tell the publisher"
            )
        return found

    def _arrived(self, url: str, file: FileOf) -> Path | None:
        last = 0

        def check(size: int) -> None:
            nonlocal last
            if size > file.size:
                raise Tampered(f"{url} has more than the {file.size} bytes that it should have; it was not kept")
            if self._show is not None:
                self._show(size - last)
            last = size

        return self._cache.add(self._stream(url), file.sha256, check)

    def _stream(self, url: str) -> Iterator[bytes]:
        return self._source.stream(url)
