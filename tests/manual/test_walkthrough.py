"""The first contribution of CONTRIBUTING.md, done as it is written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from peacedata.manual.session import agrees, steps


def sessions(root: Path) -> str:
    text = (root / "CONTRIBUTING.md").read_text("utf-8")
    chapter = text.split("## Your first contribution")[1].split("\n## ")[0]
    return "".join(re.findall(r"^```console\n(.*?)^```", chapter, re.DOTALL | re.MULTILINE))


def test_a_first_contribution_as_it_is_written(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "datapackage", tmp_path / "datapackage")
    environment = {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"]),
        "HOME": str(tmp_path),
        "LC_ALL": "C.UTF-8",
    }
    done = 0
    for step in steps(sessions(root)):
        ran = subprocess.run(
            ["bash", "-c", f"{{ {step.command}\n}} 2>&1"],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == step.code, f"$ {step.command}\n{ran.stdout}"
        assert agrees(step.output, ran.stdout), f"$ {step.command}\n{ran.stdout}\nshown:\n{step.output}"
        done += 1
    assert done >= 8


def test_it_is_read_in_under_ten_minutes(root: Path) -> None:
    words = sum(len((root / name).read_text("utf-8").split()) for name in ("README.md", "CONTRIBUTING.md"))
    assert words < 10 * 250  # an adult reads about 250 words in a minute
