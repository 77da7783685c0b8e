"""What a change means to who used what was there before: additive, corrective or breaking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from peacedata.release.diff.schema import Bump

if TYPE_CHECKING:
    from peacedata.release.diff.package import PackageDiff, TableDiff


class ChangeClass(StrEnum):
    """The class of a change; of several, the last one holds.

    ``additive``: all that was there is as it was, and there is more. ``corrective``: some of it reads otherwise now, or
    was withdrawn with a tombstone. ``breaking``: what worked with it may fail, because a record that can be cited is
    gone without a word, or the schema has changed in a way that needs a new major version.
    """

    ADDITIVE = "additive"
    CORRECTIVE = "corrective"
    BREAKING = "breaking"


_WEIGHT = {one: weight for weight, one in enumerate(ChangeClass)}
# Written by the program from the model, or a record of what is gone; neither is data that is corrected.
_CODES, _RETIRED = "codes", "retired"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a change is of a class, in a few words."""

    change_class: ChangeClass
    says: str


def judged(diff: PackageDiff) -> list[Reason]:
    """All reasons, those of the weightiest class first; none if neither data nor schemas differ."""
    found = [reason for table in diff.tables for reason in _of_table(table, diff)]
    for name, status in diff.files:
        change_class = {"added": ChangeClass.ADDITIVE, "removed": ChangeClass.BREAKING}
        found.append(Reason(change_class.get(status, ChangeClass.CORRECTIVE), f"{name}: the file was {status}"))
    if not found and diff.bump is Bump.PATCH:
        found.append(
            Reason(ChangeClass.CORRECTIVE, f"the words of {_counted(len(diff.schema), 'description')} changed")
        )
    return sorted(found, key=lambda reason: -_WEIGHT[reason.change_class])


def _of_table(table: TableDiff, diff: PackageDiff) -> Iterator[Reason]:
    for change in table.schema:
        place = f"{change.table}.{change.column}" if change.column else change.table
        if change.bump is Bump.MAJOR:
            yield Reason(ChangeClass.BREAKING, f"{place}: {change.says}")
        elif change.bump is Bump.MINOR:
            yield Reason(ChangeClass.ADDITIVE, f"{place}: {change.says}")
    if table.status in ("added", "removed"):
        return
    rows = table.rows
    yield from _removed(table, diff)
    if rows.changed:
        yield Reason(
            ChangeClass.CORRECTIVE,
            f"{table.name}: {_counted(rows.cells_changed, 'cell')} changed in {_counted(len(rows.changed), 'row')}",
        )
    if rows.added:
        yield Reason(ChangeClass.ADDITIVE, f"{table.name}: {_counted(len(rows.added), 'row')} added")


def _removed(table: TableDiff, diff: PackageDiff) -> Iterator[Reason]:
    """Of our own tables only what has an id of its own, and no tombstone, breaks who cited it."""
    gone = table.rows.removed
    if not gone:
        return
    if diff.retired is None or table.name in (_CODES, _RETIRED):
        loose = list(gone)
    else:
        retired = diff.retired.get(table.name, frozenset())
        named = len(table.rows.key) == 1
        loose = [row for row in gone if named and "/".join(row.key) not in retired]
    if loose:
        what = _counted(len(loose), "row")
        without = " without a tombstone" if diff.retired is not None else ""
        first = "/".join(loose[0].key)
        yield Reason(
            ChangeClass.BREAKING, f"{table.name}: {what} removed{without}" + (f", such as {first}" if first else "")
        )
    if kept := len(gone) - len(loose):
        why = "withdrawn with a tombstone" if len(table.rows.key) == 1 else "removed"
        yield Reason(ChangeClass.CORRECTIVE, f"{table.name}: {_counted(kept, 'row')} {why}")


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"
