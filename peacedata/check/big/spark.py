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
    """Checks one table in ranges that Spark schedules, those of all its files together."""

    _part = 0
    _stream: Iterator[tuple[int, Range, Part]] | None = None
    _next: tuple[int, Range, Part] | None = None

    def _forget(self) -> None:
        super()._forget()
        self._stream, self._next = None, None

    def _read(self, part: int, path: str) -> None:
        self._part = part
        super()._read(part, path)

    def _run_ranges(self, path: str, ranges: Iterator[Range], work: RangeWork) -> Iterator[tuple[Range, Part]]:
        if self._stream is None:
            self._stream = self._perform(self._planned(path, ranges), work)
            self._next = next(self._stream, None)
        while self._next is not None and self._next[0] == self._part:
            yield self._next[1:]
            self._next = next(self._stream, None)

    def _planned(self, path: str, ranges: Iterator[Range]) -> Iterator[tuple[int, str, Range]]:
        """The ranges of a file and of all files after it, with the number and the path of the file."""
        for one in ranges:
            yield self._part, path, one
        source = self._source
        for part, later in enumerate(source.paths[self._part + 1 :], start=self._part + 1):
            with open_file(source.folder, later, source.limits) as file:
                _, first = self._head_of(file, later, source.dialect.first_content_row)
                for one in self._cut(file, first.line_of(self._header_again(first)), first):
                    yield part, later, one

    def _perform(self, planned: Iterator[tuple[int, str, Range]], work: RangeWork) -> Iterator[tuple[int, Range, Part]]:
        start = [*islice(planned, 2)]
        if len(start) < 2:  # no task of its own
            for part, _, one in start:
                for done, found in run_ranges([one], work, self._full, 1):
                    yield part, done, found
            return
        planned = chain(start, planned)
        context = session().sparkContext
        limits = self._source.limits
        while some := [*islice(self._light(planned), _ROUND * context.defaultParallelism)]:
            tasks = [self._task(path, one) for _, path, one in some]
            do = partial(perform, work=work, limits=limits, full=self._full())
            parts = context.parallelize(tasks, len(tasks)).map(do).collect()
            for (part, _, one), found in zip(some, parts, strict=True):
                if found is None:
                    raise Unfit
                yield part, one, found

    @staticmethod
    def _light(planned: Iterator[tuple[int, str, Range]]) -> Iterator[tuple[int, str, Range]]:
        """The same without the data of the ranges, which are read where the work is done."""
        for part, path, one in planned:
            yield part, path, one._replace(data=bytearray())

    def _task(self, path: str, one: Range) -> Task:
        folder = self._source.folder
        if folder is not None:
            return Task(folder.resolve(), path, one.offset, one.size)
        return Task(None, str(Path(path).absolute()), one.offset, one.size)


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
