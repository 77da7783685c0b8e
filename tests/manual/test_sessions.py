"""Every verb has a worked example, and each example prints what it shows."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import peacedata.manual
from peacedata.cli import VERBS
from peacedata.manual.cli_reference import sessions, shown_under
from peacedata.manual.session import Step, agrees, steps

SESSIONS = sorted((Path(peacedata.manual.__file__).parent / "sessions").glob("*.console"))


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    """What a session starts from: a copy of the dataset, and nothing of the machine's own settings."""
    for name in ("datapackage", "schemas"):
        shutil.copytree(root / name, tmp_path / name)
    shutil.copy(root / "LICENSE-DATA", tmp_path)
    return tmp_path


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_a_worked_example(verb: str) -> None:
    assert f"$ peacedata {verb}" in sessions()[shown_under(verb)]


def test_a_verb_without_example_is_noticed() -> None:
    with pytest.raises(LookupError, match="sessions"):
        shown_under("conjure")


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_a_session_prints_what_it_shows(path: Path, folder: Path) -> None:
    assert path.stem.split("-")[0] in VERBS
    environment = {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"]),
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "80",
    }
    for step in steps(path.read_text("utf-8")):
        command = ["bash", "-c", f"{{ {step.command}\n}} 2>&1"]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == step.code, f"$ {step.command}\n{done.stdout}"
        assert agrees(step.output, done.stdout), f"$ {step.command}\n{done.stdout}\nshown:\n{step.output}"


def test_a_session_is_taken_apart() -> None:
    assert list(steps("$ a b\nx\n...\n[exit 2]\n$ c\n")) == [Step("a b", "x\n...", 2), Step("c", "", 0)]
    assert list(steps("$ cat <<END\n> a\n> END\na\n")) == [Step("cat <<END\na\nEND", "a", 0)]
    with pytest.raises(ValueError, match="begins with a command"):
        list(steps("x\n$ a\n"))


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a", "a\n", True),
        ("a", "ab\n", False),
        ("a", "a\nb\n", False),
        ("a\n...", "a\nb\nc\n", True),
        ("...\na", "b\na\n", True),
        ("a ... c", "a b c\n", True),
        ("a ... c", "a b d\n", False),
        ("...\nx", "a\nb\n", False),
    ],
)
def test_what_three_dots_stand_for(shown: str, printed: str, same: bool) -> None:
    assert agrees(shown, printed) is same
