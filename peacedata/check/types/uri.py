"""URIs after RFC 3986."""

from __future__ import annotations

import re

# The parts of RFC 3986, appendix B, with a scheme that must be there.
_PARTS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_PORT = re.compile(r"[0-9]{0,5}")


def is_uri(text: str) -> bool:
    """Whether a text is a URI with a scheme and a valid port, and without spaces or line ends."""
    parts = _PARTS.fullmatch(text)
    if parts is None:
        return False
    authority = parts[2]
    if authority is None:
        return True
    host = authority.rpartition("@")[2]
    if host.startswith("["):
        inner, closed, port = host[1:].partition("]")
        return bool(closed) and bool(inner) and (not port or (port[0] == ":" and _port(port[1:])))
    _, colon, port = host.partition(":")
    return not colon or _port(port)


def _port(text: str) -> bool:
    return _PORT.fullmatch(text) is not None and int(text or 0) <= 65535
