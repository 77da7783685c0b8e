"""The hooks, run by pre-commit from a local clone in a scratch repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from scratch_git import git, project_copy, repository

from peacedata.cli import VERBS

BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def clone(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project_copy(root, tmp_path_factory.mktemp("hooks") / "peacedata")


@pytest.fixture(scope="module")
def user(clone: Path, root: Path) -> Path:
    """A repository with a package, whose configuration names the hooks of the clone."""
    folder = repository(clone.parent / "user")
    shutil.copytree(root / "datapackage", folder / "datapackage")
    revision = git(clone, "rev-parse", "HEAD")
    hooks = "".join(f"  - id: peacedata-{verb}\n" for verb in ("check", "fix") if verb in VERBS)
    (folder / ".pre-commit-config.yaml").write_text(f"repos:\n- repo: {clone}\n  rev: {revision}\n  hooks:\n{hooks}")
    (folder / "notes.txt").write_text("nothing of ours\n")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "a package")
    return folder


def run_hooks(user: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run pre-commit as a user does, with one difference.

    It builds and installs our package, but the dependencies are those of this test run: to resolve them again would
    take most of a minute, and would fail on somebody else's bad day.
    """
    packages = [path for path in sys.path if path.endswith("site-packages")]
    environment = {
        **os.environ,
        "PRE_COMMIT_HOME": str(user.parent / "pre-commit"),
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # which is how pip spells yes
        "PIP_NO_INDEX": "1",
        "PYTHONPATH": os.pathsep.join(packages),
        "GIT_CONFIG_GLOBAL": "/dev/null",
    }
    command = [BIN / "pre-commit", "run", "--verbose", *options]
    return subprocess.run(command, cwd=user, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def clean(user: Path) -> Path:
    git(user, "reset", "--quiet", "--hard")
    return user


def test_a_clean_package_passes(clean: Path) -> None:
    done = run_hooks(clean, "--all-files")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "peacedata check" in done.stdout
    assert "Passed" in done.stdout
    (hook,) = (clean.parent / "pre-commit").glob("repo*/py_env-*/bin/peacedata")
    assert hook.is_file()


def test_a_defect_stops_the_commit_and_is_named(clean: Path) -> None:
    events = clean / "datapackage" / "data" / "events.csv"
    events.write_text(events.read_text("utf-8").replace(",call,", ",cal,", 1), "utf-8")
    git(clean, "add", "--all")
    done = run_hooks(clean, "peacedata-check")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "datapackage/data/events.csv:" in done.stdout
    assert '"cal"' in done.stdout
    assert "PD232" in done.stdout
    assert "exit code: 1" in done.stdout


def test_other_files_are_no_reason_to_check(clean: Path) -> None:
    (clean / "notes.txt").write_text("changed\n")
    git(clean, "add", "--all")
    done = run_hooks(clean)
    assert done.returncode == 0, done.stdout
    assert "no files to check" in done.stdout


@pytest.mark.skipif("fix" not in VERBS, reason="peacedata has no fix here")
def test_what_is_fixed_is_left_for_the_committer_to_see(clean: Path) -> None:
    places = clean / "datapackage" / "data" / "places.csv"
    before = places.read_bytes()
    places.write_bytes(before.replace(b"\n", b"\r\n"))
    git(clean, "add", "--all")
    done = run_hooks(clean, "peacedata-fix")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "files were modified by this hook" in done.stdout
    assert places.read_bytes() == before
