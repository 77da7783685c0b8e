"""The small sound package that the examples of file checks spoil."""

from __future__ import annotations

TABLE = "id,name\n1,Ann\n"
DESCRIPTOR = """\
{
  "name": "sound",
  "resources": [
    {"name": "table", "path": "table.csv", "schema": {
      "fields": [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]
    }}
  ]
}
"""
FILES = {"datapackage.json": DESCRIPTOR, "table.csv": TABLE}
