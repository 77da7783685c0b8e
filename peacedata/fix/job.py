"""What is to be fixed: one file with what its package says of it, and whether it can be fixed at all."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, NoReturn

from peacedata.check.compiled import CompiledSchema
from peacedata.check.descriptor import resource_problems
from peacedata.check.schema_descriptor import Version, version_of
from peacedata.errors import InvalidDescriptor
from peacedata.fix.column import Column, is_prose
from peacedata.fix.sheet import Shape, Sheet, read_sheet
from peacedata.intake.dialect import DEFAULT, dialect_from
from peacedata.intake.files import open_file
from peacedata.intake.limits import LIMITS
from peacedata.intake.package import Package, Resource
from peacedata.intake.refused import Reason, Refused

# A file is fixed in memory.
MOST_BYTES = 1 << 30
_LIMITS = replace(LIMITS, file=MOST_BYTES)
_DELIMITED = {"csv": ",", "tsv": "\t", "tab": "\t", "txt": ",", "": ","}
_STATED = ("hash", "bytes", "rows", "sha256", "md5", "stats")
# What the writer of a sheet does not write.
_PLAIN = ("escape_char", "skip_initial_space", "header", "header_rows", "double_quote")


@dataclass(frozen=True, slots=True)
class Job:
    """One file.

    Attributes:
        resource: the table that it holds.
        lone: the file that the user named, where it is not that of the package.
        ours: whether the table is one of our own model.
        version: of the standard that its package follows; None if the resource says it.
    """

    resource: Resource
    lone: Path | None = None
    ours: bool = False
    version: Version | None = None

    @property
    def path(self) -> Path:
        """The file, as it can be opened from here."""
        if self.lone is not None:
            return self.lone
        return self.resource.folder / (self.resource.paths[0] if self.resource.paths else "")


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was read.

    Attributes:
        content: its bytes.
        status: what the system said of it when it was read.
        sheet: what is in it.
    """

    content: bytes
    status: os.stat_result
    sheet: Sheet


def jobs_of(package: Package, only: Mapping[str, Path] | None = None) -> Iterator[Job]:
    """The tables of a package that stand in files; or lone files for some of its tables."""
    ours, version = "peacedata" in package.descriptor, stated_version(package)
    for name, resource in package.resources.items():
        if only is not None:
            if name in only:
                yield Job(resource, only[name], ours, version)
        elif resource.paths and is_table(resource):
            yield Job(resource, None, ours, version)


def stated_version(package: Package) -> Version | None:
    """The version of the standard that a package says it follows."""
    return version_of(package.descriptor) if "$schema" in package.descriptor else None


def is_table(resource: Resource) -> bool:
    """Whether a resource is a table: what has no schema and is no delimited text is a file like any other."""
    stated = resource.descriptor.get("type") == "table" or "tabular" in str(resource.descriptor.get("profile", ""))
    return resource.schema is not None or stated or _format(resource) in ("csv", "tsv", "tab")


def open_job(job: Job) -> Opened:
    """Read the file of a job.

    Raises:
        Refused: if it cannot be read, or cannot be fixed as a whole, with the reason.
    """
    shape = shape_of(job)
    lone = job.lone is not None
    name = str(job.path)
    folder, path = (None, str(job.lone)) if lone else (job.resource.folder, job.resource.paths[0])
    with open_file(folder, path, _LIMITS) as file:
        status = os.fstat(file.fileno())
        content = file.read(MOST_BYTES + 1)
    return Opened(content, status, read_sheet(content, shape, _LIMITS, name))


def shape_of(job: Job) -> Shape:
    """What is agreed about the file of a job.

    Raises:
        Refused: if its descriptor is wrong, or asks for something that cannot be kept when the file is written anew.
    """
    resource, lone = job.resource, job.lone is not None
    problem = next(resource_problems(resource, job.version), None)
    if problem is not None:
        _leave(f"its descriptor is wrong: {problem.message}")
    if len(resource.paths) > 1 and not lone:
        _leave("it is one of several parts of a table")
    kind = "csv" if lone else _format(resource)
    if kind not in _DELIMITED:
        _leave(f"the format {kind!r} is not delimited text")
    stated = [name for name in _STATED if resource.descriptor.get(name)]
    if stated and not lone:
        _leave(f"its descriptor states its {stated[0]}, which would no longer be true; delete that, fix, state it anew")
    declared = resource.descriptor.get("dialect")
    try:
        dialect = dialect_from(declared, tabs=_DELIMITED.get(_format(resource)) == "\t")
    except InvalidDescriptor as error:
        _leave(str(error))
    odd = [name for name in _PLAIN if getattr(dialect, name) != getattr(DEFAULT, name)]
    if odd or dialect.filtered:
        _leave(f"its dialect is not one that can be written: {(odd or ['comments or blanks are left out'])[0]}")
    encoding = _encoding(resource)
    if job.ours and (dialect != DEFAULT or encoding != "utf-8"):
        _leave("only UTF-8 with commas, double quotes and one header is allowed here")
    return _shape(job, dialect, encoding, _end(declared))


def _shape(job: Job, dialect: Any, encoding: str, end: str) -> Shape:
    schema = job.resource.schema
    if schema is None:
        return Shape(dialect, encoding, end, job.ours, (), ())
    compiled = CompiledSchema(schema, dialect.null_sequence)
    columns = [
        Column(field.name, field, given, job.ours and is_prose(given), job.ours)
        for field, given in zip(compiled.fields, schema["fields"], strict=True)
    ]
    return Shape(dialect, encoding, end, job.ours, columns, compiled.primary_key)


def _encoding(resource: Resource) -> str:
    """The name that Python has for the encoding.

    Raises:
        Refused: if it is not known, or is none in which a comma is one byte.
    """
    try:
        name = codecs.lookup(resource.encoding).name
        if ',"\r\n'.encode(name) != b',"\r\n':
            raise LookupError
    except (LookupError, UnicodeError):
        _leave(f"the encoding {resource.encoding!r} is not one that can be written")
    return name


def _end(declared: Any) -> str:
    """LF, unless the dialect asks for another line end by name."""
    if not isinstance(declared, Mapping):
        return "\n"
    nested = declared.get("csv")
    given = {**declared, **(nested if isinstance(nested, Mapping) else {})}.get("lineTerminator")
    return given if isinstance(given, str) else "\n"


def _format(resource: Resource) -> str:
    given = resource.descriptor.get("format")
    if isinstance(given, str) and given:
        return given.lower()
    return PurePosixPath(resource.paths[0]).suffix.lower().lstrip(".") if resource.paths else ""


def _leave(why: str) -> NoReturn:
    raise Refused(Reason.DIALECT, why)
