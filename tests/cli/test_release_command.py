"""``peacedata release prepare`` as a command."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from peacedata.cli import commands


@pytest.fixture
def here(working_copy: Path, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The real dataset in a repository of its own, nothing of it committed."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    shutil.copytree(working_copy, tmp_path / "datapackage", ignore=shutil.ignore_patterns("releases.json"))
    for name in ("CHANGELOG.md", "CITATION.cff", "LICENSE-DATA"):
        shutil.copy(root / name, tmp_path / name)
    subprocess.run(["git", "init", "--quiet", "."], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["release", "prepare", *arguments])


def test_a_dry_run_shows_everything_and_writes_nothing(here: Path) -> None:
    before = {path: path.read_bytes() for path in here.rglob("*") if path.is_file() and ".git" not in path.parts}
    done = run("--dry-run", "--date", "2026-11-22")
    assert done.exit_code == 0, done.output
    assert "Release 2026.1 of 2026-11-22: additive, the first" in done.output
    assert "would write datapackage/releases.json" in done.output
    assert '+      "version": "2026.1",' in done.output
    after = {path: path.read_bytes() for path in here.rglob("*") if path.is_file() and ".git" not in path.parts}
    assert after == before


def test_it_is_written_once(here: Path) -> None:
    done = run("--date", "2026-11-22")
    assert done.exit_code == 0, done.output
    assert "wrote datapackage/releases.json" in done.output
    assert "git tag v2026.1" in done.output
    assert "It is prepared already" in run().output


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--version", "1"], 2, "no version of the data"),
        (["--since", "nowhere"], 2, "there is no 'nowhere'"),
        (["--since", "git:-x"], 2, "no name of a revision"),
        (["--date", "soon"], 2, "does not match"),
        (["--package", "."], 2, "holds no datapackage.json"),
    ],
)
def test_wrong_usage_is_said(here: Path, arguments: list[str], code: int, says: str) -> None:
    done = run(*arguments)
    assert done.exit_code == code
    assert says in done.output
    assert not (here / "datapackage" / "releases.json").exists()
