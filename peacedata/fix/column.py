"""A column of a file, with the field of the schema that it is proved to hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from peacedata.check.field import FieldCheck

EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        label: its name as it stands in the header.
        field: the field of that name; None if there is none, or if the name does not say which one it is.
        descriptor: the field's descriptor.
        prose: whether its cells are text for readers, each of them one line in normal form C, as it is agreed for our
            own tables. In any other table blanks within a text may mean something.
        ours: whether it is a column of our own tables: none of its cells begins or ends with a blank, even where the
            pattern of its field lets it.
    """

    label: str
    field: FieldCheck | None = None
    descriptor: Mapping[str, Any] | None = None
    prose: bool = False
    ours: bool = False

    @property
    def name(self) -> str:
        """The name of the field, or the label of a column that has none."""
        return self.field.name if self.field is not None else self.label

    @property
    def edtf(self) -> bool:
        """Whether its cells are dates of EDTF."""
        return self.descriptor is not None and self.descriptor.get("rdfType") == EDTF

    @property
    def open(self) -> bool:
        """Whether its cells may hold any text, so that no blank in it can be called a mistake."""
        field = self.field
        return (
            field is None
            or field.type.name == "any"
            or (field.type.plain and not (field.words or field.pattern is not None))
        )

    def right(self, text: str) -> bool:
        """Whether a text has no fault in this column."""
        if self.field is None or (self.ours and text != text.strip()):
            return False
        return not self.field.judge(text)


def is_prose(descriptor: Mapping[str, Any]) -> bool:
    """Whether a field of our own tables holds free text: a string with neither pattern nor codes."""
    constraints = descriptor.get("constraints") or {}
    bound = "pattern" in constraints or "enum" in constraints or "categories" in descriptor
    return descriptor.get("type", "string") == "string" and not bound and "format" not in descriptor
