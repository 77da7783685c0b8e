"""The columns of a model class, read from its annotations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from peacedata.model import Record
from peacedata.model.codes import Code
from peacedata.model.fields import ForeignKey, Number, Text, Truth, Whole


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name and meaning, whether it must be filled, and what a cell may hold.

    Attributes:
        kind: the Python type of the value: str, int, Decimal, bool, EdtfDate or a code list.
        cell: the annotation that bounds the cell; None for dates and codes, whose type says it all.
        unit: what its numbers count or measure; empty for all else.
    """

    name: str
    description: str
    example: str
    required: bool
    kind: type
    cell: Text | Whole | Number | Truth | None
    foreign_key: str | None
    unit: str = ""

    @property
    def codes(self) -> type[Code] | None:
        """The code list of the column, if it has one."""
        return self.kind if issubclass(self.kind, Code) else None


@cache
def columns(record: type[Record]) -> tuple[Column, ...]:
    """The columns of a table, in the order of its class."""
    return tuple(_read(record))


def _read(record: type[Record]) -> Iterator[Column]:
    for name, field in record.model_fields.items():
        kind, metadata = _unwrap(field.annotation, list(field.metadata))
        cells = [entry for entry in metadata if isinstance(entry, Text | Whole | Number | Truth)]
        keys = [entry.table for entry in metadata if isinstance(entry, ForeignKey)]
        yield Column(
            name=name,
            description=field.description or "",
            example=str((field.examples or [""])[0]),
            required=field.is_required(),
            kind=kind,
            cell=cells[0] if cells else None,
            foreign_key=keys[0] if keys else None,
            unit=str(field.json_schema_extra.get("unit", "")) if isinstance(field.json_schema_extra, dict) else "",
        )


def _unwrap(annotation: Any, metadata: list[Any]) -> tuple[type, list[Any]]:
    """Take ``X | None`` and ``Annotated[X, ...]`` apart; pydantic keeps the metadata of an optional type inside it."""
    if get_origin(annotation) in (Union, UnionType):
        annotation = next(part for part in get_args(annotation) if part is not NoneType)
    if get_origin(annotation) is Annotated:
        annotation, *inner = get_args(annotation)
        metadata = [*metadata, *inner]
    return annotation, metadata
