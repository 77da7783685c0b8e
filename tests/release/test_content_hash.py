from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from synthetic import ROWS, contents, write_dataset

from peacedata.dataset.dataset import open_dataset
from peacedata.release.build import Built
from peacedata.release.content_hash import content_hash, content_hash_of_folder, hash_of_files, in_identity


def test_it_is_the_hash_of_the_lines_that_sha256sum_prints() -> None:
    files = {"schemas/a.schema.json": b"{}\n", "data/b.csv": b"b\n", "data/a.csv": b"a\n"}
    lines = sorted(f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in files.items())
    assert hash_of_files(files) == hashlib.sha256("".join(lines).encode()).hexdigest()


@pytest.mark.parametrize("path", ["data/events.csv", "data/codes.csv", "data/retired.csv", "schemas/a.schema.json"])
def test_tables_and_table_schemas_are_the_identity(path: str) -> None:
    assert in_identity(path)


@pytest.mark.parametrize(
    "path", ["schemas/a.row.schema.json", "datapackage.json", "data/sub/a.csv", "data/a.csv.bak", "x/data/a.csv"]
)
def test_other_files_are_not(path: str) -> None:
    assert not in_identity(path)
    assert hash_of_files({path: b"x"}) == hash_of_files({})


def test_synthetic_copy_and_release_have_the_same(synthetic_copy: Path, built: Built) -> None:
    assert content_hash_of_folder(synthetic_copy) == built.content_hash
    assert content_hash(open_dataset(built.folder)) == built.content_hash
    assert hash_of_files(contents(built.folder)) == built.content_hash


def test_the_way_in_which_values_are_written_does_not_matter(synthetic_copy: Path, tmp_path: Path) -> None:
    other = write_dataset(tmp_path / "other", {name: list(reversed(rows)) for name, rows in ROWS.items()})
    events = other / "data" / "events.csv"
    header, _, rest = events.read_text("utf-8").partition("\n")
    events.write_text('"' + header.replace(",", '","') + '"\n' + rest, "utf-8")
    assert content_hash_of_folder(other) == content_hash_of_folder(synthetic_copy)


def test_one_changed_value_changes_it(synthetic_copy: Path, tmp_path: Path) -> None:
    actors = [{**ROWS["actors"][0], "name": "Person 0ne"}, *ROWS["actors"][1:]]
    other = write_dataset(tmp_path / "other", {**ROWS, "actors": actors})
    assert content_hash_of_folder(other) != content_hash_of_folder(synthetic_copy)
