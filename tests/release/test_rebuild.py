"""A release built again from its tag, and what that shows."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from scratch import commit, edit, git, project

from peacedata.cli import commands
from peacedata.dataset.dataset import open_dataset
from peacedata.release.build import build
from peacedata.release.prepare import plan_release
from peacedata.release.toolchain import toolchain


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a release under its tag and its build, and with later changes."""
    folder = project(tmp_path_factory.mktemp("rebuild") / "project")
    plan_release(folder / "datapackage", day=date(2026, 11, 22)).write()
    commit(folder, "v2026.1")
    build(open_dataset(folder / "datapackage"), folder / "build")
    edit(folder, "events", lambda rows: rows[0].update(title="Later"))
    return folder


@pytest.fixture
def here(released: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(released)
    return released


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(commands, ["rebuild", *map(str, arguments)])


def test_a_release_rebuilds_byte_for_byte_and_touches_nothing(here: Path) -> None:
    before = {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
    done = run("2026.1", "--check")
    assert done.exit_code == 0, done.output
    files = len([path for path in (here / "build").rglob("*") if path.is_file()]) - 1
    assert f"{files} files compared byte for byte" in done.output
    assert {path: path.read_bytes() for path in here.rglob("*") if path.is_file()} == before


def test_other_bytes_are_named(here: Path, tmp_path: Path) -> None:
    other = shutil.copytree(here / "build", tmp_path / "other")
    (other / "README.md").write_text("Other.\n", "utf-8")
    (other / "extra.txt").write_text("x", "utf-8")
    (other / "LICENSE").unlink()
    done = run("2026.1", "--check", "--against", other)
    assert done.exit_code == 1
    assert [line.split(":")[0] for line in done.output.splitlines()[:3]] == [
        "extra  LICENSE",
        "changed  README.md",
        "missing  extra.txt",
    ]


def test_other_tools_leave_the_tables_to_compare(here: Path, tmp_path: Path) -> None:
    other = shutil.copytree(here / "build", tmp_path / "other")
    (other / "toolchain.json").write_text(json.dumps({**toolchain(), "pyarrow": "1.0"}), "utf-8")
    (other / "peacedata.sqlite").write_bytes(b"made by another")
    (other / "data" / "events.csv").write_text("other", "utf-8")
    done = run("2026.1", "--check", "--against", other)
    assert done.exit_code == 1
    assert "pyarrow 1.0, here " in done.output
    assert [line.split(":")[0] for line in done.output.splitlines() if "SHA-256" in line] == [
        "changed  data/events.csv"
    ]


def test_another_identity_than_the_one_listed_is_found(here: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(here, tmp_path / "copy")
    git(copy, "checkout", "--quiet", "datapackage")
    edit(copy, "events", lambda rows: rows[0].update(title="Not what was released"))
    commit(copy)
    git(copy, "tag", "--force", "v2026.1")
    done = run("2026.1", "--check", "--package", copy / "datapackage")
    assert done.exit_code == 1
    assert "changed  v2026.1:datapackage/releases.json: the content hash is" in done.output


def test_a_build_is_kept_where_it_is_asked_for(here: Path, tmp_path: Path) -> None:
    out = tmp_path / "again"
    assert run("2026.1", "--out", out).exit_code == 0
    assert (out / "SHA256SUMS").read_bytes() == (here / "build" / "SHA256SUMS").read_bytes()
    assert run("2026.1", "--out", out).exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["2026.9", "--check"], "git has no tag v2026.9"),
        (["--", "-x"], "no version of the data"),
        (["latest", "--check"], "no version of the data"),
        (["2026.1", "--check", "--out", "x"], "does not go with --out"),
    ],
)
def test_wrong_usage_is_said(here: Path, arguments: list[str], says: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert says in done.output
