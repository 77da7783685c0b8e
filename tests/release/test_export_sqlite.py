"""The SQLite file and its views, read back with sqlite3."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from exporting import awkward_rows, expected, export, with_rows
from hypothesis import given, settings

from peacedata.errors import SelfCheckFailed
from peacedata.model import TABLES, Actor, Document, Event, Outcome, Place, Process, Record, Source
from peacedata.release.package import CanonicalTable, ReleasePackage
from peacedata.schema.columns import columns

# What each table's records are called by, and where that is said; by hand, not as the exporter finds it.
NAMED: dict[str, tuple[type[Record], str]] = {
    "processes": (Process, "name"),
    "events": (Event, "title"),
    "actors": (Actor, "name"),
    "places": (Place, "name"),
    "documents": (Document, "title"),
    "sources": (Source, "title"),
    "outcomes": (Outcome, "description"),
}


def opened(folder: Path, package: ReleasePackage) -> sqlite3.Connection:
    database = sqlite3.connect(f"file:{folder}/{package.name}.sqlite?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    return database


def plain(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    return int(value) if isinstance(value, bool) else value


def labelled(package: ReleasePackage, table: CanonicalTable) -> Iterator[dict[str, object]]:
    """Every row with the labels of its codes and the names of what it points at."""
    names = {
        target: {row[record.key_columns[0]]: row[column] for row in package.tables[target].rows}
        for target, (record, column) in NAMED.items()
    }
    described = {column.name: column for column in columns(TABLES[table.name])}
    for cells, row in zip(table.rows, expected(table), strict=True):
        found: dict[str, object] = {}
        for name, value in row.items():
            found[name] = plain(value)
            column = described.get(name)
            if column and column.codes:
                found[f"{name}_label"] = column.codes(value).label if value else None
            if column and column.foreign_key:
                found[f"{name.removesuffix('_id')}_name"] = names[column.foreign_key].get(cells[name])
            if name == "record_id":
                found["record_name"] = names.get(cells["table"], {}).get(cells[name])
        yield found


def check(package: ReleasePackage, folder: Path) -> None:
    with closing(opened(folder, package)) as database:
        for name, table in package.tables.items():
            rows = [dict(row) for row in database.execute(f"SELECT * FROM {name}")]
            assert rows == [{k: plain(v) for k, v in row.items()} for row in expected(table)], name
            rows = [dict(row) for row in database.execute(f"SELECT * FROM {name}_labelled")]
            assert rows == list(labelled(package, table)), name


def test_tables_and_views_of_the_dataset_are_whole(real_package: ReleasePackage, real_export: Path) -> None:
    check(real_package, real_export)


@settings(max_examples=5)
@given(awkward_rows())
def test_awkward_cells_come_back(small_package: ReleasePackage, rows: Any) -> None:
    package = with_rows(small_package, rows)
    with tempfile.TemporaryDirectory() as folder:
        check(package, export(package, "sqlite", Path(folder) / "release"))


def test_every_table_has_a_view_and_its_columns_are_distinct(real_package: ReleasePackage, real_export: Path) -> None:
    with closing(opened(real_export, real_package)) as database:
        found = {row["name"] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
        assert found == {f"{name}_labelled" for name in TABLES}
        for view in found:
            shown = [column[1] for column in database.execute(f"PRAGMA table_info({view})")]
            assert len(shown) == len(set(shown))
            assert not [name for name in shown if ":" in name]  # how SQLite tells two columns of one name apart


def test_views_read_as_people_would_ask(real_package: ReleasePackage, real_export: Path) -> None:
    query = """
        SELECT process_name, event_type_label, place_name, date_start_earliest FROM events_labelled
        WHERE event_id = 'istanbul-2025-round-2'
    """
    heads = """
        SELECT actor_name, on_behalf_of_name, rank_label FROM participations_labelled
        WHERE event_id = 'istanbul-2025-round-2' AND delegation_head AND role = 'party' ORDER BY actor_id
    """
    with closing(opened(real_export, real_package)) as database:
        row = database.execute(query).fetchone()
        assert tuple(row)[1:] == ("Talks", "Istanbul", "2025-06-02")
        assert "Rustem Umerov" in [row["actor_name"] for row in database.execute(heads)]


def test_foreign_keys_hold_where_they_are_switched_on(real_export: Path) -> None:
    with closing(sqlite3.connect(":memory:")) as copy:
        copy.deserialize((real_export / "peacedata.sqlite").read_bytes())
        copy.execute("PRAGMA foreign_keys = ON")
        assert copy.execute("PRAGMA foreign_key_check").fetchall() == []
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            copy.execute("UPDATE events SET process_id = 'nowhere'")
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            copy.execute("DELETE FROM actors WHERE actor_id = 'ukraine'")


def test_a_reference_that_points_nowhere_is_never_written(small_package: ReleasePackage, tmp_path: Path) -> None:
    rows = {name: [dict(row) for row in table.rows] for name, table in small_package.tables.items()}
    rows["agenda"][0]["event_id"] = "nowhere"
    with pytest.raises(SelfCheckFailed, match="agenda, row 1: its reference into 'events' points nowhere"):
        export(with_rows(small_package, rows), "sqlite", tmp_path / "release")
    assert list((tmp_path / "release").iterdir()) == []
