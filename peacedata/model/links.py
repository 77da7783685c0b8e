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


class Unlinked:
    """Stands where a record of a dataset has its linker, and says that this one has none.

    It is no data descriptor, so what a dataset writes into the record's ``__dict__`` is found before it, without a
    call; links remember what they led to in the same way.
    """

    @overload
    def __get__(self, record: None, owner: type) -> Self: ...
    @overload
    def __get__(self, record: Any, owner: type) -> Linker: ...
    def __get__(self, record: Any, owner: type) -> Linker | Self:
        if record is None:
            return self
        raise LookupError(f"{record.table_name} record {record.key!r} belongs to no dataset, so it has no links")


class _Link(Generic[R]):
    """Shared by the three kinds: a link reads nothing until it is followed, and then only once."""

    def __init__(self, table: str, column: str) -> None:
        self.table, self.column = table, column

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name


class One(_Link[R]):
    """The record that a required foreign key names."""

    @overload
    def __get__(self, record: None, owner: type) -> Self: ...
    @overload
    def __get__(self, record: Any, owner: type) -> R: ...
    def __get__(self, record: Any, owner: type) -> R | Self:
        if record is None:
            return self
        found = cast(R, record.linker.parent(self.table, getattr(record, self.column)))
        record.__dict__[self.name] = found
        return found


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
        found = None if key is None else cast(R, record.linker.parent(self.table, key))
        record.__dict__[self.name] = found
        return found


class Many(_Link[R]):
    """The records of another table whose foreign key names this record, in the order of the file."""

    @overload
    def __get__(self, record: None, owner: type) -> Self: ...
    @overload
    def __get__(self, record: Any, owner: type) -> tuple[R, ...]: ...
    def __get__(self, record: Any, owner: type) -> tuple[R, ...] | Self:
        if record is None:
            return self
        found = cast("tuple[R, ...]", record.linker.children(self.table, self.column, record.key))
        record.__dict__[self.name] = found
        return found
