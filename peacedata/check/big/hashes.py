"""Hashes of keys that are texts, a whole column at once."""

from __future__ import annotations

import random
from typing import Any

from peacedata.check.big.arrow import flags, parts

_WORD = 8
_MASK = (1 << 64) - 1


class Hasher:
    """Hashes texts with secret factors, so that no file can be made in which many hashes are equal."""

    def __init__(self, seed: int | None = None) -> None:
        """Choose the factors; the same seed gives the same hashes in every process."""
        source = random.SystemRandom() if seed is None else random.Random(seed)  # noqa: S311 # a seed is for one run
        self._factors = [source.getrandbits(64) & _MASK | 1 for _ in range(3)]

    def texts(self, column: Any) -> Any:
        """A hash of 64 bits for each text; that of null is zero, as is that of the empty text."""
        import numpy as np

        if column.null_count:
            found = np.zeros(len(column), np.uint64)
            found[flags(column.is_valid())] = self.texts(column.drop_null())
            return found
        data, starts = parts(column)
        lengths = np.diff(starts)
        if not len(lengths):
            return np.zeros(0, np.uint64)
        if (lengths == lengths[0]).all():
            size = int(lengths[0])
            block = data[starts[0] : starts[-1]].reshape(len(lengths), size)
            return self._mix(_padded(block), lengths)
        found = np.empty(len(lengths), np.uint64)
        words = -(-lengths // _WORD)
        for count in np.unique(words).tolist():
            rows = np.flatnonzero(words == count)
            if not count:
                found[rows] = self._mix(np.zeros((rows.size, 0), np.uint8), lengths[rows])
                continue
            inside = np.arange(count * _WORD, dtype=np.int32)
            block = data[np.minimum(starts[rows][:, None] + inside, data.size - 1)]
            block[inside >= lengths[rows][:, None]] = 0
            found[rows] = self._mix(block, lengths[rows])
        return found

    def together(self, columns: list[Any]) -> Any:
        """One hash for several of a record."""
        found = columns[0]
        for column in columns[1:]:
            found = self._step(found * self._uint(2), column)
        return found

    def _mix(self, block: Any, lengths: Any) -> Any:
        import numpy as np

        found = lengths.astype(np.uint64) * self._uint(0)
        for word in block.view(np.uint64).T if block.shape[1] else ():
            found = self._step(found, word)
        return found

    def _step(self, found: Any, word: Any) -> Any:
        import numpy as np

        found = found ^ word
        for shift, factor in ((32, 1), (29, 2), (32, 1)):  # high bits come down before they are multiplied away
            found ^= found >> np.uint64(shift)
            found *= self._uint(factor)
        return found

    def _uint(self, which: int) -> Any:
        import numpy as np

        return np.uint64(self._factors[which])


def _padded(block: Any) -> Any:
    """Bytes of equal length, filled up to whole words."""
    import numpy as np

    count, size = block.shape
    found = np.zeros((count, -(-size // _WORD) * _WORD), np.uint8)
    found[:, :size] = block
    return found
