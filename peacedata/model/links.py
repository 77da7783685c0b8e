"""Links between records: typed descriptors that follow the keys of a dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar, cast, overload

if TYPE_CHECKING:
    from peacedata.model.record import Record

R = TypeVar("R")


class Linker(Protocol):
    """What a dataset offers to its records."""

    def parent(self, table: str, key: str) -> Record:
        """The record of a table with this key."""

    def children(self, table: str, column: str, key: str) -> tuple[Record, ...]:
        """The records of a table whose column holds this key."""


class _Link(Generic[R]):
    """Shared by the three kinds: a link reads nothing until it is followed."""

    def __init__(self, table: str, column: str) -> None:
        self.table, self.column = table, column


class One(_Link[R]):
    """The record that a required foreign key names."""

    @overload
    def __get__(self, record: None, owner: type) -> Self: ...
    @overload
    def __get__(self, record: Any, owner: type) -> R: ...
    def __get__(self, record: Any, owner: type) -> R | Self:
        if record is None:
            return self
        return cast(R, record.linker.parent(self.table, getattr(record, self.column)))


class Maybe(_Link[R]):
    """The record that an optional foreign key names, or None."""

    @overload
    def __get__(self, record: None, owner: type) -> Self: ...
    @overload
    def __get__(self, record: Any, owner: type) -> R | None: ...
    def __get__(self, record: Any, owner: type) -> R | Self | None:
        if record is None:
            return self
        key = getattr(record, self.column)
        return None if key is None else cast(R, record.linker.parent(self.table, key))


class Many(_Link[R]):
    """The records of another table whose foreign key names this record, in the order of the file."""

    @overload
    def __get__(self, record: None, owner: type) -> Self: ...
    @overload
    def __get__(self, record: Any, owner: type) -> tuple[R, ...]: ...
    def __get__(self, record: Any, owner: type) -> tuple[R, ...] | Self:
        if record is None:
            return self
        return cast("tuple[R, ...]", record.linker.children(self.table, self.column, record.key))
