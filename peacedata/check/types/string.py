"""``string`` with its formats, and ``any``."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from peacedata.check.types.base import COMMON, LENGTHS, FieldType

_HEX = re.compile(r"[0-9a-fA-F]{32}")
_EXPECTED = {
    "email": "an e-mail address",
    "uri": "a URI with its scheme, such as https://example.org/",
    "uuid": "a UUID",
    "binary": "base64",
    "wkt": "well-known text of a geometry, such as POINT (30 50)",
}
# Web addresses of a plain host, and the usual form of a UUID, for whole columns.
ACCEPT_URI = r"https?://[A-Za-z0-9.-]+(?:[/?#][!-~]*)?"
_ACCEPT = {
    "uri": ACCEPT_URI,
    "uuid": "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
}


class StringType(FieldType):
    """Text; with a format, text of that form."""

    name: ClassVar[str] = "string"
    constraints: ClassVar[frozenset[str]] = COMMON | LENGTHS | {"pattern"}
    formats: ClassVar[frozenset[str] | None] = frozenset({"default", "email", "uri", "binary", "uuid", "wkt"})

    def __init__(self, field: Mapping[str, Any]) -> None:
        super().__init__(field)
        self.expected = _EXPECTED.get(self.format, "text")
        self._matches = _form(self.format)
        self.plain = self._matches is None
        self.accept = _ACCEPT.get(self.format)

    def parse(self, text: str) -> str | None:
        """The text itself."""
        return text if self._matches is None or self._matches(text) else None


class AnyType(FieldType):
    """Whatever stands there."""

    name: ClassVar[str] = "any"
    expected = "anything"
    plain = True

    def parse(self, text: str) -> str:
        """The text itself."""
        return text


def _form(name: str) -> Callable[[str], bool] | None:
    """The test of a format; None if every text has it."""
    if name == "email":
        from peacedata.check.types.email import is_email

        return is_email
    if name == "uri":
        from peacedata.check.types.uri import is_uri

        return is_uri
    if name == "wkt":
        from peacedata.check.types.wkt import is_wkt

        return is_wkt
    return {"uuid": is_uuid, "binary": is_base64}.get(name)


def is_uuid(text: str) -> bool:
    """Whether 32 hexadecimal digits stand there, with or without hyphens, braces or the URN prefix."""
    bare = text.replace("urn:", "").replace("uuid:", "").strip("{}").replace("-", "")
    return _HEX.fullmatch(bare) is not None


def is_base64(text: str) -> bool:
    """Whether a text decodes as base64; as RFC 2045 says, characters outside its alphabet are passed over."""
    try:
        b64decode(text)
    except (binascii.Error, ValueError):
        return False
    return True
