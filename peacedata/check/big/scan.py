"""The bytes of a range or of a column: what must not be there, and what decides how they are read."""

from __future__ import annotations

from typing import Any, NamedTuple

from peacedata.check.big.arrow import parts
from peacedata.check.big.cut import PIECE, SENTINEL, count
from peacedata.check.big.unfit import Unfit

_SPACE = 32


class Scan(NamedTuple):
    """What was seen in the bytes of a range.

    Attributes:
        bytes: the bytes as an array, without the sentinel.
        lines: how many physical lines they have.
        crlf: whether there is a carriage return.
    """

    bytes: Any
    lines: int
    crlf: bool


def scan(data: bytearray) -> Scan:
    """Look at the line ends of a range.

    Raises:
        Unfit: if there is a carriage return without a line feed.
    """
    import numpy as np

    array = np.frombuffer(data, np.uint8, len(data) - len(SENTINEL))
    crlf = b"\r" in data
    if crlf and data.count(b"\r\n") != data.count(b"\r"):
        raise Unfit
    return Scan(array, count(data, b"\n", array.size), crlf)


def places_of(array: Any, char: str) -> Any:
    """Where a character stands in bytes; nowhere if it is none."""
    import numpy as np

    if not char:
        return np.zeros(0, np.int64)
    pieces = range(0, array.size, PIECE)
    found = [np.flatnonzero(array[start : start + PIECE] == ord(char)) + start for start in pieces]
    return np.concatenate(found) if found else np.zeros(0, np.int64)


def scan_column(column: Any) -> None:
    """Look at the bytes of the texts of a column.

    Raises:
        Unfit: if they are not UTF-8, or hold a control character or a control of bidirectional text.
    """
    import numpy as np
    import pyarrow as pa

    data, starts = parts(column)
    data = data[starts[0] : starts[-1]]
    low = data[data < _SPACE]
    if (low.size and not np.isin(low, (9, 10, 13)).all()) or (data == 0x7F).any():
        raise Unfit
    if not data.size or data.max() < 0x80:
        return
    _, offsets, texts = column.buffers()
    raw = pa.Array.from_buffers(pa.binary(), len(column), [None, offsets, texts], offset=column.offset)
    try:
        raw.cast(pa.string())
    except pa.ArrowInvalid:
        raise Unfit from None
    if (data[np.flatnonzero(data == 0xC2) + 1] < 0xA0).any():  # C1
        raise Unfit
    start = np.flatnonzero(data == 0xE2)
    second, third = data[start + 1], data[start + 2]
    if ((second == 0x80) & (third >= 0xAA) & (third <= 0xAE)).any():
        raise Unfit
    if ((second == 0x81) & (third >= 0xA6) & (third <= 0xA9)).any():
        raise Unfit
