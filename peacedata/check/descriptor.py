"""Whether the descriptors of packages and resources are valid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from peacedata.check import descriptor_checks as checks
from peacedata.check import file_checks
from peacedata.check.declare import Check
from peacedata.check.finding import Finding
from peacedata.check.schema_descriptor import Problem, Version, schema_problems, version_of
from peacedata.check.shorten import shorten
from peacedata.errors import InvalidDescriptor
from peacedata.intake.dialect import dialect_from
from peacedata.intake.package import Package, Resource
from peacedata.nearest import nearest

_NAME = re.compile(r"[-a-z0-9._/]+")
_TEXTS = ("name", "title", "description", "homepage", "profile", "$schema")
_TEXTS_OF_A_PACKAGE = ("image", "version", "created")
_TEXTS_OF_A_RESOURCE = ("type", "scheme", "format", "mediatype", "compression", "innerpath", "encoding", "hash")
_TYPES = ("table", "file", "text", "json")  # the first one of the standard, the others of frictionless
_PARTS_OF_LISTS = {
    "licenses": ("name", "path", "title"),
    "sources": ("title", "path", "email"),
    "contributors": ("title", "path", "email", "organisation", "role"),
}


def finding_for(problem: Problem, *, file: str = "", table: str = "") -> Finding:
    """A problem of a descriptor as a finding."""
    return problem.check.finding(
        shorten(problem.message, 1000), file=file, table=table, value=problem.value, hint=problem.hint
    )


def unusable(error: InvalidDescriptor, *, file: str = "") -> Finding:
    """A descriptor that cannot be used, as a finding about the part of it that is to blame."""
    parts = {"resource": checks.RESOURCE, "schema": checks.SCHEMA, "dialect": file_checks.DIALECT}
    return finding_for(Problem(parts.get(error.part, checks.PACKAGE), str(error)), file=file)


def package_problems(descriptor: Mapping[str, Any]) -> Iterator[Problem]:
    """Everything wrong in the descriptor of a package itself, its resources apart."""
    yield from _common(descriptor, checks.PACKAGE, version_of(descriptor))
    created = descriptor.get("created")
    if isinstance(created, str) and created and not _is_datetime(created):
        yield Problem(checks.PACKAGE, f"'created' is {shorten(repr(created))}: expected a date with a time")
    for name in ("missingValues", "fields"):
        if name in descriptor:
            yield Problem(
                checks.PACKAGE, f"{name!r} is no property of a package: expected it in the schema of a resource"
            )
    if descriptor.get("profile") == "tabular-data-package":
        for resource in descriptor.get("resources") or ():
            if isinstance(resource, Mapping) and resource.get("profile") != "tabular-data-resource":
                yield Problem(checks.PACKAGE, f"resource {resource.get('name')!r} is not tabular, but the package is")


def resource_problems(resource: Resource, version: Version | None = None) -> Iterator[Problem]:
    """Everything wrong in the descriptor of a resource and its schema."""
    descriptor = resource.descriptor
    version = version or version_of(descriptor)
    own = [*_common(descriptor, checks.RESOURCE, version), *_place(resource)]
    yield from own
    try:
        dialect_from(descriptor.get("dialect"))
    except InvalidDescriptor as error:
        yield Problem(file_checks.DIALECT, str(error))
    kind = descriptor.get("type", "table")
    if isinstance(kind, str) and kind not in _TYPES:
        yield Problem(checks.RESOURCE, f"the type {shorten(repr(kind))} is not supported", nearest(kind, [*_TYPES]))
    if "missingValues" in descriptor:
        yield Problem(checks.RESOURCE, "'missingValues' is no property of a resource: expected it in its schema")
    if resource.schema is not None:
        yield from schema_problems(resource.schema, version)
    elif descriptor.get("profile") == "tabular-data-resource":
        yield Problem(checks.RESOURCE, "a tabular resource needs a 'schema'")


def reference_problems(package: Package) -> Iterator[tuple[str, Problem]]:
    """References to tables and fields that the package does not have, each with the name of the referring table."""
    for name, resource in package.resources.items():
        for key in (resource.schema or {}).get("foreignKeys") or ():
            reference = key.get("reference", {}) if isinstance(key, Mapping) else {}
            target = reference.get("resource") if isinstance(reference, Mapping) else None
            if isinstance(target, str) and target and target not in package.resources:
                yield (
                    name,
                    Problem(checks.RESOURCE, f"a foreign key refers to {target!r}, which is no resource", value=target),
                )


def _common(descriptor: Mapping[str, Any], check: Check, version: Version) -> Iterator[Problem]:
    name = descriptor.get("name")
    if version is Version.V1 and isinstance(name, str) and not _NAME.fullmatch(name):
        yield Problem(check, f"the name {shorten(name)!r} is not of lower-case letters, digits, '.', '_' and '-'")
    for part in _TEXTS + (_TEXTS_OF_A_RESOURCE if check is checks.RESOURCE else _TEXTS_OF_A_PACKAGE):
        if part in descriptor and not isinstance(descriptor[part], str):
            yield Problem(check, f"{part!r} is no string")
    yield from _lists(descriptor, check)
    yield from _people(descriptor, check)
    for part in ("bytes", "rows", "fields") if check is checks.RESOURCE else ():
        value = descriptor.get(part)
        if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float)) or value % 1):
            yield Problem(check, f"{part!r} is {shorten(repr(value))}: expected a whole number")


def _lists(descriptor: Mapping[str, Any], check: Check) -> Iterator[Problem]:
    """Properties that are arrays: of texts, or of objects that hold texts."""
    for part, names in _PARTS_OF_LISTS.items():
        if part == "contributors" and check is not checks.PACKAGE:  # no property of a resource
            continue
        given = descriptor.get(part, [])
        if not isinstance(given, list) or len(_objects(given)) != len(given):
            yield Problem(check, f"{part!r} is no array of objects")
        for item in _objects(given):
            wrong = [name for name in names if name in item and not isinstance(item[name], str)]
            yield from (Problem(check, f"{name!r} in {part!r} is no string") for name in wrong)
    for part in ("keywords",) if check is checks.PACKAGE else ("extrapaths",):
        given = descriptor.get(part, [])
        if not isinstance(given, list) or not all(isinstance(item, str) for item in given):
            yield Problem(check, f"{part!r} is no array of strings")


def _people(descriptor: Mapping[str, Any], check: Check) -> Iterator[Problem]:
    """Licences, and the e-mail addresses of contributors and sources."""
    for item in _objects(descriptor.get("licenses")):
        if not item.get("path") and not item.get("name"):
            yield Problem(check, "a license has neither 'name' nor 'path'")
    for part in ("contributors", "sources"):
        for item in _objects(descriptor.get(part)):
            email = item.get("email")
            if email and isinstance(email, str) and not _is_email(email):
                yield Problem(check, f"an e-mail address in {part!r} is {shorten(repr(email))}, which is none")


def _is_email(text: str) -> bool:
    from peacedata.check.types.email import is_email

    return is_email(text)


def _is_datetime(text: str) -> bool:
    from peacedata.check.types import type_of

    return type_of({"type": "datetime"}).parse(text) is not None


def _place(resource: Resource) -> Iterator[Problem]:
    descriptor = resource.descriptor
    data = descriptor.get("data")
    if not resource.paths and data is None:
        yield Problem(checks.RESOURCE, "neither 'path' nor 'data' says where the data are")
    if resource.paths and data is not None:
        yield Problem(checks.RESOURCE, "'path' and 'data' exclude one another")


def _objects(given: Any) -> list[Mapping[str, Any]]:
    return [item for item in given if isinstance(item, Mapping)] if isinstance(given, list) else []
