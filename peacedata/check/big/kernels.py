"""Tests on whole Arrow columns that never accept what the exact checker would not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

from peacedata.check.big.addresses import Addresses
from peacedata.check.big.arrow import flags, numbers, parts, taken, texts
from peacedata.check.big.days import are_days
from peacedata.check.field import FieldCheck
from peacedata.check.types.string import ACCEPT_URI
from peacedata.check.types.temporal import ACCEPT_DATE

Test = Callable[[Any], Any]
"""Of an array of texts: for each, as numpy says it, whether it is accepted for certain; null may be either."""

# An escape whose meaning differs between engines, or that RE2 does not know.
_LETTER_ESCAPE = re.compile(r"\\[A-Za-wyz0-9]")
_SPACE = 32
_HEAD = 1 << 6
_SLICE = 1 << 12
_FEW = 1 << 10
_CATEGORY = re.compile(r"\\[pP]")
_ESCAPED = re.compile(r"\\[^A-Za-z0-9]")
_CLASS = re.compile(r"\[[^]^:\\[][^]:\\[]*\]")
_REPEATED_CLASS = re.compile(r"\[([^]^:\\[][^]:\\[]*)\]\+")


class Kernel(NamedTuple):
    """A test on whole columns.

    Attributes:
        test: the test.
        proven: whether it accepts nothing but printable ASCII.
        cheap: whether it costs no more than to look values up.
    """

    test: Test
    proven: bool
    cheap: bool = False


def kernel_of(field: FieldCheck) -> Kernel | None:
    """The kernel of a field; None if there is none."""
    kind = field.type
    if field.words is not None or (field.bounds and not kind.number) or (field.lengths and kind.name != "string"):
        return None
    accept = kind.accept if field.pattern is None else field.pattern.accept
    if field.pattern is not None and (accept is None or not kind.plain):
        return None
    tests: list[Test] = []
    cheap = accept == ACCEPT_DATE
    if cheap:
        tests.append(are_days)
    elif accept is not None:
        tests += expression_of(accept, ours=field.pattern is None)
    if accept == ACCEPT_URI:
        tests = [Addresses(tests[0])]
    if not tests and not (accept is None and kind.plain):
        return None
    if kind.number:
        tests = [_Numbers(field, tests[0])]
    if field.lengths:
        tests.append(partial(lengths_hold, field.lengths.get("minLength", 0), field.lengths.get("maxLength")))
    if field.required is not None and field.missing - {""}:
        tests.append(partial(_none_of, sorted(field.missing)))
    return Kernel(partial(_all, tests or [_present]), accept is not None and is_printable(accept), cheap)


def is_printable(accept: str) -> bool:
    """Whether it is plain that an expression matches nothing but printable ASCII."""
    rest = _CLASS.sub("", _ESCAPED.sub("", accept))
    return accept.isascii() and accept.isprintable() and not any(char in rest for char in ".[\\")


def _all(tests: list[Test], column: Any) -> Any:
    found = tests[0](column)
    for test in tests[1:]:
        found = found & test(column)
    return found


def expression_of(accept: str, *, ours: bool) -> list[Test]:
    """The tests of an expression: one of our own, or the pattern of a schema in the words of RE2; none if it has none.

    Which characters are of a category depends on the version of RE2, so such patterns accept ASCII alone.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if ours and _LETTER_ESCAPE.search(accept):
        return []
    pattern = rf"\A(?:{accept})\z"
    try:
        pc.match_substring_regex(texts([""]), pattern)
    except pa.ArrowInvalid:
        return []
    whole = partial(_matches, pattern)
    repeated = _REPEATED_CLASS.fullmatch(accept)
    if repeated and is_printable(accept):
        return [_Alphabet(repeated[1])]
    return [whole, _is_ascii] if _CATEGORY.search(accept) else [whole]


def _matches(pattern: str, column: Any) -> Any:
    import pyarrow.compute as pc

    return flags(pc.match_substring_regex(column, pattern))


def _is_ascii(column: Any) -> Any:
    import pyarrow.compute as pc

    return flags(pc.string_is_ascii(column))


class _Alphabet:
    """Texts of some characters and of nothing else: all bytes of a column are looked at as one."""

    def __init__(self, inside: str) -> None:
        known = re.compile(f"[{inside}]")
        self._letters = "".join(char for char in map(chr, range(_SPACE, 127)) if known.fullmatch(char)).encode()

    def __call__(self, column: Any) -> Any:
        import numpy as np

        data, starts = parts(column)
        found: Any = starts[1:] > starts[:-1]
        whole = data[starts[0] : starts[-1]].tobytes()
        rest = whole.translate(None, self._letters)
        if not rest:
            return found
        if len(rest) < _FEW:
            places = np.array([place for other in {*rest} for place in _places(whole, other)])
        else:
            others = np.ones(256, bool)
            others[[*self._letters]] = False
            places = np.flatnonzero(others[np.frombuffer(whole, np.uint8)])
        found[np.searchsorted(starts - starts[0], places, side="right") - 1] = False
        return found


def _places(data: bytes, byte: int) -> Iterator[int]:
    """Where a byte stands."""
    place = data.find(byte)
    while place >= 0:
        yield place
        place = data.find(byte, place + 1)


def _present(column: Any) -> Any:
    import numpy as np

    return np.ones(len(column), bool)


def _none_of(words: list[str], column: Any) -> Any:
    import pyarrow.compute as pc

    return ~flags(pc.is_in(column, texts(words)))


def lengths_hold(least: int, most: int | None, column: Any) -> Any:
    """Which texts have as many characters."""
    import numpy as np
    import pyarrow.compute as pc

    length = numbers(pc.utf8_length(column), np.int32)
    return (length >= least) & (length <= (len(length) and length.max() if most is None else most))


class _Numbers:
    """Numbers strictly inside their bounds, so that rounding never decides.

    A text that can be cast to a finite number is one for the exact checker too, unless only whole numbers are.
    """

    def __init__(self, field: FieldCheck, expression: Test) -> None:
        low = [float(str(bound)) for name, bound in field.bounds if "inimum" in name]
        high = [float(str(bound)) for name, bound in field.bounds if "aximum" in name]
        self._low = max(low, default=float("-inf"))
        self._high = min(high, default=float("inf"))
        self._expression = expression
        self._whole = field.type.name != "number"

    def __call__(self, column: Any) -> Any:
        """Which texts are accepted."""
        found = self._expression(column) if self._whole else True
        values = self._values(column)
        return found & (self._low < values) & (values < self._high)

    def _values(self, column: Any) -> Any:
        """The numbers of a column, NaN where there is none; cast in slices, as one text that is none spoils a cast."""
        import numpy as np

        if _cast(column.slice(0, _HEAD)) is None:  # where some of the first are wrong, many may be
            return self._chosen(column)
        found = np.empty(len(column))
        for start in range(0, len(column), _SLICE):
            some = column.slice(start, _SLICE)
            values = _cast(some)
            found[start : start + _SLICE] = self._chosen(some) if values is None else values
        return found

    def _chosen(self, column: Any) -> Any:
        """The numbers of a column, of which the expression chooses the texts that are cast."""
        import numpy as np

        found = np.full(len(column), np.nan)
        rows = np.flatnonzero(self._expression(column))
        values = _cast(taken(column, rows))
        if values is not None:
            found[rows] = values
        return found


def _cast(column: Any) -> Any:
    """The numbers of texts; None if a text is no number."""
    import numpy as np
    import pyarrow as pa

    try:
        return numbers(column.cast("float64"), np.float64)
    except pa.ArrowInvalid:
        return None
