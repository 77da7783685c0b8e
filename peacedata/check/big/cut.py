"""Byte ranges that end where records end, found by counting quotes alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from peacedata.check.big.unfit import Unfit

# Follows the data of a range: it stands as a record of its own only if the range does not end inside a quoted cell. No
# data hold this character, because it is forbidden.
SENTINEL = b"\x1e\n"
# What is counted at a time, so that it stays near the processor.
PIECE = 1 << 17


class Range(NamedTuple):
    """Some records of a file.

    Attributes:
        offset: where it starts in the file.
        size: its bytes in the file.
        data: the bytes, a line end where the file lacks its last one, and the sentinel.
    """

    offset: int
    size: int
    data: bytearray


def cut(file: BinaryIO, offset: int, size: int, quote: bytes, most: int) -> Iterator[Range]:
    """The ranges of a file from an offset at which a record starts.

    Where quotes are not exact, a range may end inside a quoted cell; whoever parses it sees that by the sentinel.

    Args:
        file: the file.
        offset: the start of a record.
        size: bytes of a range, more or less.
        quote: the quote character; empty if there is none.
        most: bytes beyond which a record is too long.

    Raises:
        Unfit: if there is no record end within ``most`` bytes.
    """
    file.seek(offset)
    rest, want = b"", size
    while True:
        data = bytearray(len(rest) + want)
        data[: len(rest)] = rest
        with memoryview(data) as view:
            got = file.readinto(view[len(rest) :])  # type: ignore[attr-defined]  # BinaryIO lacks it, real files have it
        del data[len(rest) + got :]
        if not data:
            return
        end = record_end(data, quote) if got else len(data)
        if not end:
            if len(data) > most:
                raise Unfit
            rest, want = bytes(data), max(size, len(data))
            continue
        rest, want = bytes(data[end:]), size
        del data[end:]
        yield Range(offset, end, closed(data))
        offset += end


def record_end(data: bytearray, quote: bytes) -> int:
    """Just past the last line end that is outside of quotes; 0 if there is none."""
    end = data.rfind(b"\n") + 1
    quotes = count(data, quote, end) if quote else 0
    while end and quotes % 2:
        last = data.rfind(quote, 0, end)
        before = data.rfind(b"\n", 0, last) + 1
        quotes -= data.count(quote, before, end)
        end = before
    return end


def count(data: bytearray, char: bytes, end: int) -> int:
    """How often a character stands in the data before an end; numpy is some times faster at it, and holds no lock."""
    import numpy as np

    array = np.frombuffer(data, np.uint8, end)
    pieces = range(0, end, PIECE)
    return sum(int(np.count_nonzero(array[start : start + PIECE] == char[0])) for start in pieces)


def closed(data: bytearray) -> bytearray:
    """The data of a range with its last line end and the sentinel."""
    if not data.endswith(b"\n"):
        data += b"\n"
    data += SENTINEL
    return data


def read_range(file: BinaryIO, offset: int, size: int) -> bytearray:
    """The data of a range that was cut before."""
    file.seek(offset)
    return closed(bytearray(file.read(size)))
