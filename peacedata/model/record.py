"""The base of every table's record."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

from pydantic import BaseModel, ConfigDict

from peacedata.model.links import Linker, Unlinked, _Link

if TYPE_CHECKING:
    from peacedata.model.claims import Claim
    from peacedata.model.identifiers import Identifier
    from peacedata.model.sources import Source


class Record(BaseModel):
    """One row of a table: immutable, typed, and linked once it belongs to a dataset.

    Class attributes:
        table_name: the table, which is also the name of its file.
        key_columns: the columns of the primary key, in order.
        linker: the dataset that the record belongs to; LookupError if it was made by hand and belongs to none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(_Link, Unlinked))

    table_name: ClassVar[str]
    key_columns: ClassVar[tuple[str, ...]]

    linker: ClassVar[Unlinked] = Unlinked()

    @cached_property
    def key(self) -> str:
        """The record's name: its key parts joined with ``/``."""
        return "/".join(str(getattr(self, column)) for column in self.key_columns)

    @classmethod
    def from_row(cls, row: Mapping[str, str]) -> Self:
        """Make a record from the cells of a CSV row; empty cells are unknown.

        Raises:
            pydantic.ValidationError: if a cell or the set of columns does not fit the model.
        """
        return cls.model_validate({name: cell for name, cell in row.items() if cell != ""})

    def to_row(self) -> dict[str, str]:
        """The cells of this record as text, in the order of the columns; unknown values are empty."""
        return {name: _cell(getattr(self, name)) for name in type(self).model_fields}

    def belongs_to(self, linker: Linker) -> None:
        """Link this record: a dataset calls it once, when it makes its records."""
        self.__dict__["linker"] = linker

    def __getstate__(self) -> dict[Any, Any]:
        """What is pickled: the values, without the dataset that they are linked to."""
        state = super().__getstate__()
        return state | {"__dict__": {name: state["__dict__"][name] for name in type(self).model_fields}}

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """What sources say of this record or of one of its fields."""
        found = self.linker.children("claims", "record_id", self.key)
        return tuple(claim for claim in cast("tuple[Claim, ...]", found) if claim.table == self.table_name)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The sources of this record's claims, each once, in the order of the claims."""
        return tuple({claim.source_id: claim.source for claim in self.claims}.values())

    @cached_property
    def identifiers(self) -> tuple[Identifier, ...]:
        """The names of this record in other datasets."""
        found = self.linker.children("identifiers", "record_id", self.key)
        return tuple(row for row in cast("tuple[Identifier, ...]", found) if row.table == self.table_name)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
