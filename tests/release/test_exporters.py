from __future__ import annotations

import sqlite3
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date

import frictionless
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from synthetic import ROWS, contents

from peacedata.model import TABLES
from peacedata.release.build import Built
from peacedata.release.exporters import exporters


@pytest.fixture
def database(built: Built) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{built.folder}/peacedata.sqlite?mode=ro", uri=True)) as connection:
        yield connection


def test_every_exporter_is_found_and_says_what_it_is() -> None:
    found = exporters()
    tables = {"csv", "flat", "geojson", "jsonl", "jsonld", "parquet", "sqlite", "stata", "xlsx", "zip"}
    assert set(found) == tables | {"croissant", "datacite"}
    assert all(exporter.title and "/" in exporter.media_type and exporter.holds for exporter in found.values())


def test_every_exporter_writes_what_it_says_and_every_file_has_one(built: Built) -> None:
    said = set()
    for exporter in exporters().values():
        for pattern in exporter.path_in("peacedata", "2026.1").split(", "):
            said |= {pattern.replace("<table>", name) for name in TABLES}
    files = set(contents(built.folder))
    assert said <= files
    # What describes a format lies beside it; what builds and citations need lies at the top.
    about = {"CITATION.cff", "LICENSE", "README.md", "SHA256SUMS", "datapackage.json", "toolchain.json"}
    schemas = {name for name in files if name.endswith(".schema.json")} | {"flat/datapackage.json"}
    assert files - said == about | schemas


def test_every_file_is_in_the_sums_and_every_format_in_the_readme(built: Built) -> None:
    listed = {line.split("  ")[1] for line in (built.folder / "SHA256SUMS").read_text("utf-8").splitlines()}
    assert listed == set(contents(built.folder)) - {"SHA256SUMS"}
    text = (built.folder / "README.md").read_text("utf-8")
    for exporter in exporters().values():
        assert f"| `{exporter.path_in('peacedata', '2026.1')}` |" in text


def test_zip_is_read_by_frictionless(built: Built, tmp_path: object) -> None:
    with zipfile.ZipFile(built.folder / "peacedata-2026.1.zip") as archive:
        archive.extractall(str(tmp_path))
    report = frictionless.Package(f"{tmp_path}/peacedata-2026.1/datapackage.json").validate()
    assert report.valid
    assert {task.name: task.stats.get("rows", 0) for task in report.tasks} == built.rows


def test_zip_holds_the_package_alone_with_fixed_metadata(built: Built) -> None:
    with zipfile.ZipFile(built.folder / "peacedata-2026.1.zip") as archive:
        entries = archive.infolist()
        inside = {entry.filename.removeprefix("peacedata-2026.1/"): archive.read(entry) for entry in entries}
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {(e.date_time, e.external_attr >> 16, e.compress_type) for e in entries} == {
        ((1980, 1, 1, 0, 0, 0), 0o100644, zipfile.ZIP_STORED)
    }
    outside = {k: v for k, v in contents(built.folder).items() if k in inside}
    assert {k: v for k, v in inside.items() if k != "SHA256SUMS"} == {
        k: v for k, v in outside.items() if k != "SHA256SUMS"
    }
    folders = {name.partition("/")[0] for name in inside}
    about = {"CITATION.cff", "LICENSE", "README.md", "SHA256SUMS", "datapackage.json"}
    assert folders == about | {"data", "schemas"}


def test_readme_says_what_licence_how_to_cite_and_how_much(built: Built) -> None:
    text = (built.folder / "README.md").read_text("utf-8")
    assert "# A small \\*synthetic\\* dataset" in text
    assert "CC-BY-4.0" in text
    assert "The Peacedata developers (2026)" in text
    assert "| `data/actors.csv` | 3 |" in text
    assert built.content_hash in text


@pytest.mark.parametrize("name", TABLES)
def test_parquet_is_typed_and_whole(built: Built, name: str) -> None:
    table = pq.read_table(built.folder / "parquet" / f"{name}.parquet")
    assert table.num_rows == built.rows[name]
    kept = [column for column in table.column_names if not column.endswith(("_earliest", "_latest"))]
    assert kept == list(TABLES[name].model_fields)
    assert b"pandas" not in (table.schema.metadata or {})


