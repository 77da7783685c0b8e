"""Keys of ranges: hashes find what may be repeated, the keys themselves decide."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from peacedata.check.big.arrow import flags, taken, texts
from peacedata.check.big.blocks import Block, Columns
from peacedata.check.big.hashes import Hasher
from peacedata.check.big.part import RangeKeys
from peacedata.check.big.spelling import has_spelling, spelled
from peacedata.check.keys import FAILED, KeyReader, refers


class Repeats(NamedTuple):
    """Records of a range whose key occurred before, in order.

    Attributes:
        numbers: their numbers.
        firsts: for each the number of the record that has the key first.
    """

    numbers: Any
    firsts: Any


def keys_of(reader: KeyReader, columns: Columns) -> list[Any]:
    """The key of each record of a range; cells that are missing at the end of a record count as empty."""
    found: list[Any] = [None] * columns.records
    for block in columns.blocks:
        keys = _keys_of_block(reader, block)
        if block.places is None:
            return keys
        for place, key in zip(block.places.tolist(), keys, strict=True):
            found[place] = key
    return found


def _keys_of_block(reader: KeyReader, block: Block, rows: Any = None) -> list[Any]:
    """The keys of the records of a block, or of some of them."""
    size = block.size if rows is None else len(rows)
    cells: list[Sequence[Any]] = [()] * (max(reader.places) + 1)
    for field, place in zip(reader.fields, reader.places, strict=True):
        if place >= block.width or not size:
            cells[place] = [None] * size
            continue
        column = block.table[place] if rows is None else taken(block.table[place], rows)
        cells[place] = _texts(column, "" in field.missing)
    return reader.keys_of(cells)


def _texts(column: Any, missing: bool) -> Any:
    """The texts of a column; what is empty counts as no text where that is the same."""
    if column.null_count and not missing:
        column = column.fill_null("")
    return column.to_pylist()


class KeyWork:
    """Finds the state of a unique key after one range."""

    def __init__(self, reader: KeyReader, hasher: Hasher) -> None:
        self._reader = reader
        self._hasher = hasher
        self._composite = len(reader.places) > 1
        self._textual = all(map(has_spelling, reader.fields))

    def __call__(self, columns: Columns, *, room: int, empty_room: int | None) -> RangeKeys:
        """The state of the key after a range.

        Args:
            columns: the range.
            room: how many records may be shown that repeat a key.
            empty_room: how many may be shown that lack a part of it; None if that is no fault.
        """
        import numpy as np

        keys = None if self._textual else keys_of(self._reader, columns)
        hashes, whole, empty = self._of_texts(columns) if keys is None else self._of_values(keys)
        places = None if whole.all() else np.flatnonzero(whole).astype(np.int32)
        hashes = hashes if places is None else hashes[places]
        held = _repeated(hashes)
        found = RangeKeys(hashes, places, held, [], held)
        if held.size:
            among = found.at(held)
            self._hold(found, self._some(columns, among) if keys is None else [keys[at] for at in among.tolist()], room)
        if empty_room is not None:
            found.empty, found.empty_rows = len(empty), empty[:empty_room]
        return found

    def _of_texts(self, columns: Columns) -> tuple[Any, Any, list[int]]:
        """Hashes of texts, which records have a whole key, and which lack a part while none failed its type."""
        import numpy as np

        hashes, whole = np.zeros(columns.records, np.uint64), np.zeros(columns.records, bool)
        failed = np.zeros(columns.records, bool)
        for block in columns.blocks:
            if block.size:
                where = slice(None) if block.places is None else block.places
                hashes[where], whole[where], failed[where] = self._hashed(block)
        return hashes, whole, [] if whole.all() else np.flatnonzero(~(whole | failed)).tolist()

    def _hashed(self, block: Block) -> tuple[Any, Any, Any]:
        import numpy as np
        import pyarrow.compute as pc

        whole, failed = np.ones(block.size, bool), np.zeros(block.size, bool)
        found = []
        for number, (place, field) in enumerate(zip(self._reader.places, self._reader.fields, strict=True)):
            if place >= block.width:
                whole[:] = False
                continue
            column, present = block.table[place], np.ones(block.size, bool)
            if column.null_count and "" in field.missing:
                present &= flags(column.is_valid())
            words = field.missing - {""} if block.nulls else field.missing
            if words:
                present &= ~flags(pc.is_in(column, texts(sorted(words))))
            column, wrong = spelled(self._reader, number, column, present)
            found.append(self._hasher.texts(column))
            whole &= present & ~wrong
            failed |= wrong
        return self._hasher.together(found) if found else np.uint64(0), whole, failed

    def _of_values(self, keys: list[Any]) -> tuple[Any, Any, list[int]]:
        """Hashes of typed values, which records have a whole key, and which lack a part."""
        import numpy as np

        whole = np.ones(len(keys), bool)
        odd: list[int] = []
        if _any_odd(keys, self._composite):
            odd = [place for place, key in enumerate(keys) if not _whole(key, self._composite)]
            whole[odd] = False
        hashes = np.fromiter(map(hash, keys), np.int64, len(keys)).view(np.uint64)
        return hashes, whole, [place for place in odd if _empty(keys[place], self._composite)]

    def _some(self, columns: Columns, among: Any) -> list[Any]:
        """The keys of some records."""
        found: list[Any] = [None] * among.size
        for block in columns.blocks:
            here, rows = block.among(among)
            for index, key in zip(here.tolist(), _keys_of_block(self._reader, block, rows), strict=True):
                found[index] = key
        return found

    @staticmethod
    def _hold(found: RangeKeys, keys: list[Any], room: int) -> None:
        """Keep the keys of the records whose hash occurs more than once."""
        import numpy as np

        found.keys, found.codes = _coded(keys)
        again = np.ones(len(keys), bool)
        again[np.unique(found.codes, return_index=True)[1]] = False
        found.shown = found.at(found.held[again][:room]).tolist()


def dangling(keys: list[Any], target: set[Any], *, composite: bool) -> list[int]:
    """The places of the keys that refer to nothing."""
    return [place for place, key in enumerate(keys) if key not in target and refers(key, composite)]


def _any_odd(keys: list[Any], composite: bool) -> bool:
    if composite:
        return any(None in key or FAILED in key for key in keys)
    return None in keys or FAILED in keys


def _whole(key: Any, composite: bool) -> bool:
    return None not in key and FAILED not in key if composite else key is not None and key is not FAILED


def _empty(key: Any, composite: bool) -> bool:
    return None in key and FAILED not in key if composite else key is None


def _coded(keys: list[Any]) -> tuple[list[Any], Any]:
    """The keys, each once, and for each of the given ones its place among them."""
    import numpy as np

    places: dict[Any, int] = {}
    codes = np.fromiter((places.setdefault(key, len(places)) for key in keys), np.int32, len(keys))
    return [*places], codes


def _repeated(hashes: Any) -> Any:
    """Places of the hashes that occur more than once."""
    import numpy as np

    again = _twice(np.sort(hashes))
    return np.flatnonzero(_among(hashes, again)).astype(np.int32) if again.size else np.zeros(0, np.int32)


def _twice(ordered: Any) -> Any:
    """Which of some ordered values occur more than once, each once."""
    import numpy as np

    again = ordered[1:][ordered[1:] == ordered[:-1]]
    return again[:1] if again.size < 2 else again[np.concatenate([[True], again[1:] != again[:-1]])]


def _among(hashes: Any, ordered: Any) -> Any:
    import numpy as np

    place = np.searchsorted(ordered, hashes)
    place[place == ordered.size] = 0
    return ordered[place] == hashes


def repeats(parts: Sequence[RangeKeys], firsts: Sequence[int], read: Callable[[int], list[Any]]) -> Iterator[Repeats]:
    """All records that repeat a key, range by range.

    Args:
        parts: the state of each range.
        firsts: the number of the first record of each range.
        read: the keys of all records of a range, read again.
    """
    import numpy as np

    if not parts:
        return
    everything = np.concatenate([part.hashes for part in parts])
    everything.sort()
    again = _twice(everything)
    del everything
    if not again.size:
        return
    seen: dict[Any, int] = {}
    for number, (part, first) in enumerate(zip(parts, firsts, strict=True)):
        which = np.flatnonzero(_among(part.hashes, again))
        if not which.size:
            continue
        places = part.at(which)
        keys, codes = part.keys, part.codes
        if which.size != part.held.size:
            fresh = read(number)
            keys, codes = _coded([fresh[place] for place in places.tolist()])
        numbers = places.astype(np.int64) + first
        known = [seen.setdefault(keys[code], at) for code, at in _first_of_each(codes, numbers)]
        earlier = np.array(known)[codes]
        later = earlier != numbers
        if later.any():
            yield Repeats(numbers[later], earlier[later])


def _first_of_each(codes: Any, numbers: Any) -> Iterator[tuple[int, int]]:
    """For each code, in order, the first of the numbers that it stands beside."""
    import numpy as np

    found, at = np.unique(codes, return_index=True)
    return zip(found.tolist(), numbers[at].tolist(), strict=True)
