"""Where a channel is: a web address or a folder, in one spelling, so that the cache knows it again."""

from __future__ import annotations

import hashlib
import ipaddress
import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from peacedata.errors import Untrusted

# A folder has a base of its own kind, so that files of a folder are named as files of the web are.
FOLDER_BASE = "folder:///"
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")
_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+").fullmatch


@dataclass(frozen=True, slots=True)
class Address:
    """A channel's place.

    Attributes:
        text: as it is shown, remembered and compared.
        base: what the path of a file is added to.
        folder: the folder, if it is one.
    """

    text: str
    base: str
    folder: Path | None = None

    @property
    def key(self) -> str:
        """A short name for files that belong to this channel."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogateescape")).hexdigest()[:20]

    def url(self, path: str) -> str:
        """The address of one file of the channel, by its path with ``/``."""
        return self.base + quote(path)


def parse_address(text: str | os.PathLike[str]) -> Address:
    """Read what a user gave as a channel: ``https://…``, ``http://…`` or the path of a folder.

    Plain http is as safe as https here: every byte is checked against signatures or digests, and old ones expire. What
    https adds is that nobody on the way sees what is fetched.

    Raises:
        Untrusted: if it is neither, or holds a password, a query or a fragment.
    """
    text = os.fspath(text)
    scheme = _SCHEME.match(text)
    if scheme is None or os.path.lexists(text):
        return _folder(text)
    if scheme[1].lower() not in _PORTS:
        hint = {"file": "give the path of the folder itself", "s3": "give the https address that the bucket is read at"}
        raise Untrusted(
            f"{text} is no channel: expected an https or http address, or the path of a folder; "
            + hint.get(scheme[1].lower(), "check the spelling")
        )
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise Untrusted(f"{text!r} is no web address: {error}") from None
    if parts.username is not None or parts.password is not None:
        raise Untrusted("the address of a channel holds a user or a password; channels are public, so leave it out")
    if not _HOST(host) or parts.query or parts.fragment or any(not 32 < ord(char) < 127 for char in text):
        raise Untrusted(f"{text!r} is no address of a channel: expected https://HOST/PATH without '?' and '#'")
    place = f"[{host}]" if ":" in host else host
    if port is not None and port != _PORTS[parts.scheme]:
        place += f":{port}"
    url = f"{parts.scheme}://{place}{parts.path.rstrip('/')}/"
    return Address(url, url)


def _folder(text: str) -> Address:
    if not text or "\0" in text:
        raise Untrusted("the channel has no name: give an https address or the path of a folder")
    path = Path(os.path.realpath(text))
    return Address(str(path), FOLDER_BASE, path)


def path_in_folder(url: str) -> str:
    """The path that a URL below ``FOLDER_BASE`` means."""
    return unquote(url.removeprefix(FOLDER_BASE))


def is_loopback(host: str) -> bool:
    """Whether a host is this computer."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
