"""The columns of a flat table: each with its description and with what makes its cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peacedata.dataset.frames import bounds, derived
from peacedata.release.typed import labels

ID_SEPARATOR, NAME_SEPARATOR = ";", "; "
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FlatColumn:
    """One column of a flat table.

    Attributes:
        field: its field in a Table Schema.
        cell: makes the text of its cell.
    """

    field: Mapping[str, Any]
    cell: Callable[[Any], str]

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.field["name"])


@dataclass(frozen=True, slots=True)
class FlatTable:
    """A flat table.

    Attributes:
        schema: its Table Schema.
        rows: cells as text by column name.
    """

    schema: Mapping[str, Any]
    rows: list[dict[str, str]]


def made(name: str, description: str, kind: str, cell: Callable[[Any], str], **constraints: object) -> FlatColumn:
    """A column that no table of the dataset has.

    Args:
        name: its name.
        description: one sentence.
        kind: its type in a Table Schema.
        cell: makes the text of its cell.
        constraints: of the Table Schema.
    """
    field: dict[str, Any] = {"name": name, "type": kind, "description": description}
    if kind == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    return FlatColumn(field | ({"constraints": constraints} if constraints else {}), cell)


def copied(field: Mapping[str, Any], cell: Callable[[Any], str], *, name: str = "") -> Iterator[FlatColumn]:
    """A column of the dataset, with what follows from it: the bounds of a date, the label of a code.

    Args:
        field: its field in the Table Schema of its table.
        cell: finds its cell.
        name: what to call it here; its own name by default.
    """
    name = name or field["name"]
    yield FlatColumn(dict(field) | {"name": name}, cell)
    required = {"required": True} if field.get("constraints", {}).get("required") else {}
    for index, bound in enumerate(derived(dict(field) | {"name": name})):
        which = ("First", "Last")[index]

        def day(row: Any, index: int = index) -> str:
            text = cell(row)
            return bounds(text)[index].isoformat() if text else ""

        yield made(bound, f"{which} day of what `{name}` says.", "date", day, **required)
    if codes := labels(field):
        yield made(f"{name}_label", f"What `{name}` means.", "string", lambda row: codes.get(cell(row), ""), **required)


def flat_schema(
    name: str, description: str, columns: Sequence[FlatColumn], key: Sequence[str], references: Iterable[object] = ()
) -> dict[str, Any]:
    """The Table Schema of a flat table.

    Source: Data Package v2, https://datapackage.org/standard/table-schema/
    """
    schema = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "name": name,
        "description": description,
        "fields": [column.field for column in columns],
        "missingValues": [""],
        "primaryKey": list(key),
    }
    found = list(references)
    return schema | ({"foreignKeys": found} if found else {})


def flat_table(schema: Mapping[str, Any], columns: Sequence[FlatColumn], things: Iterable[Any]) -> FlatTable:
    """One row for each thing."""
    return FlatTable(schema, [{column.name: column.cell(thing) for column in columns} for thing in things])


def once(found: Iterable[str]) -> list[str]:
    """What is not empty, each once, in the order given."""
    return list(dict.fromkeys(one for one in found if one))


def ids(found: Iterable[str]) -> str:
    """Several ids or codes in one cell."""
    return ID_SEPARATOR.join(found)


def names(found: Iterable[str]) -> str:
    """Several names in one cell; two actors with one name are two names, so that names and ids stay in step."""
    return NAME_SEPARATOR.join(found)


def truth(value: bool | None) -> str:
    """A truth value as a cell has it."""
    return "" if value is None else str(value).lower()
