"""On which line of a TOML document something stands; the parser of the standard library does not say it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

Place = tuple[str | int, ...]

# The tokens of TOML 1.0. The document was read by the parser before, so that none of them is broken.
_TOKEN = re.compile(
    r'(?P<text>"{3}(?:\\.|[^\\])*?"{3,5}|\'{3}.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')'
    r"|(?P<skip>\#[^\n]*|[ \t\r]+)|(?P<end>\n)|(?P<mark>[][{}=,])|(?P<bare>[^\s\[\]{}=,\"'\#]+)",
    re.DOTALL,
)


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


def lines_of(document: str) -> dict[Place, int]:
    """The line, from 1, of every table, key and element of an array, by its place in the parsed document.

    Args:
        document: TOML that ``tomllib`` accepts; of anything else the lines are not reliable.
    """
    return _Walk(document).lines


class _Walk:
    """One walk over the tokens of a document."""

    def __init__(self, document: str) -> None:
        self.lines: dict[Place, int] = {}
        self._tokens = [*_tokens(document)]
        self._at = 0
        self._last: dict[Place, int] = {}  # of each array of tables, the number of its last table
        table: Place = ()
        while self._at < len(self._tokens):
            if self._mark() == "[":
                table = self._header()
            elif self._mark() == "\n":
                self._next()
            else:
                self._pair(table)

    def _header(self) -> Place:
        """``[table]`` or ``[[array of tables]]``."""
        line = self._next().line
        several = self._mark() == "["
        if several:
            self._next()
        place = self._key((), line)
        self._next()
        if several:
            self._next()
            self._last[place] = self._last.get(place, -1) + 1
            place = (*place, self._last[place])
            self.lines[place] = line
        return place

    def _pair(self, table: Place) -> None:
        place = self._key(table, self._tokens[self._at].line)
        self._next()
        self._value(place)

    def _key(self, table: Place, line: int) -> Place:
        """A key, dotted or not; a part that names an array of tables stands for the last of them."""
        place = table
        parts: list[str] = []
        while not self._mark():
            token = self._next()
            parts += [_unquoted(token.text)] if token.kind == "text" else filter(None, token.text.split("."))
        for part in parts:
            if place in self._last:
                place = (*place, self._last[place])
            place = (*place, part)
            self.lines.setdefault(place, line)
        return place

    def _value(self, place: Place) -> None:
        if self._mark() == "[":
            self._array(place)
        elif self._mark() == "{":
            self._next()
            while self._mark() != "}":
                if self._mark():
                    self._next()
                else:
                    self._pair(place)
            self._next()
        else:  # a text, a number, or a day and a time with a blank between them
            while not self._mark():
                self._next()

    def _array(self, place: Place) -> None:
        self._next()
        number = 0
        while self._mark() != "]":
            if self._mark() in (",", "\n"):
                self._next()
                continue
            self.lines[*place, number] = self._tokens[self._at].line
            self._value((*place, number))
            number += 1
        self._next()

    def _mark(self) -> str:
        """The mark or the line end that comes next; empty if it is a word."""
        if self._at >= len(self._tokens):
            return "\n"
        token = self._tokens[self._at]
        return "" if token.kind in ("text", "bare") else token.text

    def _next(self) -> _Token:
        self._at += 1
        return self._tokens[self._at - 1]


def _tokens(document: str) -> Iterator[_Token]:
    line = 1
    for match in _TOKEN.finditer(document):
        kind, text = str(match.lastgroup), match[0]
        if kind != "skip":
            yield _Token(kind, text, line)
        line += text.count("\n")


def _unquoted(text: str) -> str:
    """A quoted key as the parser gives it."""
    import tomllib

    (key,) = tomllib.loads(f"{text} = 0")
    return key