def test_parquet_has_the_bounds_of_dates_and_names_its_release(built: Built) -> None:
    table = pq.read_table(built.folder / "parquet" / "events.parquet")
    assert table.schema.field("date_start_earliest").type == pa.date32()
    assert table.schema.field("duration_minutes").type == pa.int64()
    refusal = table.to_pylist()[0]
    assert (refusal["date_start_earliest"], refusal["date_start_latest"]) == (date(2025, 5, 1), date(2025, 5, 31))
    assert refusal["date_end_earliest"] is None
    footer = pq.read_metadata(built.folder / "parquet" / "events.parquet")
    assert (footer.metadata or {})[b"content_hash"].decode() == built.content_hash
    assert footer.row_group(0).column(0).compression == "ZSTD"


def test_sqlite_has_every_row_and_sound_keys(built: Built, database: sqlite3.Connection) -> None:
    assert {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES} == built.rows
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert len(database.execute("PRAGMA foreign_key_list(events)").fetchall()) == 4
    assert dict(database.execute("SELECT name, value FROM release"))["content_hash"] == built.content_hash


def test_sqlite_labels_come_from_the_codes(database: sqlite3.Connection) -> None:
    query = """
        SELECT event_id, label FROM events
        JOIN codes ON codes.list = 'event_type' AND codes.code = events.event_type ORDER BY event_id
    """
    assert database.execute(query).fetchall() == [("refusal-2025", "Refusal"), ("talks-2024", "Talks")]


def test_sqlite_values_are_typed_and_dates_have_bounds(database: sqlite3.Connection) -> None:
    query = "SELECT quantity, typeof(quantity), date_start, date_start_earliest, date_start_latest FROM outcomes"
    assert database.execute(f"{query} WHERE outcome_id = 'promise'").fetchone() == (
        6000.5,
        "real",
        "2024-03",
        "2024-03-01",
        "2024-03-31",
    )
    assert database.execute("SELECT delegation_head FROM participations ORDER BY actor_id").fetchall() == [
        (None,),
        (1,),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET title = NULL",
        "UPDATE events SET event_type = 'party'",
        "UPDATE events SET place_id = 'nowhere'",
        "UPDATE events SET duration_minutes = 'an hour'",
        "UPDATE events SET duration_minutes = 0",
        "UPDATE events SET date_start_latest = '2025-02-30'",
        "UPDATE places SET latitude = 91",
        "UPDATE participations SET delegation_head = 2",
        "INSERT INTO agenda SELECT * FROM agenda",
    ],
)
def test_sqlite_refuses_what_the_schema_refuses(built: Built, statement: str) -> None:
    with closing(sqlite3.connect(":memory:")) as copy:
        copy.deserialize((built.folder / "peacedata.sqlite").read_bytes())
        copy.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError):
            copy.execute(statement)


def test_sqlite_header_is_that_of_a_file_written_once(built: Built) -> None:
    header = (built.folder / "peacedata.sqlite").read_bytes()[:100]
    number = [int.from_bytes(header[at : at + 4], "big") for at in range(0, 100, 4)]
    pages, page_size = number[28 // 4], int.from_bytes(header[16:18], "big")
    assert page_size == 4096
    assert pages * page_size == (built.folder / "peacedata.sqlite").stat().st_size
    assert number[24 // 4] == number[92 // 4] == 0  # no counter of changes, and the number of pages is valid for it
    assert number[96 // 4] == 0  # no version of the library that wrote it
    assert number[32 // 4] == number[36 // 4] == 0  # no free pages
    assert (header[18], header[19]) == (1, 1)  # no write-ahead log


def test_sums_are_readable_by_sha256sum(built: Built) -> None:
    subprocess.run(["sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS"], cwd=built.folder, check=True)


def test_the_fixture_has_rows_in_every_table_but_retired() -> None:
    assert [name for name, rows in ROWS.items() if not rows] == ["retired"]
