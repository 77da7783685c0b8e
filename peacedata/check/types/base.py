"""What every type of Table Schema offers to the checker."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Mapping
from typing import Any, ClassVar

BOUNDS = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"})
LENGTHS = frozenset({"minLength", "maxLength"})
COMMON = frozenset({"required", "unique", "enum"})


class FieldType(ABC):
    """A type with the options of one field.

    Attributes:
        name: its name in a Table Schema.
        constraints: the constraints that it supports.
        formats: the formats that it supports; None if any text is one.
        expected: what a cell should look like, for messages.
        accept: a regular expression that is never wider than ``parse`` and can never match the unit separator, with
            which whole columns are sieved; None if there is none.
        number: whether accepted texts may be read with ``float`` to compare them with bounds.
        words: all texts of the type, where it has few.
        plain: whether every text is of the type and stands for itself.
    """

    name: ClassVar[str]
    constraints: ClassVar[frozenset[str]] = COMMON
    formats: ClassVar[frozenset[str] | None] = None
    expected: str = ""
    accept: str | None = None
    number: bool = False
    plain: bool = False
    words: tuple[str, ...] = ()

    def __init__(self, field: Mapping[str, Any]) -> None:
        given = field.get("format")
        self.format = given.removeprefix("fmt:") if isinstance(given, str) and given else "default"

    @abstractmethod
    def parse(self, text: str) -> Any:
        """The typed value of a cell; None if the cell is not of this type."""

    def key(self, value: Any) -> Hashable:
        """The value as part of a key: equal keys, equal values."""
        hashable: Hashable = value
        return hashable

    def order(self, value: Any) -> Any:
        """The value for comparison with bounds."""
        return value

    def written(self, number: str) -> str:
        """A plain number as a cell of the field would hold it."""
        return number

    def length(self, value: Any) -> int:
        """The length of a value, for the types that have one."""
        return len(value)
