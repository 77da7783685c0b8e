"""Which columns of two states of a table are the same ones: the key first, then the others by name or by content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from peacedata.dataset.snapshot import TableSnapshot
from peacedata.intake.records import Record

# A column that went and one that came are one column renamed if so many of their cells agree.
_ALIKE = 0.9


def common_key(old: TableSnapshot, new: TableSnapshot) -> tuple[list[tuple[str, str]], list[str]]:
    """The key by which rows of both states can be told apart, as pairs of an old and a new name, and what to say of it.

    The key of either state is taken if both have its columns, the longer one if both can be. A key whose columns were
    only renamed is known by their place in it, if it leads to the same rows. Without any, the list is empty.
    """
    if not old.key and not new.key:
        return [], ["there is no key, so whole rows are compared"]
    fitting = sorted(
        {key for key in (old.key, new.key) if key and all(one in old.columns and one in new.columns for one in key)},
        key=lambda key: (-len(key), key),
    )
    if fitting:
        chosen = fitting[0]
        notes = [f"the key was {_names(old.key)} and is {_names(new.key)}"] if old.key and old.key != new.key else []
        return [(one, one) for one in chosen], notes if new.key else []
    renamed = list(zip(old.key, new.key, strict=False))
    if len(old.key) == len(new.key) and _leads_on(old, new, renamed):
        return renamed, []
    missing = [
        f"the header {when} lacks {one!r}, a column of the key"
        for when, table in (("before", old), ("now", new))
        for one in table.key
        if one not in table.columns
    ]
    return [], [*(missing or ["the two states have no key in common"]), "whole rows are compared"]


def _names(key: Sequence[str]) -> str:
    return ", ".join(key) or "none"


def _leads_on(old: TableSnapshot, new: TableSnapshot, key: list[tuple[str, str]]) -> bool:
    """Whether a key with renamed columns finds at least half of the rows again."""
    for one, other in key:
        if one not in old.columns or other not in new.columns:
            return False
        if one != other and (one in new.columns or other in old.columns):
            return False
    first, second = _keys(old, [one for one, _ in key]), _keys(new, [one for _, one in key])
    return len(first & second) * 2 >= max(1, min(len(first), len(second)))


def _keys(table: TableSnapshot, key: list[str]) -> set[tuple[str, ...]]:
    indexes = [table.columns.index(column) for column in key]
    return {parts for row in table.rows if any(parts := tuple(row.cells[index] for index in indexes))}


def aligned(
    old: TableSnapshot,
    new: TableSnapshot,
    key: Sequence[tuple[str, str]],
    pairs: Sequence[tuple[tuple[str, ...], Record, Record]],
) -> dict[str, str]:
    """The new name of every column that both states have, by its old name, in the old order.

    A column has kept its name, or stands at the same place in the key, or what it holds shows that it was renamed: it
    agrees with exactly one new column in nine of ten rows that both states have, and that one with no other.
    """
    names = set(new.columns)
    found = {one: one for one in old.columns if one in names} | {one: other for one, other in key if one != other}
    taken = set(found.values())
    lost = [one for one in old.columns if one not in found]
    won = [one for one in new.columns if one not in taken]
    found |= dict(_renamed(old, new, lost, won, pairs))
    return {one: found[one] for one in old.columns if one in found}


def _renamed(
    old: TableSnapshot,
    new: TableSnapshot,
    lost: list[str],
    won: list[str],
    pairs: Sequence[tuple[tuple[str, ...], Record, Record]],
) -> Iterator[tuple[str, str]]:
    if not lost or not won:
        return
    forward: dict[str, list[str]] = defaultdict(list)
    backward: dict[str, list[str]] = defaultdict(list)
    columns = {other: [row.cells[new.columns.index(other)] for _, _, row in pairs] for other in won}
    for one in lost:
        index = old.columns.index(one)
        cells = [row.cells[index] for _, row, _ in pairs]
        for other in won:
            if _alike(cells, columns[other]):
                forward[one].append(other)
                backward[other].append(one)
    for one, others in forward.items():
        if len(others) == 1 and len(backward[others[0]]) == 1:
            yield one, others[0]


def _alike(cells: Sequence[str], others: Sequence[str]) -> bool:
    """Whether nine of ten cells agree, those left out that are blank on both sides."""
    written = [(one, other) for one, other in zip(cells, others, strict=True) if one or other]
    same = sum(one == other for one, other in written)
    return bool(written) and same >= _ALIKE * len(written)
