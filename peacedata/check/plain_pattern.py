"""Patterns that Python's own engine may run, because it can never try more often than a text has characters.

They are the usual ones of tables: characters and classes in a row of which one at most may be repeated without end
(``[A-Z]{2}``, ``p-[0-9]+``), and words that are joined by a character that is in none of them
(``[a-z0-9]+(?:-[a-z0-9]+)*``). For short cells that engine is several times faster than RE2, whose library need not be
loaded for them either.
"""

from __future__ import annotations

import re

_CHARS = "A-Za-z0-9_ ./:,@#%=!"
_CLASS = rf"\[[{_CHARS}+*?(){{}}$-]+\]"
_ATOM = rf"(?:{_CLASS}|[A-Za-z0-9_ /:,;@#%=!&~'\"<>-]|\\[].+*?(){{}}|^$/\\[-])"
_FIXED = r"\{[0-9]{1,3}\}"
_FREE = r"(?:[+*?]|\{[0-9]{1,3},[0-9]{0,3}\})"
_ROW = re.compile(rf"(?:{_ATOM}(?:{_FIXED})?)*(?:{_ATOM}{_FREE}(?:{_ATOM}(?:{_FIXED})?)*)?")
_WORDS = re.compile(rf"({_CLASS})\+\((?:\?:)?(?:\\?([-_./:,;@#%=! ]))\1\+\)\*")


def plain(source: str) -> bool:
    """Whether a pattern without anchors is one of these; what it matches is then the same in every engine."""
    if _ROW.fullmatch(source):
        return "--" not in source
    words = _WORDS.fullmatch(source)
    return words is not None and "--" not in source and re.fullmatch(words[1], words[2]) is None
