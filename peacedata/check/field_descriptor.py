"""Whether the descriptor of a field is valid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from peacedata.check.field import constant
from peacedata.check.shorten import shorten
from peacedata.check.types import type_of
from peacedata.check.types.base import BOUNDS
from peacedata.check.types.structured import ITEM_TYPES

_KINDS: dict[str, tuple[type, ...]] = {
    "title": (str,),
    "description": (str,),
    "format": (str,),
    "constraints": (Mapping,),
    "rdfType": (str,),
}
# What is a property of some types alone; to any other it means nothing.
_OF_TYPES: dict[str, tuple[frozenset[str], tuple[type, ...]]] = {
    "bareNumber": (frozenset({"integer", "number"}), (bool,)),
    "decimalChar": (frozenset({"number"}), (str,)),
    "groupChar": (frozenset({"integer", "number"}), (str,)),
    "delimiter": (frozenset({"list"}), (str,)),
    "trueValues": (frozenset({"boolean"}), (list,)),
    "falseValues": (frozenset({"boolean"}), (list,)),
    "categories": (frozenset({"string", "integer"}), (list,)),
    "categoriesOrdered": (frozenset({"string", "integer"}), (bool,)),
}
_CONSTRAINTS: dict[str, tuple[type, ...]] = {
    "required": (bool,),
    "unique": (bool,),
    "pattern": (str,),
    "enum": (list,),
    "minLength": (int,),
    "maxLength": (int,),
}


def field_problems(field: Mapping[str, Any], *, old: bool) -> Iterator[str]:
    """Everything wrong in a field of a known type.

    Args:
        field: the descriptor.
        old: whether version 1 of the standard is in force, which lacks exclusive bounds and labelled missing values.
    """
    form = [*_form(field)]
    yield from form
    if form:
        return
    kind = type_of(field)
    if kind.formats is not None and kind.format not in kind.formats:
        yield f"the format {shorten(kind.format)!r} is not supported by type {kind.name!r}"
        return
    given: Mapping[str, Any] = field.get("constraints") or {}
    for name in given:
        if name not in kind.constraints:
            yield f"the constraint {shorten(str(name))!r} is not supported by type {kind.name!r}"
        elif old and name.startswith("exclusive"):
            yield f"the constraint {name!r} needs version 2 of Data Package; name its profile in '$schema'"
        elif name in BOUNDS and not _is_bound(constant(kind, given[name])):
            yield f"the constraint {name!r} is {shorten(repr(given[name]))}, which is not {kind.expected}"
        elif name == "pattern":
            yield from _pattern_problems(str(given[name]))
    yield from missing_values_problems(field.get("missingValues"), old=old)
    example = field.get("example")
    if isinstance(example, str) and example and kind.parse(example) is None:
        yield f"the example {shorten(example)!r} is not {kind.expected}"
    if "required" in field:
        yield "'required' is no property of a field: expected it in 'constraints'"


def _is_bound(value: Any) -> bool:
    """Whether a value can be compared with others: NaN, which does not even equal itself, cannot."""
    return value is not None and bool(value == value)


def _form(field: Mapping[str, Any]) -> Iterator[str]:
    if "name" not in field:
        yield "a field has no 'name'"
    elif not isinstance(field["name"], str):
        yield f"the name of a field is {shorten(repr(field['name']))}: expected a string"
    own = field.get("type", "string")
    for name, kinds in (_KINDS | {name: form for name, (types, form) in _OF_TYPES.items() if own in types}).items():
        if name in field and not isinstance(field[name], kinds):
            yield f"{name!r} is {shorten(repr(field[name]))}: expected {_named(kinds)}"
    given = field.get("constraints")
    yield from _constraints_form(given if isinstance(given, Mapping) else {})
    yield from _words_form(field)


def _constraints_form(given: Mapping[str, Any]) -> Iterator[str]:
    for name, kinds in _CONSTRAINTS.items():
        value = given.get(name)
        wrong = not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds)
        if name in given and wrong:
            yield f"the constraint {name!r} is {shorten(repr(value))}: expected {_named(kinds)}"


def _words_form(field: Mapping[str, Any]) -> Iterator[str]:
    from peacedata.check.schema_descriptor import is_missing_values

    kind = field.get("type", "string")
    for name in ("trueValues", "falseValues") if kind == "boolean" else ():
        words = field.get(name)
        if isinstance(words, list) and not all(isinstance(word, str) for word in words):
            yield f"{name!r} holds what is no string"
    if "missingValues" in field and not is_missing_values(field["missingValues"]):
        yield "'missingValues' is no array of strings, or of objects with a 'value'"
    item = field.get("itemType")
    if kind == "list" and item is not None and item not in ITEM_TYPES:
        yield f"'itemType' is {shorten(repr(item))}: expected one of {', '.join(ITEM_TYPES)}"
    categories = field.get("categories")
    if isinstance(categories, list) and kind in ("string", "integer"):
        yield from _category_problems(categories)


def _category_problems(categories: list[Any]) -> Iterator[str]:
    values = [entry.get("value") if isinstance(entry, Mapping) else entry for entry in categories]
    if any(isinstance(value, (list, Mapping)) or value is None for value in values):
        yield "a category has no 'value' that is a string or a number"
    elif len({*map(str, values)}) != len(values):
        yield "the values of 'categories' are not unique"


def _pattern_problems(source: str) -> Iterator[str]:
    from peacedata.check.pattern import UnsupportedPattern, compiled

    try:
        compiled(source)
    except UnsupportedPattern as error:
        yield f"the pattern {shorten(source, 80)!r} cannot be used: {error}"


def missing_values_problems(given: Any, *, old: bool) -> Iterator[str]:
    """What is wrong in ``missingValues`` whose form is right."""
    if not isinstance(given, list) or not any(isinstance(entry, Mapping) for entry in given):
        return
    for name in ("value", "label"):
        words = [entry.get(name) for entry in given if entry.get(name) is not None]
        for word in sorted({word for word in words if words.count(word) > 1}):
            yield f"the {name} {shorten(word)!r} of 'missingValues' is not unique"
    if old:
        yield "labelled missing values need version 2 of Data Package; name its profile in '$schema'"


def _named(kinds: tuple[type, ...]) -> str:
    names = {str: "a string", bool: "true or false", int: "a whole number", list: "an array", Mapping: "an object"}
    return " or ".join(names[kind] for kind in kinds)
