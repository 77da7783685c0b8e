from __future__ import annotations

import io
import json
import os
import shutil
import stat
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from synthetic import contents

from peacedata.errors import InvalidData
from peacedata.release import archive
from peacedata.release.build import Built
from peacedata.release.content_hash import digest, sums
from peacedata.release.listing import Folder
from peacedata.release.verify import Kind, verify


@pytest.fixture
def release(built: Built, tmp_path: Path) -> Path:
    """A copy to spoil."""
    return Path(shutil.copytree(built.folder, tmp_path / "release"))


@pytest.fixture(scope="module")
def shared(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy that every example spoils and mends again."""
    return Path(shutil.copytree(built.folder, tmp_path_factory.mktemp("shared") / "release"))


def differences(path: Path) -> list[tuple[str, Kind]]:
    return [(difference.path, difference.kind) for difference in verify(path).differences]


def reseal(release: Path) -> None:
    """Write new sums, as somebody would who hides a change."""
    files = {path: digest(data) for path, data in contents(release).items() if path != "SHA256SUMS"}
    (release / "SHA256SUMS").write_text(sums(files), "utf-8")


def test_a_build_verifies_as_folder_and_as_zip(built: Built) -> None:
    for path in (built.folder, built.folder / "peacedata-2026.1.zip"):
        verified = verify(path)
        assert verified.ok
        assert (verified.version, verified.content_hash) == ("2026.1", built.content_hash)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_each_flipped_bit_is_found(shared: Path, data: st.DataObject) -> None:
    files = {name: content for name, content in contents(shared).items() if content}  # no bit flips in an empty one
    name = data.draw(st.sampled_from(sorted(files)))
    original = files[name]
    spoilt = bytearray(original)
    spoilt[data.draw(st.integers(0, len(original) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    (shared / name).write_bytes(spoilt)
    try:
        found = differences(shared)
    finally:
        (shared / name).write_bytes(original)
    assert found
    if name != "SHA256SUMS":
        assert found == [(name, Kind.CHANGED)] or (name, Kind.CHANGED) in found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_each_flipped_bit_of_content_in_the_zip_is_found(built: Built, tmp_path: Path, data: st.DataObject) -> None:
    original = (built.folder / "peacedata-2026.1.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(original)) as whole:
        entry = data.draw(st.sampled_from(whole.infolist()))
    start = entry.header_offset + 30 + len(entry.filename)
    spoilt = bytearray(original)
    spoilt[start + data.draw(st.integers(0, entry.file_size - 1))] ^= 1 << data.draw(st.integers(0, 7))
    (tmp_path / "spoilt.zip").write_bytes(spoilt)
    assert not verify(tmp_path / "spoilt.zip").ok


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_spoilt_zip_is_refused_or_named_and_never_a_crash(built: Built, tmp_path: Path, data: st.DataObject) -> None:
    original = (built.folder / "peacedata-2026.1.zip").read_bytes()
    directory = original.rindex(b"PK\x05\x06") - 4000
    spoilt = bytearray(original)
    for _ in range(data.draw(st.integers(1, 3))):
        spoilt[data.draw(st.integers(directory, len(original) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / "spoilt.zip").write_bytes(spoilt[: data.draw(st.sampled_from([len(spoilt), len(spoilt) - 1]))])
    with suppress(InvalidData):
        verify(tmp_path / "spoilt.zip")


def test_missing_extra_and_swapped_files_are_named(release: Path) -> None:
    (release / "data" / "actors.csv").unlink()
    (release / "data" / "notes.csv").write_text("a\n", "utf-8")
    (release / "parquet" / "events.parquet").rename(release / "parquet" / "swap")
    (release / "parquet" / "actors.parquet").rename(release / "parquet" / "events.parquet")
    (release / "parquet" / "swap").rename(release / "parquet" / "actors.parquet")
    assert differences(release) == [
        ("data/actors.csv", Kind.MISSING),
        ("data/notes.csv", Kind.EXTRA),
        ("parquet/actors.parquet", Kind.CHANGED),
        ("parquet/events.parquet", Kind.CHANGED),
    ]


def test_a_change_under_new_sums_is_found_by_the_descriptor(release: Path) -> None:
    events = release / "data" / "events.csv"
    events.write_bytes(events.read_bytes().replace(b"They met.", b"They mat."))
    reseal(release)
    [difference] = verify(release).differences
    assert (difference.path, difference.kind) == ("data/events.csv", Kind.CHANGED)
    assert difference.detail.startswith("hash is sha256:")


@pytest.mark.parametrize(("name", "value"), [("bytes", 1), ("rowCount", 7), ("hash", "sha256:00"), ("rowCount", None)])
def test_each_statement_of_the_descriptor_is_held_against_the_file(release: Path, name: str, value: object) -> None:
    path = release / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    descriptor["resources"][2][name] = value
    path.write_text(json.dumps(descriptor), "utf-8")
    reseal(release)
    [difference] = verify(release).differences
    assert difference.path == "data/actors.csv"
    assert difference.detail.startswith(name)


def test_the_content_hash_covers_the_schemas(release: Path) -> None:
    path = release / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    descriptor["resources"][0]["schema"]["description"] = "other"
    path.write_text(json.dumps(descriptor), "utf-8")
    (release / "schemas" / "processes.schema.json").write_text(
        json.dumps(descriptor["resources"][0]["schema"]), "utf-8"
    )
    reseal(release)
    [difference] = verify(release).differences
    assert "content hash" in difference.detail


def test_two_schemas_for_one_table_are_found(release: Path) -> None:
    path = release / "datapackage.json"
    path.write_text(path.read_text("utf-8").replace('"maxLength": 80', '"maxLength": 81', 1), "utf-8")
    reseal(release)
    assert differences(release) == [("schemas/processes.schema.json", Kind.CHANGED)]


def test_a_table_that_the_descriptor_leaves_out_is_found(release: Path) -> None:
    path = release / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    gone = descriptor["resources"].pop()["name"]
    path.write_text(json.dumps(descriptor), "utf-8")
    reseal(release)
    assert (f"data/{gone}.csv", Kind.EXTRA) in differences(release)


HASH = "0" * 64


@pytest.mark.parametrize(
    "line",
    [
        f"{HASH}  ../secret",
        f"{HASH}  /etc/hostname",
        f"{HASH}  data/../../secret",
        f"{HASH}  data//events.csv",
        f"{HASH}  ./data/events.csv",
        f"{HASH}  C:/secret",
        f"{HASH}  data\\events.csv",
        f"{HASH}  -rf",
        f"{HASH}  SHA256SUMS",
        f"{HASH} *LICENSE",
        f"{HASH[:-1]}  LICENSE",
        "garbage",
        "\x1b[31m",
        "",
    ],
)
def test_a_hostile_line_is_named_and_read_no_further(release: Path, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (release.parent / "secret").write_text("secret", "utf-8")
    opened: list[str] = []
    real = Folder.open

    def spy(folder: Folder, name: str) -> object:
        opened.append(name)
        return real(folder, name)

    monkeypatch.setattr(Folder, "open", spy)
    listing = release / "SHA256SUMS"
    listing.write_bytes(listing.read_bytes() + line.encode() + b"\n")
    [difference] = verify(release).differences
    assert (difference.path, difference.kind) == ("SHA256SUMS", Kind.INVALID)
    assert difference.detail.startswith("line ")
    assert set(opened) <= set(contents(release))


def test_a_duplicate_line_is_named(release: Path) -> None:
    listing = release / "SHA256SUMS"
    listing.write_bytes(listing.read_bytes() + f"{HASH}  LICENSE\n".encode())
    [difference] = verify(release).differences
    assert "a second time" in difference.detail


@pytest.mark.parametrize("data", [b"\xff\xfe", b"", b"\0" * 100, b"x" * (5 << 20)])
def test_sums_that_are_none_are_named(release: Path, data: bytes) -> None:
    (release / "SHA256SUMS").write_bytes(data)
    assert ("SHA256SUMS", Kind.INVALID) in differences(release)


def missing(path: Path) -> None:
    path.unlink()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def link(path: Path) -> None:
    path.rename(path.with_name("aside"))
    path.symlink_to("aside")


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize("spoil", [missing, folder, link, pipe])
@pytest.mark.parametrize("name", ["SHA256SUMS", "datapackage.json", "data/events.csv", "peacedata.sqlite"])
def test_something_else_in_the_place_of_a_file_is_named(
    release: Path, name: str, spoil: Callable[[Path], None]
) -> None:
    spoil(release / name)
    assert name in {path for path, _ in differences(release)}


def test_a_linked_folder_is_not_followed(release: Path) -> None:
    (release / "data").rename(release.parent / "outside")
    (release / "data").symlink_to(release.parent / "outside")
    found = differences(release)
    assert ("data", Kind.INVALID) in found
    assert ("data/events.csv", Kind.MISSING) in found


@pytest.mark.parametrize(
    "text",
    ["[]", "{", "null", "[" * 100_000, '{"resources": 3}', '{"resources": [3]}', '{"resources": [{"path": "../x"}]}',
     '{"resources": [{"path": ["data/events.csv"]}]}', '{"resources": [{"path": "data/events.csv", "name": {}}]}',
     '{"peacedata": 3}', '{"version": {}}'],
)  # fmt: skip
def test_a_hostile_descriptor_is_named_and_never_a_crash(release: Path, text: str) -> None:
    (release / "datapackage.json").write_text(text, "utf-8")
    assert ("datapackage.json", Kind.CHANGED) in differences(release)
    reseal(release)
    assert not verify(release).ok


def test_a_folder_with_too_many_files_is_refused(built: Built) -> None:
    with pytest.raises(InvalidData, match="more than 3 files"):
        assert Folder(built.folder, most=3).names


def zipped(path: Path, *entries: tuple[str, bytes], compress: int = zipfile.ZIP_STORED, mode: int = 0o100644) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for name, data in entries:
            entry = zipfile.ZipInfo(name)
            entry.external_attr, entry.compress_type = mode << 16, compress
            made.writestr(entry, data)
    return path


@pytest.mark.parametrize("name", ["../x", "/x", "top/../x", "top/a\\b", "x", "top//x", "top/ü", "top/x/"])
def test_a_zip_with_a_hostile_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidData, match="no path of a release"):
        verify(zipped(tmp_path / "a.zip", (name, b"x")))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("entries", "options", "message"),
    [
        ([("top/x", b"0" * 10_000)], {"compress": zipfile.ZIP_DEFLATED}, "compressed"),
        ([("top/x", b"/etc/hostname")], {"mode": stat.S_IFLNK | 0o777}, "not a regular file"),
        ([("top/x", b"1"), ("top/x", b"2")], {}, "twice"),
        ([("top/x", b"1"), ("other/y", b"2")], {}, "2 top folders"),
        ([], {}, "0 top folders"),
    ],
)
def test_a_zip_that_no_build_writes_is_refused(
    tmp_path: Path, entries: list[tuple[str, bytes]], options: dict[str, int], message: str
) -> None:
    with pytest.raises(InvalidData, match=message):
        verify(zipped(tmp_path / "a.zip", *entries, **options))


@pytest.mark.parametrize("data", [b"", b"PK", b"x" * 1000, b"PK\x05\x06" + b"\0" * 18 + b"hidden"])
def test_what_is_no_zip_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(InvalidData, match="not a release's zip"):
        verify(tmp_path / "a.zip")


def test_bytes_hidden_in_a_zip_are_found(built: Built, tmp_path: Path) -> None:
    original = (built.folder / "peacedata-2026.1.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(b"#!/bin/sh\n" + original)
    with pytest.raises(InvalidData, match="cut short, or bytes were added"):
        verify(tmp_path / "a.zip")


def test_caps_of_a_zip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = zipped(tmp_path / "many.zip", *((f"top/{number}", b"") for number in range(1001)))
    with pytest.raises(InvalidData, match="more than 1000 files"):
        verify(many)
    monkeypatch.setattr(archive, "MOST_BYTES", 100)
    with pytest.raises(InvalidData, match="bytes"):
        verify(many)


def test_nothing_at_the_path_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        verify(tmp_path / "nothing")
