"""Web addresses: those that begin as one that was accepted before are accepted too, which costs no expression."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from peacedata.check.big.arrow import flags, parts, taken

_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+/")
_MOST = 8
_FIRST, _LAST = 33, 126  # printable characters but for the space


class Addresses:
    """Accepts what an expression accepts that lets any printable character follow the first slash after the host."""

    def __init__(self, expression: Callable[[Any], Any]) -> None:
        self._expression = expression
        self._origins: tuple[str, ...] = ()

    def __call__(self, column: Any) -> Any:
        """Which texts are accepted."""
        import numpy as np
        import pyarrow.compute as pc

        data, starts = parts(column)
        odd = data[starts[0] : starts[-1]] - np.uint8(_FIRST) > _LAST - _FIRST
        count = int(np.count_nonzero(odd))
        if count > len(column):
            return self._expression(column)
        found = np.zeros(len(column), bool)
        for origin in self._origins:
            found |= flags(pc.starts_with(column, origin))
        if count:
            found[np.searchsorted(starts - starts[0], np.flatnonzero(odd), side="right") - 1] = False
        rest = np.flatnonzero(~found)
        if rest.size:
            others = taken(column, rest)
            found[rest] = self._expression(others)
            self._learn(others, np.flatnonzero(found[rest]))
        return found

    def _learn(self, column: Any, accepted: Any) -> None:
        """Remember how some of the accepted texts begin."""
        known = dict.fromkeys(self._origins)
        for row in accepted[:_MOST].tolist():
            begin = _ORIGIN.match(column[row].as_py() or "")
            if begin and len(known) < _MOST:
                known.setdefault(begin[0])
        self._origins = tuple(known)
