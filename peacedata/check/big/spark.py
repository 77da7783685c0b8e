"""Ranges of large files as tasks of Spark: the same work and the same merge, on as many machines as there are.

Files must be reachable under the same path everywhere. Without a session of the caller's, one starts on this machine.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from peacedata.check.big.cut import Range, read_range
from peacedata.check.big.part import Part
from peacedata.check.big.run import run_ranges
from peacedata.check.big.table import BigTableCheck
from peacedata.check.big.unfit import Unfit
from peacedata.check.big.work import RangeWork
from peacedata.intake.files import open_file
from peacedata.intake.limits import Limits

_ROUND = 4  # tasks for each core before their parts are merged


class Task(NamedTuple):
    """A range of a file.

    Attributes:
        folder: the folder in which the path must stay; None for a path that the user named.
        path: the file.
        offset: where the range starts.
        size: its bytes.
    """

    folder: Path | None
    path: str
    offset: int
    size: int


class SparkTableCheck(BigTableCheck):
    """Checks one table in ranges that Spark schedules."""

    def _run_ranges(self, path: str, ranges: Iterator[Range], work: RangeWork) -> Iterator[tuple[Range, Part]]:
        first = [*islice(ranges, 2)]
        if len(first) < 2:  # no task of its own
            yield from run_ranges(first, work, self._full, 1)
            return
        ranges = chain(first, ranges)
        context = session().sparkContext
        source = self._source
        folder = None if source.folder is None else source.folder.resolve()
        name = path if folder is not None else str(Path(path).absolute())
        while some := [one._replace(data=bytearray()) for one in islice(ranges, _ROUND * context.defaultParallelism)]:
            tasks = [Task(folder, name, one.offset, one.size) for one in some]
            done = partial(perform, work=work, limits=source.limits, full=self._full())
            parts = context.parallelize(tasks, len(tasks)).map(done).collect()
            for one, part in zip(some, parts, strict=True):
                if part is None:
                    raise Unfit
                yield one, part


def perform(task: Task, *, work: RangeWork, limits: Limits, full: frozenset[str]) -> Part | None:
    """Do the work on a range; None if it is a matter for the small gear."""
    with open_file(task.folder, task.path, limits) as file:
        data = read_range(file, task.offset, task.size)
    try:
        part = work(data, full)
    except Unfit:
        return None
    part.place = f"{socket.gethostname()}, process {os.getpid()}"
    return part


def session() -> Any:
    """The session of the caller, or one on this machine."""
    from pyspark.sql import SparkSession

    active = SparkSession.getActiveSession()
    if active is not None:
        return active
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else workers run the python of the system
    home = str(Path(__file__).resolve().parents[3])
    paths = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
    builder = SparkSession.builder.appName("peacedata")
    if "spark.master" not in os.environ.get("PYSPARK_SUBMIT_ARGS", "") and not os.environ.get("MASTER"):
        builder = builder.master("local[*]")
    started = (
        builder.config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.executorEnv.PYTHONPATH", paths)
        .config("spark.executorEnv.PYTHONHASHSEED", "0")
        .getOrCreate()
    )
    started.sparkContext.setLogLevel("ERROR")
    return started
