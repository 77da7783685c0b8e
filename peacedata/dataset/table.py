"""One table of a dataset: its rows as text, its records typed and linked, its frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from pydantic import ValidationError

from peacedata.errors import InvalidData, OtherSchema, UnknownId
from peacedata.model import Record
from peacedata.model.links import Linker
from peacedata.nearest import nearest

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

R = TypeVar("R", bound=Record)


class Row(NamedTuple):
    """One data row as text, with its place: file, record number (header included) and physical line."""

    file: str
    number: int
    line: int
    cells: Mapping[str, str]


class Table(Generic[R]):
    """The records of one table.

    Iterating gives typed records in the order of the file; ``table[key]`` gives one by its key.

    Attributes:
        name: the table's name.
        record: the class of its records.
        rows: the rows as read, as text.
        schema: its Table Schema.
        lenient: leave out rows that do not fit the model instead of raising.
        readable: whether the file could be read at all.
        untyped: why there are no typed records; empty if there are.
    """

    def __init__(
        self,
        name: str,
        record: type[R],
        rows: Sequence[Row],
        schema: Mapping[str, Any],
        linker: Linker,
        *,
        lenient: bool = False,
        readable: bool = True,
        untyped: str = "",
    ) -> None:
        self.name, self.record, self.rows, self.schema = name, record, rows, schema
        self.lenient, self.readable, self.untyped = lenient, readable, untyped
        self._linker = linker

    @cached_property
    def records(self) -> tuple[R, ...]:
        """All records, typed.

        Raises:
            InvalidData: if a row does not fit the model, unless the table is lenient.
            OtherSchema: if the release is of another major version of the schema.
        """
        return tuple(self._typed.values())

    @cached_property
    def _typed(self) -> dict[int, R]:
        """Records by the index of their row."""
        if self.untyped:
            raise OtherSchema(self.untyped)
        typed: dict[int, R] = {}
        for index, row in enumerate(self.rows):
            try:
                record = self.record.from_row(row.cells)
            except ValidationError as error:
                if self.lenient:
                    continue
                raise InvalidData(
                    f"{row.file}, record {row.number}, line {row.line}: {_first(error)}; "
                    f"`peacedata check {row.file}` lists everything that is wrong"
                ) from None
            record.belongs_to(self._linker)
            typed[index] = record
        return typed

    @property
    def complete(self) -> bool:
        """Whether every row was read and fits the model."""
        return self.readable and len(self._typed) == len(self.rows)

    @cached_property
    def _by_key(self) -> dict[str, tuple[R, Row]]:
        """The first record of each key, with its row."""
        found: dict[str, tuple[R, Row]] = {}
        for index, record in self._typed.items():
            found.setdefault(record.key, (record, self.rows[index]))
        return found

    def row_of(self, key: str) -> Row:
        """The row of the record with this key.

        Raises:
            UnknownId: if no record has it.
        """
        self[key]
        return self._by_key[key][1]

    def __getitem__(self, key: str) -> R:
        """The record with this key, parts joined with ``/``.

        Raises:
            UnknownId: if no record has it; the message suggests the nearest.
        """
        try:
            return self._by_key[key][0]
        except KeyError:
            raise UnknownId(self.name, key, self._by_key) from None

    def __iter__(self) -> Iterator[R]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.rows if self.untyped else self.records)

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def __repr__(self) -> str:
        return f"<{self.name}: {len(self.rows)} records>"

    def keys(self) -> tuple[str, ...]:
        """The keys of all records."""
        return tuple(self._by_key)

    def filter(self, where: Callable[[R], bool] | None = None, /, **equal: object) -> tuple[R, ...]:
        """The records for which ``where`` is true and whose columns equal the values given by name.

        Raises:
            TypeError: if a name is no column of this table.
        """
        unknown = [name for name in equal if name not in self.record.model_fields]
        if unknown:
            near = nearest(unknown[0], self.record.model_fields)
            hint = f"; did you mean {near!r}?" if near else ""
            raise TypeError(f"{self.name} has no column {unknown[0]!r}{hint}")
        return tuple(
            record
            for record in self.records
            if all(getattr(record, name) == value for name, value in equal.items()) and (where is None or where(record))
        )

    def to_arrow(self) -> pa.Table:
        """The table as an Arrow table; every date gets two more columns, ``*_earliest`` and ``*_latest``.

        Raises:
            MissingExtra: if pyarrow is not installed.
        """
        from peacedata.dataset import frames

        return frames.to_arrow(self.schema, [row.cells for row in self.rows])

    def to_polars(self) -> pl.DataFrame:
        """The table as a Polars frame, with the columns of ``to_arrow``.

        Raises:
            MissingExtra: if polars or pyarrow is not installed.
        """
        from peacedata.dataset import frames

        return frames.to_polars(self.to_arrow())

    def to_pandas(self) -> pd.DataFrame:
        """The table as a pandas frame with nullable types, with the columns of ``to_arrow``.

        Raises:
            MissingExtra: if pandas or pyarrow is not installed.
        """
        from peacedata.dataset import frames

        return frames.to_pandas(self.to_arrow())


def _first(error: ValidationError) -> str:
    """The first defect of a row in a few words."""
    first = error.errors(include_url=False)[0]
    column = ".".join(str(part) for part in first["loc"])
    return f"column {column!r}: {first['msg']}"
