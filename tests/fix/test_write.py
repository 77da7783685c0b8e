"""A file is replaced in one step, or left as it was."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from fixing import package

from peacedata.fix.plan import Plan, plan
from peacedata.fix.write import write
from peacedata.intake.package import read_package

SCHEMA = {"fields": [{"name": "id", "type": "integer"}]}
BEFORE, AFTER = "id\r\n1\r\n", "id\n1\n"


@pytest.fixture
def planned(tmp_path: Path) -> Plan:
    return plan(package(tmp_path, {"a": (SCHEMA, BEFORE), "b": (SCHEMA, BEFORE), "c": (SCHEMA, AFTER)}))


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_bytes().decode() for path in folder.iterdir() if path.suffix != ".json"}


def test_only_what_changes_is_written_with_its_rights(tmp_path: Path) -> None:
    made = package(tmp_path, {"a": (SCHEMA, BEFORE), "c": (SCHEMA, AFTER)})
    (tmp_path / "a.csv").chmod(0o640)
    before = (tmp_path / "c.csv").stat()
    write(plan(made))
    assert contents(tmp_path) == {"a.csv": AFTER, "c.csv": AFTER}
    assert stat.S_IMODE((tmp_path / "a.csv").stat().st_mode) == 0o640
    assert (tmp_path / "c.csv").stat() == before


@pytest.mark.parametrize("call", ["open", "fsync", "fchmod", "replace", "access"])
@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_a_fault_at_any_instant_leaves_whole_files(
    tmp_path: Path, planned: Plan, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    calls = 0
    real = getattr(os, call)

    def failing(*given: object, **more: object) -> object:
        nonlocal calls
        calls += 1
        if calls > number:
            raise KeyboardInterrupt
        return real(*given, **more)

    monkeypatch.setattr(os, call, failing)
    with suppress(KeyboardInterrupt):
        write(planned)
    monkeypatch.undo()
    found = contents(tmp_path)
    assert set(found) == {"a.csv", "b.csv", "c.csv"}
    assert set(found.values()) <= {BEFORE, AFTER}
    write(plan(read_package(tmp_path)))
    assert set(contents(tmp_path).values()) == {AFTER}


def test_a_full_disk_is_said_and_other_files_are_written(
    tmp_path: Path, planned: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = os.fsync, []

    def full(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 1:
            raise OSError(28, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    write(planned)
    left = [one for one in planned.files if one.left]
    assert [one.left for one in left] == ["it cannot be written: No space left on device"]
    assert sorted(contents(tmp_path).values()) == sorted([BEFORE, AFTER, AFTER])


def test_files_that_belong_together_are_all_written_or_none(
    tmp_path: Path, planned: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode, **_: Path(path).name != "b.csv")
    write(Plan(planned.files, linked=True))
    assert contents(tmp_path) == {"a.csv": BEFORE, "b.csv": BEFORE, "c.csv": AFTER}
    assert {one.path.name for one in planned.files if one.left} == {"a.csv", "b.csv"}


def test_a_link_is_neither_followed_nor_replaced(tmp_path: Path) -> None:
    made = package(tmp_path, {"a": (SCHEMA, BEFORE)})
    (tmp_path / "real").write_text(BEFORE, newline="")
    (tmp_path / "a.csv").unlink()
    (tmp_path / "a.csv").symlink_to("real")
    found = plan(made)
    assert "link" in str(found.files[0].left)
    write(found)
    assert (tmp_path / "a.csv").is_symlink()
    assert (tmp_path / "real").read_bytes().decode() == BEFORE


@pytest.mark.parametrize("change", ["link", "text", "gone"])
def test_what_changed_in_the_meantime_is_left(tmp_path: Path, planned: Plan, change: str) -> None:
    path = tmp_path / "a.csv"
    (tmp_path / "real").write_text("x")
    path.unlink()
    if change == "link":
        path.symlink_to("real")
    elif change == "text":
        path.write_text("id\r\n2\r\n", newline="")
    write(planned)
    assert {one.path.name for one in planned.files if one.left} == {"a.csv"}
    assert (tmp_path / "real").read_text() == "x"
    assert (tmp_path / "b.csv").read_bytes().decode() == AFTER
    if change == "text":
        assert path.read_bytes() == b"id\r\n2\r\n"


def test_a_protected_file_or_folder_is_left(ordinary_user: tuple[Path, Callable[[], None]]) -> None:
    folder, give_up = ordinary_user
    for name in ("file", "folder"):
        inner = folder / name
        inner.mkdir()
        package(inner, {"a": (SCHEMA, BEFORE)})
        (inner / "a.csv").chmod(0o444 if name == "file" else 0o666)
        inner.chmod(0o777 if name == "file" else 0o555)
    give_up()
    for name in ("file", "folder"):
        found = plan(read_package(folder / name))
        write(found)
        assert str(found.files[0].left).startswith("it cannot be written: ")
        assert (folder / name / "a.csv").read_bytes().decode() == BEFORE
