"""``peacedata docs`` writes what differs, deletes what is stale, leaves what people wrote, and fails on drift."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from peacedata.cli import commands


def docs(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["docs", *arguments])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    assert docs("--out", str(folder)).exit_code == 0
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "docs"))


def test_writing_is_idempotent(folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.md")}
    assert len(before) > 170
    assert docs("--out", str(folder)).output.startswith("nothing to do")
    assert before == {path: path.stat().st_mtime_ns for path in folder.rglob("*.md")}
    assert not list(folder.rglob("*.partial"))


def test_drift_is_named_and_mended(folder: Path) -> None:
    page = folder / "rules" / "PD401.md"
    page.write_text(page.read_text("utf-8").replace("An event", "A meeting"), "utf-8")
    (folder / "codebook" / "events.md").unlink()
    result = docs("--check", "--out", str(folder))
    assert result.exit_code == 1
    assert "-**A meeting, outcome" in result.output
    assert "+**An event, outcome" in result.output
    assert "on disk/codebook/events.md" in result.output
    assert "run `peacedata docs`" in result.stderr
    assert docs("--out", str(folder)).output.splitlines() == ["rules/PD401.md", "codebook/events.md"]
    assert docs("--check", "--out", str(folder)).exit_code == 0


def test_what_is_stale_goes_and_what_people_wrote_stays(folder: Path) -> None:
    stale = folder / "rules" / "PD599.md"
    stale.write_text((folder / "rules" / "PD401.md").read_text("utf-8"), "utf-8")
    own = folder / "own.md"
    own.write_text("# Our own page\n\nIt says [something](cli.md). And more.\n", "utf-8")
    assert "on disk/rules/PD599.md: nothing generates" in docs("--check", "--out", str(folder)).output
    docs("--out", str(folder))
    assert not stale.exists()
    assert own.read_text("utf-8").startswith("# Our own page")
    assert "- [Our own page](own.md): It says something." in (folder / "README.md").read_text("utf-8")
    own.unlink()
    docs("--out", str(folder))
    assert "Our own page" not in (folder / "README.md").read_text("utf-8")


def test_bytes_that_are_no_text_are_drift_too(folder: Path) -> None:
    (folder / "cli.md").write_bytes(b"\xff\r\n")
    assert docs("--check", "--out", str(folder)).exit_code == 1
    docs("--out", str(folder))
    assert docs("--check", "--out", str(folder)).exit_code == 0


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "docs").write_text("x", "utf-8")
    assert docs("--out", str(tmp_path / "docs")).exit_code == 2
