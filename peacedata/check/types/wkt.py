"""Well-known text of geometries, an extension of frictionless to the formats of ``string``."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"\s*([A-Za-z]+|[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|[(),])")
# For each kind: how deep its lists of points are nested; a collection holds geometries.
_DEPTH = {
    "POINT": 0,
    "LINESTRING": 1,
    "MULTIPOINT": 1,
    "POLYGON": 2,
    "TRIANGLE": 2,
    "MULTILINESTRING": 2,
    "MULTIPOLYGON": 3,
    "POLYHEDRALSURFACE": 3,
    "TIN": 3,
}
_MAX_NESTING = 32


class _Malformed(ValueError):
    pass


def is_wkt(text: str) -> bool:
    """Whether a text is the well-known text of one geometry."""
    tokens: list[str] = []
    place = 0
    stripped = text.rstrip()
    while place < len(stripped):
        found = _TOKEN.match(stripped, place)
        if found is None:
            return False
        tokens.append(found[1].upper())
        place = found.end()
    try:
        return _geometry(tokens, 0, 0) == len(tokens)
    except (_Malformed, IndexError):
        return False


def _geometry(tokens: list[str], at: int, nesting: int) -> int:
    kind = tokens[at]
    at += 1
    if tokens[at] in ("Z", "M", "ZM"):
        at += 1
    if tokens[at] == "EMPTY":
        return at + 1
    if nesting > _MAX_NESTING:
        raise _Malformed
    if kind == "GEOMETRYCOLLECTION":
        at = _expect(tokens, at, "(")
        at = _geometry(tokens, at, nesting + 1)
        while tokens[at] == ",":
            at = _geometry(tokens, at + 1, nesting + 1)
        return _expect(tokens, at, ")")
    if kind not in _DEPTH:
        raise _Malformed
    return _points(tokens, at, _DEPTH[kind], kind == "MULTIPOINT")


def _points(tokens: list[str], at: int, depth: int, wrapped: bool) -> int:
    at = _expect(tokens, at, "(")
    while True:
        inner = depth > 1 or (wrapped and tokens[at] == "(")
        at = _points(tokens, at, depth - 1, False) if inner else _point(tokens, at)
        if depth == 0 or tokens[at] != ",":
            return _expect(tokens, at, ")")
        at += 1


def _point(tokens: list[str], at: int) -> int:
    start = at
    while tokens[at][-1] in "0123456789.":
        at += 1
    if not 2 <= at - start <= 4:
        raise _Malformed
    return at


def _expect(tokens: list[str], at: int, token: str) -> int:
    if tokens[at] != token:
        raise _Malformed
    return at + 1
