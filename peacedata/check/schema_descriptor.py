"""Whether a Table Schema is valid, with a reason for everything that is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from peacedata.check import descriptor_checks as checks
from peacedata.check.declare import Check
from peacedata.check.field_descriptor import field_problems, missing_values_problems
from peacedata.check.shorten import shorten
from peacedata.check.types import TYPES
from peacedata.nearest import nearest

FIELDS_MATCH = ("exact", "equal", "subset", "superset", "partial")
_STANDARD = re.compile(r"https?://datapackage\.org/profiles/([0-9]+)\.[0-9]+/")


class Version(StrEnum):
    """The version of the standard that a descriptor follows; a profile of its own may use all versions."""

    V1 = "v1"
    V2 = "v2"
    OWN = "own"


class Problem(NamedTuple):
    """Something wrong in a descriptor."""

    check: Check
    message: str
    hint: str | None = None
    value: str | None = None


def version_of(descriptor: Mapping[str, Any]) -> Version:
    """The version that ``$schema`` names; without it, the standard says version 1."""
    profile = descriptor.get("$schema")
    if not profile:
        return Version.V1
    found = _STANDARD.match(str(profile))
    if found is None:
        return Version.OWN
    return {"1": Version.V1, "2": Version.V2}.get(found[1], Version.OWN)


def schema_problems(schema: Mapping[str, Any], version: Version | None = None) -> Iterator[Problem]:
    """Everything wrong in a schema; problems of its parts hide problems between its parts.

    Args:
        schema: the descriptor.
        version: the version that a package or resource around it imposes.
    """
    version = version or version_of(schema)
    own = [*_form(schema)]
    yield from own
    fields = schema.get("fields")
    if not isinstance(fields, list):
        return
    unknown = next(_unknown_types(fields), None)
    if unknown is not None:  # nothing can be said of a schema in which a type means nothing
        yield unknown
        return
    parts = [problem for field in fields if isinstance(field, Mapping) for problem in _field(field, version)]
    yield from parts
    if own or parts:
        return
    for note in missing_values_problems(schema.get("missingValues"), old=version is Version.V1):
        yield Problem(checks.SCHEMA, note)
    yield from _keys(schema, [str(field["name"]) for field in fields])


def _field(field: Mapping[str, Any], version: Version) -> Iterator[Problem]:
    name = field.get("name")
    for note in field_problems(field, old=version is Version.V1):
        yield Problem(checks.FIELD, f"field {name!r}: {note}" if isinstance(name, str) else note)


def _unknown_types(fields: list[Any]) -> Iterator[Problem]:
    for field in fields:
        kind = field.get("type", "string") if isinstance(field, Mapping) else "string"
        if not isinstance(kind, str) or kind not in TYPES:
            yield Problem(
                checks.FIELD,
                f"field {field.get('name')!r}: the type {shorten(repr(kind))} is not supported",
                nearest(kind, [*TYPES]) if isinstance(kind, str) else None,
                shorten(str(kind)),
            )


def _form(schema: Mapping[str, Any]) -> Iterator[Problem]:
    """Properties that are missing or of the wrong kind."""
    fields = schema.get("fields")
    if "fields" not in schema:
        yield Problem(checks.SCHEMA, "'fields' is missing")
    elif not isinstance(fields, list):
        yield Problem(checks.SCHEMA, "'fields' is no array")
    elif not all(isinstance(field, Mapping) for field in fields):
        yield Problem(checks.FIELD, "a field is no object")
    for name in ("name", "title", "description"):
        if name in schema and not isinstance(schema[name], str):
            yield Problem(checks.SCHEMA, f"{name!r} is no string")
    mode = schema.get("fieldsMatch", FIELDS_MATCH[0])
    if mode not in FIELDS_MATCH:
        hint = nearest(mode, [*FIELDS_MATCH]) if isinstance(mode, str) else None
        yield Problem(checks.SCHEMA, f"'fieldsMatch' is {mode!r}: expected one of {', '.join(FIELDS_MATCH)}", hint)
    if "missingValues" in schema and not is_missing_values(schema["missingValues"]):
        yield Problem(checks.SCHEMA, "'missingValues' is no array of strings, or of objects with a 'value'")
    yield from _names_form("primaryKey", schema.get("primaryKey", []))
    unique = schema.get("uniqueKeys", [])
    if not isinstance(unique, list):
        yield Problem(checks.SCHEMA, "'uniqueKeys' is no array")
    for key in unique if isinstance(unique, list) else ():
        yield from _names_form("uniqueKeys", key)
    yield from _foreign_keys_form(schema.get("foreignKeys", []))


def _names_form(what: str, given: Any) -> Iterator[Problem]:
    for name in given if isinstance(given, list) else [given]:
        if not isinstance(name, str) or not (name or isinstance(given, list)):
            yield Problem(checks.SCHEMA, f"{what!r} names {name!r}: expected the name of a field")


def _foreign_keys_form(given: Any) -> Iterator[Problem]:
    if not isinstance(given, list):
        yield Problem(checks.SCHEMA, "'foreignKeys' is no array")
        return
    for key in given:
        if not isinstance(key, Mapping):
            yield Problem(checks.SCHEMA, "a foreign key is no object")
            continue
        yield from _names_form("foreignKeys/fields", key.get("fields", []))
        reference = key.get("reference", {})
        if not isinstance(reference, Mapping):
            yield Problem(checks.SCHEMA, "'reference' of a foreign key is no object")
            continue
        yield from _names_form("foreignKeys/reference/fields", reference.get("fields", []))
        if not isinstance(reference.get("resource", ""), str):
            yield Problem(checks.SCHEMA, "'resource' of a foreign key is no string")


def _keys(schema: Mapping[str, Any], names: list[str]) -> Iterator[Problem]:
    """Keys that name fields which do not exist."""
    for what, keys in (("primary key", [schema.get("primaryKey")]), ("unique key", schema.get("uniqueKeys") or [])):
        for key in keys:
            yield from _unknown_names(what, _listed(key), names)
    for key in schema.get("foreignKeys") or ():
        own = _listed(key.get("fields"))
        target = _listed(key.get("reference", {}).get("fields"))
        yield from _unknown_names("foreign key", own, names)
        if len(own) != len(target):
            yield Problem(
                checks.SCHEMA, f"the foreign key {own} has {len(own)} fields, but refers to {len(target)}: {target}"
            )


def _unknown_names(what: str, key: list[str], names: list[str]) -> Iterator[Problem]:
    for name in key:
        if name not in names:
            yield Problem(checks.SCHEMA, f"the {what} names {name!r}, which is no field", nearest(name, names), name)


def _listed(given: Any) -> list[str]:
    return given if isinstance(given, list) else [given] if given else []


def is_missing_values(given: Any) -> bool:
    """Whether a value has the form of ``missingValues``."""
    if not isinstance(given, list):
        return False
    if all(isinstance(entry, str) for entry in given):
        return True
    return all(
        isinstance(entry, Mapping) and isinstance(entry.get("value"), str) and isinstance(entry.get("label", ""), str)
        for entry in given
    )
