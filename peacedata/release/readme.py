"""The README of a released package: what it is, its licence, how to cite it, what is in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

_special = re.compile(r"([\\`*_{}\[\]<>()#+!|~&])")


def readme(descriptor: Mapping[str, Any], rows: Mapping[str, int], formats: Iterable[tuple[str, str, str]] = ()) -> str:
    """The README in Markdown, made from the released descriptor alone.

    Args:
        descriptor: the released ``datapackage.json``.
        rows: the number of rows of each table, in the order of the model.
        formats: the path, the title and the content of each format.
    """
    title, version = _text(descriptor.get("title", descriptor["name"])), descriptor["version"]
    about = {resource["name"]: resource["description"] for resource in descriptor["resources"]}
    lines = [
        f"# {title}",
        "",
        f"Version {version}. Schema version {descriptor['peacedata']['schema']}.",
        "",
        *([_text(descriptor["description"]), ""] if descriptor.get("description") else []),
        "## Licence",
        "",
        *(f"- {_licence(licence)}" for licence in descriptor["licenses"]),
        "",
        "The full text is in `LICENSE`.",
        "",
        "## How to cite",
        "",
        f"> {_authors(descriptor)} ({version[:4]}). *{title}* (version {version}) \\[Data set\\].",
        "",
        "Name the version, for every version stays as it is. To name the exact content, add its hash:",
        "",
        f"    {descriptor['peacedata']['contentHash']}",
        "",
        "## Tables",
        "",
        "| table | rows | one row is |",
        "|---|---:|---|",
        *(f"| `data/{name}.csv` | {count} | {_text(about[name])} |" for name, count in rows.items()),
        "",
        "`datapackage.json` describes every column (Data Package v2); `schemas/` holds the same per table, as Table",
        "Schema and as JSON Schema of one row. An empty cell means unknown. Dates are EDTF: `2014`, `2014-06` or",
        "`2014-06-06`, with `?` (uncertain), `~` (approximate) or `%` (both). `data/codes.csv` explains every code.",
        "",
        *_formats(formats),
        "`sha256sum -c SHA256SUMS` checks the files.",
    ]
    return "\n".join(lines) + "\n"


def _formats(formats: Iterable[tuple[str, str, str]]) -> list[str]:
    rows = [f"| `{path}` | {_text(title)} | {holds} |" for path, title, holds in formats]
    if not rows:
        return []
    about = "The archive holds the CSV files only; the folder that it was published in holds the same in other formats:"
    return ["## Formats", "", about, "", "| file | format | what is in it |", "|---|---|---|", *rows, ""]


def _text(value: object) -> str:
    """Any text on one line of Markdown, with nothing in it taken for markup."""
    return _special.sub(r"\\\1", " ".join(str(value).split()))


def _licence(licence: Mapping[str, Any]) -> str:
    parts = (licence.get("title"), licence.get("name"), licence.get("path"))
    return ", ".join(_text(part) for part in parts if part)


def _authors(descriptor: Mapping[str, Any]) -> str:
    names = [_text(person["title"]) for person in descriptor.get("contributors", []) if person.get("title")]
    return "; ".join(names) or _text(descriptor["name"])
