"""Types the console blocks of a page into a shell, passphrases too, and holds what is printed to what is shown."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from peacedata.manual.session import agrees, steps

PASSPHRASE = "correct horse battery staple"  # noqa: S105 - of keys that live as long as a test
_MARK = "\x1e"
_NEVER = ("SHLVL", "PWD", "OLDPWD", "_")


def chapters(page: str) -> dict[str, list[str]]:
    """The console blocks of a page by the heading that they stand under."""
    found: dict[str, list[str]] = {}
    for part in re.split(r"(?m)^## ", page)[1:]:
        heading, _, text = part.partition("\n")
        found[heading] = re.findall(r"^```console\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return found


@contextmanager
def memory() -> Iterator[Path]:
    """A folder in memory where there is such a thing: a channel makes each file durable, which takes long on a disk."""
    shared = Path("/dev/shm")  # noqa: S108 - the folder made there has a name that nobody can guess
    with tempfile.TemporaryDirectory(dir=shared if os.access(shared, os.W_OK) else None) as folder:
        yield Path(folder).resolve()


class Shell:
    """A person at a terminal, whose variables last from block to block.

    Attributes:
        folder: where the person works.
        variables: what is set in the shell.
    """

    def __init__(self, folder: Path, **variables: str | Path) -> None:
        if shutil.which("setsid") is None or shutil.which("git") is None:
            pytest.skip("needs setsid (util-linux) and git")
        self.folder = folder
        self.variables = {name: str(value) for name, value in variables.items()}

    def run(self, block: str) -> str:
        """Run a block as it is written; every command must end and print as it shows. Returns all that was printed."""
        expected = list(steps(block))
        script = ["set -a"]
        for step in expected:
            script += [f"{{ {step.command}\n}} 2>&1", f"printf '{_MARK}%d{_MARK}' $?"]
        state = self.folder.parent / f"{self.folder.name}.state"
        script += [f"env -0 > '{state}'"]
        parts = self._typed("\n".join(script)).split(_MARK)
        for step, printed, code in zip(expected, parts[::2], parts[1::2], strict=False):
            assert int(code) == step.code, f"$ {step.command}\n{printed}"
            assert agrees(step.output, printed), f"$ {step.command}\n{printed}\nshown:\n{step.output}"
        assert len(parts) == 2 * len(expected) + 1, parts[-1]
        lines = [line.partition("=") for line in state.read_text("utf-8").split("\0") if line]
        self.variables = {name: value for name, _, value in lines if name not in _NEVER}
        state.unlink()
        return "".join(parts[::2])

    def _typed(self, script: str) -> str:
        """What a script prints; passphrases are typed when they are asked for, at a terminal."""
        master, terminal = pty.openpty()
        environment = {
            "HOME": str(self.folder),
            "LC_ALL": "C.UTF-8",
            **{f"GIT_{who}_NAME": "A" for who in ("AUTHOR", "COMMITTER")},
            **{f"GIT_{who}_EMAIL": "a@example.org" for who in ("AUTHOR", "COMMITTER")},
            "GIT_CONFIG_NOSYSTEM": "1",
            **self.variables,
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"]),
        }
        with subprocess.Popen(
            ["setsid", "--ctty", "--wait", "bash", "-c", script],
            cwd=self.folder,
            env=environment,
            stdin=terminal,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            typing = threading.Thread(target=_answer, args=(master,))
            typing.start()
            try:
                printed, _ = process.communicate(timeout=100)
            finally:
                process.kill()
                os.close(terminal)  # the last one: the thread reads its end
                typing.join()
                os.close(master)
        return printed


def _answer(master: int) -> None:
    """Type the passphrase whenever it is asked for, until nobody has the terminal open."""
    asked = b""
    with suppress(OSError):
        while said := os.read(master, 4096):
            asked += said
            if asked.endswith(b": "):
                asked = b""
                os.write(master, f"{PASSPHRASE}\n".encode())
