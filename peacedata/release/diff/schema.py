"""How two Table Schemas differ, and what each difference asks of the schema's version."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

Json = Mapping[str, Any]


class Bump(IntEnum):
    """The part of a semantic version that must grow; the order is that of weight."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class SchemaChange:
    """One difference between two schemas.

    Attributes:
        table: the table.
        column: the column, as the later schema calls it where it has it; empty if the whole table is concerned.
        bump: the part of the version that it asks to grow.
        says: what changed, in a few words.
    """

    table: str
    column: str
    bump: Bump
    says: str


def compare_schemas(
    table: str, old: Json | None, new: Json | None, renamed: Mapping[str, str] = {}
) -> Iterator[SchemaChange]:
    """Every difference between two Table Schemas, judged by the Data Package recipe for versions.

    To add, remove, rename or move a field is major, for who reads by position or demands the exact header; so is
    anything under which a row that was valid no longer is, or a value means something else. To allow more is minor,
    words for people are a patch.

    Args:
        table: the name of the table.
        old: the earlier schema; None if there was none.
        new: the later one.
        renamed: new names by old ones, of columns that are known to be the same.

    Source: https://datapackage.org/recipes/data-package-version/
    """
    if old is None or new is None:
        if old is not new:
            bump, says = (Bump.MAJOR, "a schema was given") if new else (Bump.MINOR, "the schema was taken out")
            yield SchemaChange(table, "", bump, says)
        return
    before, after = _fields(old), _fields(new)
    kept = {one: renamed.get(one, one) for one in before if renamed.get(one, one) in after}
    for column, bump, says in _headers(before, after, kept):
        yield SchemaChange(table, column, bump, says)
    for one, other in kept.items():
        for bump, says in _field(before[one], after[other]):
            yield SchemaChange(table, other, bump, says)
    for bump, says in _whole(old, new, kept):
        yield SchemaChange(table, "", bump, says)


def _headers(
    before: Mapping[str, Json], after: Mapping[str, Json], kept: Mapping[str, str]
) -> Iterator[tuple[str, Bump, str]]:
    """Fields that came, went, were renamed or moved."""
    for name in before:
        if name not in kept:
            yield name, Bump.MAJOR, "the field was removed"
        elif kept[name] != name:
            yield kept[name], Bump.MAJOR, f"the field {name!r} was renamed"
    same = set(kept.values())
    for name, field in after.items():
        if name not in same:
            required = (field.get("constraints") or {}).get("required") is True
            yield name, Bump.MAJOR, f"{'a required' if required else 'an optional'} field was added"
    if list(kept.values()) != [name for name in after if name in same]:
        yield "", Bump.MAJOR, "the fields stand in another order"


def _fields(schema: Json) -> dict[str, Json]:
    fields = schema.get("fields")
    if not isinstance(fields, list):
        return {}
    return {str(field.get("name", "")): field for field in fields if isinstance(field, Mapping)}


_Found = Iterator[tuple[Bump, str]]
# Properties of a field by which a text becomes a value.
_READING = ("decimalChar", "groupChar", "bareNumber", "delimiter", "itemType")
# Properties by which a reader knows what a column is; another value is another meaning.
_MEANING = ("rdfType", "unique")
_OWN = {"name", "type", "format", "constraints", "categories", "missingValues", "trueValues", "falseValues"}


def _field(old: Json, new: Json) -> _Found:
    for name, default in (("type", "any"), ("format", "default")):
        one, other = old.get(name) or default, new.get(name) or default
        if one != other:
            yield Bump.MAJOR, f"{name} was {_say(one)} and is {_say(other)}"
    for name in (*_READING, *_MEANING):
        if old.get(name) != new.get(name):
            yield Bump.MAJOR, f"{name} was {_say(old.get(name))} and is {_say(new.get(name))}"
    for name in ("trueValues", "falseValues"):
        yield from _sets(name, old.get(name), new.get(name), fewer=Bump.MAJOR, more=Bump.MINOR)
    yield from _sets("missingValues", old.get("missingValues"), new.get("missingValues"))
    yield from _constraints(old.get("constraints") or {}, new.get("constraints") or {})
    yield from _categories(old, new)
    for name in sorted((old.keys() | new.keys()) - _OWN - {*_READING, *_MEANING}):
        if old.get(name) != new.get(name):
            yield Bump.PATCH, f"{name} was reworded" if name in old and name in new else f"{name} came or went"


def _constraints(old: Json, new: Json) -> _Found:
    for name in sorted(old.keys() | new.keys()):
        one, other = old.get(name), new.get(name)
        if one == other:
            continue
        if name == "enum" and _is_list(one) and _is_list(other):
            yield from _sets("code", one, other, fewer=Bump.MAJOR, more=Bump.MINOR)
        elif name in ("required", "unique"):
            if bool(one) != bool(other):
                yield (Bump.MAJOR, f"it is now {name}") if other else (Bump.MINOR, f"it is no longer {name}")
        elif one is None:
            yield Bump.MAJOR, f"{name} is now {_say(other)}"
        elif other is None:
            yield Bump.MINOR, f"{name} {_say(one)} was taken out"
        else:
            looser = _LOOSER.get(name, _never)(one, other)
            yield Bump.MINOR if looser else Bump.MAJOR, f"{name} was {_say(one)} and is {_say(other)}"


