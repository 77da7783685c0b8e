"""The README is true: its example runs, its commands exist."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from peacedata.cli import VERBS


def blocks(root: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (root / "README.md").read_text("utf-8"), re.DOTALL)


def test_the_example_runs_and_is_short(root: Path, tmp_path: Path) -> None:
    (example,) = blocks(root, "python")
    assert 8 <= len([line for line in example.splitlines() if line.strip()]) <= 12
    done = subprocess.run([sys.executable, "-c", example], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Istanbul" in done.stdout
    assert "Rustem Umerov" in done.stdout


def test_the_two_commands_are_targets(root: Path) -> None:
    makefile = (root / "Makefile").read_text("utf-8")
    (commands,) = blocks(root, "sh")
    targets = re.findall(r"^make (\w+)", commands, re.MULTILINE)
    assert targets == ["release", "test"]
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)
    assert "make test" in (root / ".ci" / "run").read_text("utf-8")


@pytest.mark.parametrize("line", ["peacedata check datapackage", "peacedata explain PD501"])
def test_the_shown_commands_work(line: str, root: Path) -> None:
    assert line in "".join(blocks(root, "console"))
    done = subprocess.run([sys.executable, "-m", *line.split()], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_verb_that_is_named_exists(root: Path) -> None:
    text = (root / "README.md").read_text("utf-8") + (root / "CONTRIBUTING.md").read_text("utf-8")
    named = set(re.findall(r"`peacedata ([a-z]+)", text)) | set(
        re.findall(r"^\$ peacedata ([a-z]+)", text, re.MULTILINE)
    )
    assert named <= set(VERBS), named - set(VERBS)


def test_local_links_lead_somewhere(root: Path) -> None:
    for name in ("README.md", "CONTRIBUTING.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", (root / name).read_text("utf-8")):
            assert (root / target).exists(), f"{name} links to {target}"
