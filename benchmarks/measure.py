"""Run a command as a whole process and measure it: wall clock, processor time and peak memory."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """One measured run.

    Attributes:
        wall: seconds from start to end, interpreter start included.
        cpu: seconds of processor time, user and system, of the process and the children that it waited for.
        memory: peak resident memory in MiB of the largest process.
        code: the exit code; negative if a signal ended it.
        output: what it wrote to standard output.
        error: the end of what it wrote to standard error.
    """

    wall: float
    cpu: float
    memory: float
    code: int
    output: str
    error: str


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str], timeout: float) -> Run:
    """Run a command in a folder; it is killed when the timeout in seconds has passed.

    Peak memory is the kernel's ``ru_maxrss``. A new process starts with the peak of the one that started it, so the
    caller must itself be small; this package imports nothing but the standard library for that reason.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as error:
        start = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - the commands are those of this package
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=error
        )
        killer = threading.Timer(timeout, process.kill)
        killer.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        killer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        error.seek(0)
        return Run(
            wall=wall,
            cpu=usage.ru_utime + usage.ru_stime,
            memory=usage.ru_maxrss / 1024,
            code=process.returncode,
            output=output.read().decode("utf-8", "replace"),
            error=error.read().decode("utf-8", "replace")[-2000:],
        )
