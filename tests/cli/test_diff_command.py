"""``peacedata diff`` and ``peacedata check --since`` as commands."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from peacedata.cli import commands


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(commands, [str(one) for one in arguments])


@pytest.fixture
def changed(working_copy: Path, tmp_path: Path) -> Path:
    """The real dataset without its first event, and with the title of the next changed."""
    copy = shutil.copytree(working_copy, tmp_path / "datapackage")
    path = copy / "data" / "events.csv"
    lines = path.read_text("utf-8").split("\n")
    del lines[1]
    lines[1] = lines[1].replace(",occurred,", ",disputed,", 1)
    path.write_text("\n".join(lines), "utf-8")
    return copy


def test_differences_exit_zero_unless_asked(working_copy: Path, changed: Path) -> None:
    done = run("diff", working_copy, changed)
    assert done.exit_code == 0
    assert "events: 1 removed, 1 changed (1 cell)" in done.output
    assert "breaking: events: 1 row removed without a tombstone" in done.output
    assert run("diff", working_copy, changed, "--exit-code").exit_code == 1
    same = run("diff", working_copy, working_copy, "--exit-code")
    assert (same.exit_code, same.output.splitlines()[-1].split(": ")[-1]) == (0, "no differences")


@pytest.mark.parametrize("form", ["text", "json", "markdown", "html"])
def test_every_format_can_be_written_to_a_file(form: str, working_copy: Path, changed: Path, tmp_path: Path) -> None:
    out = tmp_path / "diff"
    assert run("diff", working_copy, changed, "--format", form, "--output", out).exit_code == 0
    text = out.read_text("utf-8")
    assert text == run("diff", working_copy, changed, "--format", form).output
    assert "disputed" in text
    if form == "json":
        assert json.loads(text)["change_class"] == "breaking"


def test_lone_files_named_after_a_table_have_its_key(working_copy: Path, changed: Path) -> None:
    done = run("diff", working_copy / "data" / "events.csv", changed / "data" / "events.csv")
    assert "events: 1 removed, 1 changed (1 cell)" in done.output


def test_one_table_alone(working_copy: Path, changed: Path) -> None:
    assert "no differences" in run("diff", working_copy, changed, "--table", "actors").output
    wrong = run("diff", working_copy, changed, "--table", "actor")
    assert wrong.exit_code == 2
    assert "neither side has a table 'actor'" in wrong.output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nowhere", "."], "there is no 'nowhere'"),
        (["git:--version", "."], "no name of a revision"),
        ([".", ".", "--key", ","], "--key names no column"),
        (["."], "Missing argument"),
    ],
)
def test_wrong_usage_exits_two_and_says_what_is_wrong(arguments: list[str], says: str) -> None:
    done = run("diff", *arguments)
    assert done.exit_code == 2
    assert says in done.output


def test_check_since_finds_what_has_vanished(working_copy: Path, changed: Path) -> None:
    done = run("check", changed, "--since", working_copy, "--select", "PD8", "--no-config")
    assert done.exit_code == 1
    assert "error PD801" in done.output
    assert "add a tombstone to retired.csv" in done.output
    assert run("check", changed, "--select", "PD8", "--no-config").exit_code == 0
    clean = run("check", working_copy, "--since", working_copy, "--select", "PD8", "--no-config")
    assert clean.exit_code == 0


@pytest.mark.parametrize(
    ("since", "says"), [("nowhere", "--since: there is no"), ("git:-x", "--since: "), ("events.csv", "no dataset")]
)
def test_check_since_nothing_is_wrong_usage(
    since: str, says: str, working_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(working_copy / "data")
    done = run("check", working_copy, "--since", since)
    assert done.exit_code == 2
    assert says in done.output
