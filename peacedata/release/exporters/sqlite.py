"""One SQLite file: typed tables with keys, the bounds of dates as columns, and a view of each table with labels."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from peacedata.dataset.frames import derived
from peacedata.errors import SelfCheckFailed
from peacedata.release.canonical import key_of
from peacedata.release.exporters import Exporter
from peacedata.release.package import CanonicalTable, ReleasePackage
from peacedata.release.sql_views import quoted, text, views
from peacedata.release.typed import plain, typed

# Types are held by CHECK rather than by STRICT, because SQLite before 3.37, which long-lived systems still have,
# cannot open a file with a STRICT table at all.
_types = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}


def write(package: ReleasePackage, folder: Path) -> None:
    """Write ``<name>.sqlite``; the table ``release`` says which release it is.

    The same version of SQLite writes the same bytes. Its header holds no counter of changes and no version of the
    library, because the image was never a file while it was written.

    Raises:
        ValueError: if a cell is not of its column's type.
        sqlite3.IntegrityError: if a row breaks a constraint of its schema.
        SelfCheckFailed: if a foreign key points nowhere.

    Source: SQLite, https://www.sqlite.org/fileformat2.html
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        # Said here rather than left to how SQLite was compiled.
        for setting in ("page_size = 4096", "encoding = 'UTF-8'", "auto_vacuum = NONE", "foreign_keys = ON"):
            database.execute(f"PRAGMA {setting}")
        database.execute("BEGIN")
        # Keys are checked once all rows are in, since tables point at one another and at themselves.
        database.execute("PRAGMA defer_foreign_keys = ON")
        _describe(package, database)
        for table in package.tables.values():
            _create(table, database)
        for table in package.tables.values():
            _fill(table, database)
        for statement in views(package.tables):
            database.execute(statement)
        if broken := database.execute("PRAGMA foreign_key_check").fetchone():
            raise SelfCheckFailed(f"{broken[0]}, row {broken[1]}: its reference into {broken[2]!r} points nowhere")
        database.execute("COMMIT")
        # Without free pages, and written once: the same statements give the same bytes.
        database.execute("VACUUM")
        (folder / f"{package.name}.sqlite").write_bytes(database.serialize())


def _describe(package: ReleasePackage, database: sqlite3.Connection) -> None:
    database.execute("CREATE TABLE release (name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name))")
    licences = ", ".join(str(licence["name"]) for licence in package.descriptor["licenses"] if "name" in licence)
    about = {"name": package.name, "version": package.version, "content_hash": package.content_hash}
    database.executemany("INSERT INTO release VALUES (?, ?)", [*about.items(), ("licence", licences)])


def _create(table: CanonicalTable, database: sqlite3.Connection) -> None:
    definitions = ",\n  ".join(_definitions(table.schema))
    database.execute(f"CREATE TABLE {quoted(table.name)} (\n  {definitions}\n)")


def _fill(table: CanonicalTable, database: sqlite3.Connection) -> None:
    name = quoted(table.name)
    marks = ", ".join("?" * sum(1 + len(derived(field)) for field in table.schema["fields"]))
    # A name cannot be a bound parameter; this one is quoted and comes from our own schemas.
    insert = f"INSERT INTO {name} VALUES ({marks})"  # noqa: S608 - see above
    database.executemany(insert, (list(_values(table.schema, row)) for row in table.rows))


def _definitions(schema: Mapping[str, Any]) -> Iterator[str]:
    """The columns and keys of one table in SQL."""
    for field in schema["fields"]:
        column, kind = quoted(field["name"]), _types[field["type"]]
        required = " NOT NULL" if field.get("constraints", {}).get("required") else ""
        checks = " AND ".join(_checks(column, kind, field))
        yield f"{column} {kind}{required} CHECK ({checks})"
        for bound in map(quoted, derived(field)):
            # Adding no day makes SQLite turn 30 February into a day of March, which is then not what was given.
            yield f"{bound} TEXT{required} CHECK ({bound} IS date({bound}, '+0 days'))"
    yield f"PRIMARY KEY ({_names(key_of(schema))})"
    for key in schema.get("foreignKeys", []):
        target = quoted(key["reference"].get("resource", schema["name"]))
        yield f"FOREIGN KEY ({_names(key['fields'])}) REFERENCES {target} ({_names(key['reference']['fields'])})"


def _checks(column: str, kind: str, field: Mapping[str, Any]) -> Iterator[str]:
    """What SQL can say of a column's cells; patterns are beyond it. A check of NULL is not false, so it passes."""
    constraints = field.get("constraints", {})
    yield f"typeof({column}) IN ('{kind.lower()}', 'null')"
    if field["type"] == "boolean":
        yield f"{column} IN (0, 1)"
    if "enum" in constraints:
        yield f"{column} IN ({', '.join(text(code) for code in constraints['enum'])})"
    if "minimum" in constraints:
        yield f"{column} >= {float(constraints['minimum']):g}"
    if "maximum" in constraints:
        yield f"{column} <= {float(constraints['maximum']):g}"
    if "maxLength" in constraints:
        yield f"length({column}) <= {int(constraints['maxLength'])}"


def _values(schema: Mapping[str, Any], row: Mapping[str, str]) -> Iterator[object]:
    return map(plain, typed(schema, row).values())


def _names(columns: list[str]) -> str:
    return ", ".join(map(quoted, columns))


EXPORTER = Exporter(
    name="sqlite",
    title="SQLite",
    media_type="application/vnd.sqlite3",
    path="<name>.sqlite",
    holds="Every table with its keys, and a view `<table>_labelled` of each",
    write=write,
)
