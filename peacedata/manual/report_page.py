"""The JSON report, field by field, from its JSON Schema, with a real report as example."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from peacedata.model import TABLES
from peacedata.schema.markdown import code, fenced, page, prose, table
from peacedata.schema.table_schema import table_schema

Schema = Mapping[str, Any]

SCHEMA_PAGE = "report.schema.json"
# A table with one slip, so that the report has a finding with a hint.
_EXAMPLE = "place_id,name,country,latitude,longitude,precision\nistanbul,Istanbul,TUR,41.01,28.95,town\n"


def report_pages() -> Iterator[tuple[str, str]]:
    """Path below the manual's folder and text of the page, and of the schema, which is that of ``peacedata.report``."""
    yield "report.md", _page(_schema())
    yield SCHEMA_PAGE, files("peacedata.report").joinpath(SCHEMA_PAGE).read_text("utf-8")


@cache
def example() -> str:
    """What ``peacedata check places.csv --format json`` writes of a table with one slip."""
    from peacedata.check.engine import check_table
    from peacedata.report.json import write

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "places.csv")
        path.write_text(_EXAMPLE, "utf-8", newline="\n")
        report = check_table(table_schema(TABLES["places"]), path)
        text = io.StringIO()
        write(report, text)
        # The report names the file as it was given; a reader gives it by its name alone.
        return text.getvalue().replace(json.dumps(str(path))[1:-1], path.name)


def _schema() -> Schema:
    from peacedata.report.json import schema

    return schema()


def _page(schema: Schema) -> str:
    return page(
        "# The JSON report",
        prose(schema["description"]),
        f"Its JSON Schema is [`{SCHEMA_PAGE}`]({SCHEMA_PAGE}); `peacedata.report.json.schema()` gives the same. Texts "
        "in a report may come from the data: escape them for where they are shown.",
        "## The report",
        _fields(schema, schema),
        *_parts(schema),
        "## Example",
        "`places.csv`, with `town` where a code of `place_precision` belongs:",
        fenced(_EXAMPLE, "csv"),
        "`peacedata check places.csv --format json` writes:",
        fenced(example(), "json"),
    )


def _parts(schema: Schema) -> Iterator[str]:
    for name, part in schema["$defs"].items():
        if "properties" in part:
            yield f"## A {name}"
            yield _fields(part, schema)


def _fields(part: Schema, whole: Schema) -> str:
    required = set(part.get("required", ()))
    rows = []
    for name, field in part["properties"].items():
        meaning = prose(field.get("description", ""))
        always = "always" if name in required else "may be missing"
        rows.append((code(name), _type(field, whole), always, meaning))
    return table(("key", "type", "there", "meaning"), rows)


def _type(field: Schema, whole: Schema) -> str:
    """The type of a field in words; what it refers to is looked up, and its own keys win."""
    reference = str(field.get("$ref", ""))
    if reference:
        name = reference.rpartition("/")[2]
        target = whole["$defs"][name]
        if "properties" in target:
            return f"[{name}](#a-{name})"
        field = {**target, **field}
    if "const" in field:
        return f"always {code(json.dumps(field['const']))}"
    if "enum" in field:
        return " or ".join(code(json.dumps(value)) for value in field["enum"])
    kinds = field.get("type", "any")
    words = " or ".join([kinds] if isinstance(kinds, str) else kinds)
    if "items" in field:
        words += f" of {_type(field['items'], whole)}"
    if isinstance(field.get("additionalProperties"), Mapping):
        words += f" of {_type(field['additionalProperties'], whole)}"
    words += f", at least {field['minimum']}" if "minimum" in field else ""
    return words + (f", matching {code(field['pattern'])}" if "pattern" in field else "")
