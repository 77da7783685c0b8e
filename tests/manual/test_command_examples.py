"""Examples that are commands: they spoil a sound package, and mend it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from peacedata.check.api import validate
from peacedata.check.catalog import ENGINE_CHECKS
from peacedata.check.declare import Check
from peacedata.check.engine import Options
from peacedata.check.target import find_targets, home_package
from peacedata.manual.sound import FILES

BY_COMMANDS = [check for check in ENGINE_CHECKS if "sh" in check.bad]


def write(folder: Path) -> None:
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8", newline="\n")


def codes(folder: Path) -> set[str]:
    """What is found on the way to the files, and in them."""
    found = find_targets((folder,), home_package, None)
    if not found.packages:
        return {finding.code for finding in found.findings}
    return set(validate(folder / "datapackage.json", options=Options(strict=True)).counts)


def run(commands: object, folder: Path) -> None:
    assert isinstance(commands, str)
    subprocess.run(["bash", "-e", "-c", commands], cwd=folder, check=True, capture_output=True)


def test_the_sound_package_is_clean(tmp_path: Path) -> None:
    write(tmp_path)
    assert codes(tmp_path) == set()


def spoil_and_mend(check: Check, folder: Path) -> None:
    run(check.bad["sh"], folder)
    assert codes(folder) == {check.code}
    run(check.good["sh"], folder)
    assert codes(folder) == set()


@pytest.mark.parametrize("check", [one for one in BY_COMMANDS if one.code != "PD105"], ids=lambda check: check.code)
def test_the_bad_commands_spoil_it_and_the_good_ones_mend_it(check: Check, tmp_path: Path) -> None:
    write(tmp_path)
    spoil_and_mend(check, tmp_path)


def test_for_whom_may_not_read_it(ordinary_user: tuple[Path, Callable[[], None]]) -> None:
    folder, become = ordinary_user
    write(folder)
    assert codes(folder) == set()  # imports what it needs while it still may
    if os.geteuid() == 0:
        os.chown(folder / "table.csv", 65534, 65534)
    become()
    spoil_and_mend(next(check for check in BY_COMMANDS if check.code == "PD105"), folder)
