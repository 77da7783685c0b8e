"""What would be written: every fixer over every file, in order, and nothing on disk is touched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from peacedata.check.collector import resting_collector
from peacedata.check.descriptor import resource_problems
from peacedata.check.order import reading_order
from peacedata.errors import InvalidData
from peacedata.fix.cells import mend_cells
from peacedata.fix.fixer import fixers
from peacedata.fix.job import Job, Opened, jobs_of, open_job, stated_version
from peacedata.fix.links import Settler
from peacedata.fix.sheet import Sheet
from peacedata.fix.stage import Stage
from peacedata.intake.package import Package
from peacedata.intake.refused import Refused


@dataclass(slots=True)
class Planned:
    """What is to become of one file.

    Attributes:
        job: the file.
        left: why it is left as it is; None if it can be fixed.
        line: the physical line at which that shows, where there is one.
        opened: what was read.
        after: what is to be written.
        counts: how many places each fixer changed.
    """

    job: Job
    left: str | None = None
    line: int | None = None
    opened: Opened | None = None
    after: bytes = b""
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def path(self) -> Path:
        """The file."""
        return self.job.path

    @property
    def before(self) -> bytes:
        """What stands in the file."""
        return self.opened.content if self.opened is not None else b""

    @property
    def changes(self) -> bool:
        """Whether there is something to write."""
        return self.left is None and self.before != self.after


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to become of the files of one package.

    Attributes:
        files: the files; those that refer to others come before these, so that a fix that was cut off in between finds
            its way when it is run again: a changed key changes again, and the references are already right.
        linked: whether keys or references are changed, so that all is written or nothing.
    """

    files: Sequence[Planned]
    linked: bool


def plan(
    package: Package,
    only: Mapping[str, Path] | None = None,
    tables: Collection[str] | None = None,
    *,
    alone: bool = False,
) -> Plan:
    """What the fixers make of a package, or of lone files for some of its tables.

    Args:
        package: the package.
        only: lone files by table; the package's own files are then only looked at, for what refers to what.
        tables: the tables to look at; all by default.
        alone: whether the package has no files of its own, because it only lends lone files a schema.
    """
    jobs = [job for job in jobs_of(package, only) if tables is None or job.resource.name in tables]
    with resting_collector():
        files = {job.resource.name: _read(job) for job in jobs}
        sheets = {name: one.opened.sheet for name, one in files.items() if one.opened is not None}
        for sheet, one in _opened(files):
            _run(sheet, one, Stage.BYTES, Stage.RECORDS)
            _run(sheet, one, Stage.TEXT, Stage.VALUES)
            mend_cells(sheet, [fixer for fixer in fixers() if fixer.mend is not None])
        linked = any(sheet.changed for sheet in sheets.values()) and _settle(
            package, sheets, lone=only is not None, alone=alone
        )
        for sheet, one in _opened(files):
            _run(sheet, one, Stage.COLUMNS, Stage.QUOTING)
            _finish(sheet, one)
    order = [*reversed(reading_order(package, [*files]))]
    return Plan([files[name] for name in order], linked)


def _settle(package: Package, sheets: Mapping[str, Sheet], *, lone: bool, alone: bool) -> bool:
    """Let keys and references fit; gives whether the files belong together for it."""
    version = stated_version(package)
    tables = [one for one in package.resources.values() if one.schema is not None]
    sound = [one for one in tables if not any(resource_problems(one, version))]
    schemas = {one.name: one.schema for one in sound if one.schema is not None}
    known = {name: sheet for name, sheet in sheets.items() if name in schemas}
    outside = _Outside(package, [] if alone else [name for name in schemas if lone or name not in known])
    return Settler(known, schemas, outside, ours="peacedata" in package.descriptor).settle()


class _Outside(Mapping[str, "Sheet | None"]):
    """The tables that stay as they are, read when they are asked for."""

    def __init__(self, package: Package, names: Sequence[str]) -> None:
        self._jobs = {job.resource.name: job for job in jobs_of(package) if job.resource.name in names}
        self._names = names
        self._read: dict[str, Sheet | None] = {}

    def __getitem__(self, name: str) -> Sheet | None:
        if name not in self._names:
            raise KeyError(name)
        if name not in self._read:
            opened = _read(self._jobs[name]).opened if name in self._jobs else None
            self._read[name] = opened.sheet if opened is not None else None
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _opened(files: Mapping[str, Planned]) -> Iterator[tuple[Sheet, Planned]]:
    for one in files.values():
        if one.opened is not None:
            yield one.opened.sheet, one


def _read(job: Job) -> Planned:
    try:
        return Planned(job, opened=open_job(job))
    except Refused as refusal:
        return Planned(job, left=refusal.message, line=refusal.line)
    except (InvalidData, OSError) as error:
        return Planned(job, left=str(error))


def _run(sheet: Sheet, one: Planned, first: Stage, last: Stage) -> None:
    for fixer in fixers():
        if fixer.fix is not None and first <= fixer.stage <= last:
            one.counts[fixer.name] += fixer.fix(sheet)


def _finish(sheet: Sheet, one: Planned) -> None:
    for _, names in sheet.changed.values():
        one.counts.update(names)
    one.counts = +one.counts
    try:
        one.after = sheet.content()
    except UnicodeEncodeError as error:
        one.left = f"what should stand there cannot be written in its encoding: {error.reason}"
