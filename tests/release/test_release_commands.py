from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from synthetic import ROWS, contents, write_dataset

from peacedata import cli
from peacedata.errors import SelfCheckFailed
from peacedata.release import build as build_module
from peacedata.release.build import Built


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> int:
    """Run the command line in this process; returns its exit code."""
    monkeypatch.setattr(sys, "argv", ["peacedata", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def test_build_takes_the_dataset_at_hand_and_says_what_it_made(
    synthetic_copy: Path,
    built: Built,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(synthetic_copy, tmp_path / "datapackage")
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, "build") == 0
    said = capsys.readouterr().out
    assert "Release 2026.1 in build" in said
    assert "data/ (15 files)" in said
    assert "events 2" in said
    assert f"sha256:{built.content_hash}" in said
    assert contents(tmp_path / "build") == contents(built.folder)
    assert run(monkeypatch, "verify", "build") == 0
    assert f"sha256:{built.content_hash}" in capsys.readouterr().out


def test_build_into_a_foreign_folder_is_wrong_usage(
    synthetic_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine").write_text("mine", "utf-8")
    assert run(monkeypatch, "build", "--package", synthetic_copy, "--out", tmp_path) == 2
    assert "no build made it" in capsys.readouterr().err


def test_a_failed_last_check_is_a_fault_of_ours(
    synthetic_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(package: object, folder: Path) -> None:
        raise SelfCheckFailed("no")

    monkeypatch.setattr(build_module, "ask_frictionless", fail)
    assert run(monkeypatch, "build", "--package", synthetic_copy, "--out", tmp_path / "build") == 3
    assert "fault of the program" in capsys.readouterr().err


def test_verify_prints_one_line_per_difference(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    release = Path(shutil.copytree(built.folder, tmp_path / "release"))
    (release / "LICENSE").unlink()
    (release / "red\x1b[31m").write_text("x", "utf-8")
    (release / "README.md").write_text("x", "utf-8")
    assert run(monkeypatch, "verify", release) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines[:3]] == [
        "missing  LICENSE",
        "changed  README.md",
        r"extra  red\x1b[31m",
    ]
    assert len(lines) == 4


def test_verify_of_nothing_is_wrong_usage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, "verify", tmp_path / "nothing") == 2


def test_verify_of_what_is_no_release_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.zip").write_bytes(b"x")
    assert run(monkeypatch, "verify", tmp_path / "a.zip") == 1
    assert "not a release's zip" in capsys.readouterr().err
    assert run(monkeypatch, "verify", tmp_path) == 1
    assert "missing  SHA256SUMS" in capsys.readouterr().out


def test_build_from_data_with_errors_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_dataset(tmp_path / "spoilt", {**ROWS, "places": []})
    assert run(monkeypatch, "build", "--package", folder, "--out", tmp_path / "build") == 1
    assert "data/events.csv" in capsys.readouterr().err
    assert not (tmp_path / "build").exists()