def _less(one: object, other: object) -> bool:
    """Whether a lower bound went down; of texts, such as dates, nothing is known for certain."""
    return isinstance(one, int | float) and isinstance(other, int | float) and other < one


def _more(one: object, other: object) -> bool:
    return _less(other, one)


def _never(one: object, other: object) -> bool:
    return False


_LOOSER: dict[str, Callable[[object, object], bool]] = {
    "minimum": _less,
    "exclusiveMinimum": _less,
    "minLength": _less,
    "maximum": _more,
    "exclusiveMaximum": _more,
    "maxLength": _more,
}


def _categories(old: Json, new: Json) -> _Found:
    """Codes are judged as ``enum`` where there is one; here only labels and the order."""
    one, other = _labels(old.get("categories")), _labels(new.get("categories"))
    if not (_has_enum(old) and _has_enum(new)):
        yield from _sets("category", list(one), list(other), fewer=Bump.MAJOR, more=Bump.MINOR)
    relabelled = [value for value in one if value in other and one[value] != other[value]]
    if relabelled:
        yield Bump.PATCH, f"the label of {_some(relabelled)} was reworded"
    shared = [value for value in one if value in other]
    if shared != [value for value in other if value in one]:
        ordered = old.get("categoriesOrdered") or new.get("categoriesOrdered")
        yield Bump.MAJOR if ordered else Bump.PATCH, "the categories stand in another order"


def _labels(categories: object) -> dict[str, str]:
    found = {}
    for one in categories if isinstance(categories, list) else ():
        value, label = (one.get("value"), one.get("label", "")) if isinstance(one, Mapping) else (one, "")
        found[str(value)] = str(label)
    return found


def _has_enum(field: Json) -> bool:
    return _is_list((field.get("constraints") or {}).get("enum"))


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _whole(old: Json, new: Json, kept: Mapping[str, str]) -> _Found:
    one, other = _key(old.get("primaryKey")), _key(new.get("primaryKey"))
    if [kept.get(name, name) for name in one] != other:
        yield Bump.MAJOR, f"the primary key was {_say(one)} and is {_say(other)}"
    yield from _keys("unique key", _uniques(old, kept), _uniques(new))
    yield from _keys("foreign key", _references(old, kept), _references(new))
    yield from _sets("missingValues", old.get("missingValues", [""]), new.get("missingValues", [""]))
    if (one := old.get("fieldsMatch", "exact")) != (other := new.get("fieldsMatch", "exact")):
        yield Bump.MAJOR, f"fieldsMatch was {_say(one)} and is {_say(other)}"
    judged = {"fields", "primaryKey", "uniqueKeys", "foreignKeys", "missingValues", "fieldsMatch"}
    for name in sorted((old.keys() | new.keys()) - judged):
        if old.get(name) != new.get(name):
            bump = Bump.MAJOR if name == "name" and name in old and name in new else Bump.PATCH
            yield bump, f"{name} was {_say(old.get(name))} and is {_say(new.get(name))}"


def _keys(what: str, old: Sequence[str], new: Sequence[str]) -> _Found:
    yield from ((Bump.MINOR, f"the {what} {key} was taken out") for key in old if key not in new)
    yield from ((Bump.MAJOR, f"the {what} {key} was added") for key in new if key not in old)


def _key(given: object) -> list[str]:
    return [given] if isinstance(given, str) else [str(one) for one in given] if isinstance(given, list) else []


def _uniques(schema: Json, kept: Mapping[str, str] = {}) -> list[str]:
    given = schema.get("uniqueKeys")
    return [", ".join(kept.get(one, one) for one in _key(key)) for key in given] if isinstance(given, list) else []


def _references(schema: Json, kept: Mapping[str, str] = {}) -> list[str]:
    found = []
    given = schema.get("foreignKeys")
    for key in given if isinstance(given, list) else ():
        reference = key.get("reference") if isinstance(key, Mapping) else None
        if isinstance(reference, Mapping):
            fields = ", ".join(kept.get(one, one) for one in _key(key.get("fields")))
            target = ", ".join(_key(reference.get("fields")))
            found.append(f"{fields} to {reference.get('resource') or 'itself'} ({target})")
    return found


def _sets(what: str, old: object, new: object, fewer: Bump = Bump.MAJOR, more: Bump = Bump.MAJOR) -> _Found:
    """What was taken out of a list, and what was put in; by default both change what values mean."""
    one = [_say(value) for value in old] if isinstance(old, list) else []
    other = [_say(value) for value in new] if isinstance(new, list) else []
    if gone := [value for value in one if value not in other]:
        yield (
            fewer,
            f"{what} {_some(gone)} was taken out" if len(gone) == 1 else f"{what}: {_some(gone)} were taken out",
        )
    if come := [value for value in other if value not in one]:
        yield more, f"{what} {_some(come)} was added" if len(come) == 1 else f"{what}: {_some(come)} were added"


def _say(value: object) -> str:
    if value is None:
        return "none"
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return repr(text) if len(text) <= 80 else repr(text[:79] + "…")


def _some(values: Sequence[str], most: int = 8) -> str:
    shown = ", ".join(values[:most])
    return shown if len(values) <= most else f"{shown} and {len(values) - most} more"
