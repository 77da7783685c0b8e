"""Keys of whole numbers as texts: each value has one spelling, so that a whole column is told apart as texts are."""

from __future__ import annotations

from typing import Any

from peacedata.check.big.arrow import flags, mask_of, taken, texts
from peacedata.check.field import FieldCheck
from peacedata.check.keys import FAILED, KeyReader

# The one spelling of a number; so many digits are read fast whatever else a file holds.
_USUAL = r"\A(?:0|-?[1-9][0-9]{0,17})\z"
_BOUND = 10**18


def has_spelling(field: FieldCheck) -> bool:
    """Whether every value of a field that was not refused has one spelling."""
    return field.type.plain or (field.type.name == "integer" and field.type.accept is not None)


def spelled(reader: KeyReader, number: int, column: Any, present: Any) -> tuple[Any, Any]:
    """A column of a key with its values in their one spelling, and which of its cells failed their type.

    Args:
        reader: of the key.
        number: which part of the key it is.
        column: its texts.
        present: which of them are no missing value.
    """
    import numpy as np
    import pyarrow.compute as pc

    failed = np.zeros(len(column), bool)
    if reader.fields[number].type.plain:
        return column, failed
    unusual = present & ~flags(pc.match_substring_regex(column, _USUAL))
    rows = np.flatnonzero(unusual)
    if not rows.size:
        return column, failed
    keys = reader.part(number, [text or "" for text in taken(column, rows).to_pylist()])
    failed[rows] = [key is FAILED for key in keys]
    return pc.replace_with_mask(column, mask_of(unusual), texts([_spelling(key) for key in keys])), failed


def _spelling(key: Any) -> str:
    """Equal numbers, equal texts; the hash of a very long one will do, as keys with equal hashes are compared."""
    if key is FAILED:
        return ""
    return str(int(key)) if abs(key) < _BOUND else f"#{hash(key)}"
