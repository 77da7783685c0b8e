"""Days in the form ``yyyy-mm-dd``, tested digit by digit over a whole column."""

from __future__ import annotations

from typing import Any

from peacedata.check.big.arrow import parts, taken

_SIZE = 10
_ZERO = 48
_HYPHEN = 45 - _ZERO + 256
_DIGITS = (1, 2, 3, 5, 6, 8, 9)
_LAST_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def are_days(column: Any) -> Any:
    """Which texts are a day of the years 1000 to 9999, other than the 29th of February."""
    import numpy as np

    data, starts = parts(column)
    lengths = np.diff(starts)
    found: Any = lengths == _SIZE
    count = int(np.count_nonzero(found))
    if not count:
        return found
    if count * _SIZE != starts[-1] - starts[0]:
        data, starts = parts(taken(column, np.flatnonzero(found)))
    block = data[starts[0] : starts[-1]].reshape(count, _SIZE)
    good = _good(np.ascontiguousarray(block.T) - np.uint8(_ZERO))
    if count == len(found):
        return good
    found[found] = good
    return found


def _good(digits: Any) -> Any:
    """Which days there are, of ten rows of characters less that of zero."""
    import numpy as np

    last = np.zeros(256, np.uint8)
    last[1:13] = _LAST_DAYS
    good = (digits[4] == _HYPHEN) & (digits[7] == _HYPHEN) & (digits[0] - np.uint8(1) < 9)
    for place in _DIGITS:
        good &= digits[place] <= 9
    month, day = (digits[first] * np.uint8(10) + digits[first + 1] for first in (5, 8))
    return good & (day - np.uint8(1) < last[month])
