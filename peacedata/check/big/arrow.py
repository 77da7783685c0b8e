"""Small helpers around arrays: pyarrow's own ways from and to numpy import pandas, where it is installed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def texts(values: Iterable[str]) -> Any:
    """An array of texts."""
    import numpy as np
    import pyarrow as pa

    encoded = [value.encode() for value in values]
    offsets = np.zeros(len(encoded) + 1, np.int32)
    np.cumsum([*map(len, encoded)], out=offsets[1:])
    return pa.StringArray.from_buffers(len(encoded), pa.py_buffer(offsets), pa.py_buffer(b"".join(encoded)))


def flags(array: Any) -> Any:
    """Truth values for numpy; null counts as false."""
    import numpy as np

    valid, values = array.buffers()
    bits = np.frombuffer(values, np.uint8) if valid is None else _both(valid, values)
    return np.unpackbits(bits, count=array.offset + len(array), bitorder="little")[array.offset :].view(bool)


def _both(valid: Any, values: Any) -> Any:
    import numpy as np

    size = min(valid.size, values.size)
    return np.frombuffer(valid, np.uint8)[:size] & np.frombuffer(values, np.uint8)[:size]


def numbers(array: Any, kind: Any) -> Any:
    """Numbers for numpy; what stands for null may be anything."""
    import numpy as np

    return np.frombuffer(array.buffers()[1], kind)[array.offset : array.offset + len(array)]


def taken(column: Any, rows: Any) -> Any:
    """Some cells of a column, by their places in a numpy array."""
    import numpy as np
    import pyarrow as pa

    places = np.ascontiguousarray(rows, np.int64)
    return column.take(pa.Array.from_buffers(pa.int64(), places.size, [None, pa.py_buffer(places)]))


def mask_of(truth: Any) -> Any:
    """Truth values of numpy as an array."""
    import numpy as np
    import pyarrow as pa

    bits = np.packbits(truth, bitorder="little")
    return pa.Array.from_buffers(pa.bool_(), truth.size, [None, pa.py_buffer(bits)])


def parts(column: Any) -> tuple[Any, Any]:
    """The bytes of an array of texts, and where each text starts, with the end of the last one."""
    import numpy as np

    _, offsets, data = column.buffers()
    starts = np.frombuffer(offsets, np.int32)[column.offset : column.offset + len(column) + 1]
    return (np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)), starts
