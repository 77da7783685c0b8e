"""All generated files at once, and how what is on disk differs from them."""

from __future__ import annotations

import csv
import difflib
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from peacedata.model import TABLES, CodeEntry
from peacedata.schema.codes_table import code_entries
from peacedata.schema.row_schema import row_schema
from peacedata.schema.table_schema import table_schema

# The version of the data model. It follows the Data Package rules: patch for wording, minor for what old data still
# satisfies, major for what it may not.
SCHEMA_VERSION = "1.0.0"
DESCRIPTOR = "datapackage/datapackage.json"


def generated(root: Path) -> dict[str, str]:
    """The text of every generated file, by its path below the project's root.

    The descriptor keeps what people wrote in it (title, licences, contributors) and gets its resources anew.
    """
    files = {}
    for name, record in TABLES.items():
        files[f"schemas/{name}.schema.json"] = to_json(table_schema(record))
        files[f"schemas/{name}.row.schema.json"] = to_json(row_schema(record))
    path = root / DESCRIPTOR
    written = json.loads(path.read_text("utf-8")) if path.exists() else {}
    files[DESCRIPTOR] = to_json(descriptor(written))
    files["datapackage/data/codes.csv"] = _codes_csv()
    return files


def descriptor(written: Mapping[str, Any]) -> dict[str, Any]:
    """A package descriptor: what was written by hand, with the schema version and one resource per table."""
    head = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "name": "peacedata"}
    return head | dict(written) | {"peacedata": {"schema": SCHEMA_VERSION}, "resources": list(_resources())}


def _resources() -> Iterator[dict[str, Any]]:
    for name, record in TABLES.items():
        yield {
            "name": name,
            "type": "table",
            "description": (record.__doc__ or "").strip(),
            "path": f"data/{name}.csv",
            "scheme": "file",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": table_schema(record),
        }


def _codes_csv() -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(CodeEntry.model_fields), lineterminator="\n")
    writer.writeheader()
    writer.writerows(entry.to_row() for entry in code_entries())
    return text.getvalue()


def to_json(value: object) -> str:
    """JSON as this project writes it: two spaces, any script as it is, a final newline."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def write(root: Path) -> list[str]:
    """Write the files that differ below root; returns their paths."""
    changed = [path for path, text in generated(root).items() if _on_disk(root / path) != text]
    for path in changed:
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(generated(root)[path], "utf-8", newline="\n")
    return changed


def drift(root: Path) -> str:
    """A unified diff from what is on disk to what the model says; empty when they agree."""
    lines: list[str] = []
    for path, text in generated(root).items():
        old = _on_disk(root / path)
        lines += difflib.unified_diff(old.splitlines(True), text.splitlines(True), f"on disk/{path}", f"model/{path}")
    extra = {str(p.relative_to(root)) for p in (root / "schemas").glob("*.json")} - set(generated(root))
    lines += [f"on disk/{path}: no table of the model has this schema\n" for path in sorted(extra)]
    return "".join(lines)


def _on_disk(path: Path) -> str:
    return path.read_bytes().decode("utf-8") if path.exists() else ""
