"""Descriptors of packages and resources, read from disk without following anything that they name outside."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peacedata.errors import InvalidDescriptor
from peacedata.intake.files import open_file
from peacedata.intake.limits import LIMITS, Limits
from peacedata.intake.refused import Refused

FILE_NAME = "datapackage.json"


@dataclass(frozen=True)
class Resource:
    """One table of a package.

    Attributes:
        name: its name.
        paths: its files, relative to the folder, as the descriptor gives them; several are parts of one table.
        folder: where the descriptor lies.
        schema: its Table Schema; None if there is none.
        descriptor: all of its descriptor.
    """

    name: str
    paths: tuple[str, ...]
    folder: Path
    schema: Mapping[str, Any] | None
    descriptor: Mapping[str, Any]

    @property
    def encoding(self) -> str:
        """The declared encoding, else UTF-8."""
        return str(self.descriptor.get("encoding") or "utf-8")


@dataclass(frozen=True)
class Package:
    """A package: its folder, its descriptor and its resources by name."""

    folder: Path
    descriptor: Mapping[str, Any]
    resources: Mapping[str, Resource]


def read_package(path: Path, limits: Limits = LIMITS) -> Package:
    """Read a ``datapackage.json`` or the one in a folder.

    Raises:
        InvalidDescriptor: if there is none, it is no JSON object, or its resources are not usable.
    """
    if path.is_dir():
        if not (path / FILE_NAME).exists():
            raise InvalidDescriptor(f"{path}: the folder has no {FILE_NAME}")
        path = path / FILE_NAME
    return package_from(read_json(path.parent, path.name, limits), path.parent, limits)


def package_from(descriptor: Mapping[str, Any], folder: Path, limits: Limits = LIMITS) -> Package:
    """A package whose descriptor is at hand.

    Raises:
        InvalidDescriptor: if its resources are not usable.
    """
    resources = descriptor.get("resources")
    if not isinstance(resources, list) or not all(isinstance(resource, Mapping) for resource in resources):
        raise InvalidDescriptor("the package has no 'resources', or they are not objects")
    found: dict[str, Resource] = {}
    for number, given in enumerate(resources, start=1):
        resource = resource_from(given, folder, limits, number=number)
        if resource.name in found:
            raise InvalidDescriptor(f"the resource name {resource.name!r} is not unique")
        found[resource.name] = resource
    return Package(folder, descriptor, found)


def resource_from(descriptor: Mapping[str, Any], folder: Path, limits: Limits = LIMITS, *, number: int = 1) -> Resource:
    """A resource whose descriptor is at hand; a schema or a dialect that is named by a path is read.

    Raises:
        InvalidDescriptor: if it has no name or no place, or its schema cannot be read.
    """
    name = descriptor.get("name")
    if not isinstance(name, str) or not name:
        raise InvalidDescriptor(f"resource {number} has no 'name'", "resource")
    path = descriptor.get("path", descriptor.get("url"))
    extra = descriptor.get("extrapaths") or []
    paths = [*path] if isinstance(path, list) else [] if path is None else [path]
    paths += extra if isinstance(extra, list) else [extra]
    if not all(isinstance(one, str) for one in paths):
        raise InvalidDescriptor(
            f"resource {name!r}: 'path' is {path!r}; expected a string or a list of strings", "resource"
        )
    expanded = dict(descriptor)
    for part in ("schema", "dialect"):
        value = descriptor.get(part)
        if isinstance(value, str):
            expanded[part] = read_json(folder, value, limits, part)
        elif part in descriptor and not isinstance(value, Mapping):
            raise InvalidDescriptor(f"resource {name!r}: {part!r} is no object", part)
    return Resource(name, tuple(paths), folder, expanded.get("schema"), expanded)


def read_json(folder: Path, path: str, limits: Limits = LIMITS, part: str = "package") -> dict[str, Any]:
    """A JSON object inside a folder.

    Args:
        folder: the folder.
        path: where it is in the folder.
        limits: caps, and whether the path is trusted.
        part: what it describes, for the error.

    Raises:
        InvalidDescriptor: if it cannot be read, or is no JSON object.
    """
    try:
        with open_file(folder, path, limits) as file:
            text = file.read(limits.descriptor + 1)
    except Refused as refusal:
        raise InvalidDescriptor(f"{path}: {refusal.message}", part) from refusal
    if len(text) > limits.descriptor:
        raise InvalidDescriptor(f"{path}: the descriptor is larger than {limits.descriptor} bytes", part)
    try:
        value = json.loads(text.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise InvalidDescriptor(f"{path}: the descriptor is not UTF-8 text", part) from None
    except ValueError as error:
        raise InvalidDescriptor(f"{path}: the descriptor is not JSON: {error}", part) from None
    except RecursionError:
        raise InvalidDescriptor(f"{path}: the descriptor is nested too deeply", part) from None
    if not isinstance(value, dict):
        raise InvalidDescriptor(f"{path}: expected a JSON object", part)
    return value
