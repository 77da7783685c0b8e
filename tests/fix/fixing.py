"""Packages for tests of fixers, made of a schema and a text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from peacedata.fix.plan import Planned, plan
from peacedata.fix.write import write
from peacedata.intake.package import Package, read_package

Fields = list[dict[str, Any]]


def package(folder: Path, tables: Mapping[str, tuple[Mapping[str, Any], str | bytes]], **more: Any) -> Package:
    """A package in a folder: schema and content of each table; ``more`` goes into every resource."""
    resources = []
    for name, (schema, content) in tables.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / f"{name}.csv").write_bytes(data)
        resources.append({"name": name, "path": f"{name}.csv", "schema": schema} | more)
    (folder / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
    return read_package(folder)


def one(folder: Path, fields: Fields, content: str | bytes, **schema: Any) -> Planned:
    """What becomes of one table."""
    rest = {name: schema.pop(name) for name in ("dialect", "encoding", "hash", "bytes") if name in schema}
    made = package(folder, {"table": ({"fields": fields, **schema}, content)}, **rest)
    return plan(made).files[0]


def text_of(planned: Planned) -> str:
    """The text that is to be written; the reason is shown if there is none."""
    assert planned.left is None, planned.left
    return planned.after.decode()


def fixed(folder: Path) -> None:
    """Fix a package."""
    write(plan(read_package(folder)))
