"""A Table Schema, compiled: its fields as exact checkers, and its keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from peacedata.check.field import FieldCheck, missing_values


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A reference.

    Attributes:
        fields: the referring fields.
        resource: the table that they refer to; empty for the same one.
        target: the fields that they refer to.
    """

    fields: tuple[str, ...]
    resource: str
    target: tuple[str, ...]


class CompiledSchema:
    """A schema that is known to be valid.

    Attributes:
        fields: its fields.
        mode: how fields and columns match.
        primary_key: the fields of the primary key.
        unique_keys: the unique keys, those of single fields included.
        foreign_keys: the references.
    """

    def __init__(self, schema: Mapping[str, Any], null_sequence: str | None = None) -> None:
        """Compile a schema; ``null_sequence`` is one more missing value of every field."""
        given = schema.get("missingValues")
        null = frozenset() if null_sequence is None else frozenset({null_sequence})
        missing = (frozenset({""}) if given is None else missing_values(given)) | null
        self.fields = [FieldCheck(field, missing) for field in schema["fields"]]
        for field in self.fields if null else ():
            field.add_missing(null)
        self.mode = str(schema.get("fieldsMatch", "exact"))
        self.primary_key = names_of(schema.get("primaryKey"))
        self.unique_keys = [names_of(key) for key in schema.get("uniqueKeys") or ()]
        self.foreign_keys = [*foreign_keys_of(schema)]


def names_of(given: Any) -> tuple[str, ...]:
    """The field names of a key, which version 1 of the standard let be a single name."""
    if given is None:
        return ()
    return (given,) if isinstance(given, str) else tuple(given)


def foreign_keys_of(schema: Mapping[str, Any]) -> Iterable[ForeignKey]:
    """The references of a schema."""
    for key in schema.get("foreignKeys") or ():
        reference = key["reference"]
        yield ForeignKey(names_of(key["fields"]), reference.get("resource") or "", names_of(reference["fields"]))
