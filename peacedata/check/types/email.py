"""E-mail addresses."""

from __future__ import annotations

import re

_LATIN = "\u00a0-\u024f"
_ATOM = rf"[{_LATIN}0-9A-Za-z!#$%&'*+/=?^_`{{|}}~\-]+"
_QUOTED = rf'"(?:[{_LATIN}\x01-\x08\x0b\x0c\x0e-\x1f!#-\[\]-\x7f]|\\[\t.])*"'
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*|{_QUOTED}")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+[A-Za-z0-9][A-Za-z0-9-]{{0,61}}[A-Za-z]")


def is_email(text: str) -> bool:
    """Whether a text is an e-mail address: a local part, one @, and a domain with at least one dot."""
    local, at, domain = text.partition("@")
    if not at or "@" in domain or len(local) > 64 or not _LOCAL.fullmatch(local):
        return False
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            return False
    return len(domain) <= 253 and _DOMAIN.fullmatch(domain) is not None
