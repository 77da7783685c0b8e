"""Patterns of a stranger's schema, run in time that grows with the text alone, whatever the pattern.

RE2 runs them, but for the plainest, which Python's own engine runs in such time too. A pattern is one of XML Schema or
of Python where the two agree; what it says is put into RE2's words, and what RE2 cannot say (look-around, back
references, the subtraction of classes) is refused with its reason.

Source: XML Schema 2, appendix F, https://www.w3.org/TR/xmlschema-2/#regexs; https://github.com/google/re2/wiki/Syntax
"""

from __future__ import annotations

import re
from functools import lru_cache

from peacedata.check.plain_pattern import plain

SEPARATOR = "\x1f"  # the unit separator, which no text of a clean file holds
_LONGEST = 20_000
_TOKEN = re.compile(
    r"\\(?:[pP]\{\^?\w+\}|[pP]\w|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)|\(\?P?<?|-\[|.", re.DOTALL
)
_WORD = r"\pL\pN_"  # the letters, digits and underscore of every script
_DIGIT = r"\p{Nd}"  # the digits of every script
_NEGATED = {"D": _DIGIT, "S": r"\s", "W": _WORD}


class UnsupportedPattern(ValueError):
    """A pattern that is malformed, or that has no bounded matching."""


class Pattern:
    """A pattern that must match the whole text.

    Attributes:
        accept: the pattern in RE2's words, with which joined columns can be tested: it never matches the unit
            separator, so it may be narrower than the pattern; None where that cannot be said.
    """

    def __init__(self, source: str) -> None:
        """Compile a pattern.

        Raises:
            UnsupportedPattern: if it is malformed or has no bounded matching; the message says why.
        """
        if len(source) > _LONGEST:
            raise UnsupportedPattern(f"it is longer than {_LONGEST:,} characters")
        self._source = source
        bare = _without_anchors(source)
        self.accept: str | None
        self._whole: re.Pattern[str] | None
        if plain(bare):
            self._match, self.accept = _python(bare), bare
            self._whole = re.compile(f"(?:(?:{bare}){SEPARATOR})*+")
            return
        self._match = _compile(_translated(source, ""))
        self.accept = _translated(bare, r"\x1f") if _never_separates(source) else None
        self._whole = None if self.accept is None else _compile(f"(?:(?:{self.accept}){SEPARATOR})*")

    def __reduce__(self) -> tuple[type[Pattern], tuple[str]]:
        return Pattern, (self._source,)

    def matches(self, text: str) -> bool:
        """Whether the whole text matches."""
        try:
            return self._match.fullmatch(text) is not None
        except UnicodeEncodeError:  # half a surrogate pair, which only values in memory can hold
            return False

    def matches_all(self, joined: str) -> bool:
        """Whether every one of some texts matches, each followed by the unit separator; never true by mistake."""
        try:
            return self._whole is not None and self._whole.fullmatch(joined) is not None
        except UnicodeEncodeError:
            return False


@lru_cache(maxsize=256)
def compiled(source: str) -> Pattern:
    """The pattern, compiled once for all the fields that have it.

    Raises:
        UnsupportedPattern: if it is malformed or has no bounded matching; the message says why.
    """
    return Pattern(source)


def _python(pattern: str) -> re.Pattern[str]:
    """What Python makes of a pattern that it may run."""
    try:
        return re.compile(pattern)
    except re.error as error:
        raise UnsupportedPattern(str(error)) from None


def _compile(pattern: str) -> re.Pattern[str]:
    """What RE2 makes of it; its objects have the methods of Python's."""
    import re2

    options = re2.Options()
    options.log_errors = False
    options.never_capture = True
    try:
        compiled: re.Pattern[str] = re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0].decode("utf-8", "replace") if isinstance(error.args[0], bytes) else str(error)
        raise UnsupportedPattern(reason) from None
    return compiled


def _translated(source: str, excluded: str) -> str:
    """The pattern in RE2's words; ``excluded`` is left out of every class that is said by what is not in it."""
    out: list[str] = []
    inside = negated = False
    parts = _TOKEN.findall(source)
    for place, part in enumerate(parts):
        if part.startswith("\\"):
            out.append(_escape(part, inside, excluded))
        elif not inside and part == ".":
            out.append(rf"[^\n\r{excluded}]")
        elif not inside and part.startswith("(?") and part != "(?P<" and parts[place + 1 : place + 2] != [":"]:
            raise UnsupportedPattern("look-around, flags and back references have no bounded matching")
        elif inside and part == "-[":
            raise UnsupportedPattern("the subtraction of classes is not supported")
        elif not inside and part == "{" and parts[place + 1 : place + 2] == [","]:
            out.append("{0")  # at most so many
        elif not inside and part in ("[", "-["):
            inside, negated = True, False
            out.extend(part)
        elif inside and part == "^" and out[-1] == "[":
            negated = True
            out.append("^")
        elif inside and part == "]" and out[-1] not in ("[", "^"):
            inside = False
            out.append(f"{excluded}]" if negated else "]")
        else:
            out.append(r"\[" if inside and part == "[" else part)
    return "".join(out)


def _escape(part: str, inside: bool, excluded: str) -> str:
    kind = part[1:2]
    if kind in ("x", "u", "U") and len(part) > 2:
        return rf"\x{{{part[2:]}}}"
    if kind == "w":
        return _WORD if inside else f"[{_WORD}]"
    if kind == "d":
        return _DIGIT
    if kind == "D" and inside:
        return r"\P{Nd}"
    if kind in _NEGATED and not inside:
        return f"[^{_NEGATED[kind]}{excluded}]"
    if kind == "W":
        raise UnsupportedPattern(r"\W inside a class is not supported")
    if kind in ("A", "z", "Z", "Q", "E", "C", "G"):
        raise UnsupportedPattern(f"{part} is not needed: the whole cell must match")
    return rf"\x{{{ord(kind):x}}}" if kind and not (kind.isascii() and kind.isalnum()) else part


def _without_anchors(source: str) -> str:
    """Without an anchor at either end, which says what holds anyway; a joined column has more than one start."""
    if "|" in source:
        return source
    source = source.removeprefix("^")
    return source[:-1] if source.endswith("$") and not source.endswith(r"\$") else source


def _never_separates(source: str) -> bool:
    r"""Whether no part but ``.``, ``[^...]``, ``\D``, ``\S`` and ``\W`` can match a control character."""
    return not re.search(r"[\x00-\x1f]|\\[pPxuUtnrfvaDSW](?=[^\[\]]*\])|\\[pPxuU]|\[[^\]]*\\[tnrfva]", source)
