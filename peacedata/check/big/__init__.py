"""The big gear: large files in record-safe byte ranges, each parsed into columns by pyarrow and checked whole.

The exact checker alone says what is wrong. A column is judged by its distinct values, each of which goes through the
exact checker once, or, where nearly all values differ, by a kernel that accepts less than the exact checker does; what
it does not accept goes through the exact checker. Records in which something is found are read again from the bytes and
given to the code of the small gear, which writes all findings. What pyarrow cannot do exactly as the small gear does
(another escape, a lone carriage return, an unclosed quote, a forbidden character) sends the file to the small gear.
"""

from __future__ import annotations

import os
from contextlib import suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING

from peacedata.errors import MissingExtra

if TYPE_CHECKING:
    from peacedata.check.table import Source

# Below this size a file is done before the libraries of the big gear are loaded.
LEAST = 16 << 20
GEARS = ("auto", "small", "big")
ENGINES = ("local", "spark")


def available() -> bool:
    """Whether the libraries of the big gear are installed."""
    return all(find_spec(name) is not None for name in ("pyarrow", "numpy"))


def choose(size: int, gear: str = "auto", engine: str = "local") -> str:
    """The gear for files of some bytes together.

    Args:
        size: the bytes.
        gear: ``auto``, or the one that is wanted in any case.
        engine: ``local``, or ``spark``, for which ``auto`` means the big gear.

    Returns:
        ``small`` or ``big``.

    Raises:
        MissingExtra: if what is wanted is not installed.
        ValueError: if there is no such gear or engine.
    """
    if gear not in GEARS or engine not in ENGINES:
        raise ValueError(f"gear {gear!r} or engine {engine!r} is none of {', '.join(GEARS)}; {', '.join(ENGINES)}")
    if engine == "spark" and gear == "auto":
        gear = "big"
    if gear == "big" and not available():
        raise MissingExtra("pyarrow", "arrow")
    if engine == "spark" and find_spec("pyspark") is None:
        raise MissingExtra("pyspark", "spark")
    if gear == "auto":
        return "big" if size >= LEAST and available() else "small"
    return gear


def size_of(source: Source) -> int:
    """The bytes of the files of a table, as far as they can be seen; nothing is opened."""
    total = 0
    for path in source.paths:
        with suppress(OSError, ValueError):
            total += os.lstat(source.folder / path if source.folder is not None else path).st_size
    return total
