"""Validation for programs: files, packages, rows and frames."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peacedata.check.compiled import CompiledSchema
from peacedata.check.descriptor import unusable
from peacedata.check.engine import Options, check_package, check_resource, check_schema, check_table
from peacedata.check.finding import Findings
from peacedata.check.memory import MemoryCheck
from peacedata.check.report import Report
from peacedata.check.table import Source
from peacedata.errors import InvalidDescriptor
from peacedata.intake.dialect import DEFAULT
from peacedata.intake.package import Package, package_from, read_json, read_package, resource_from

if TYPE_CHECKING:
    from peacedata.check.config.settings import Config

Schema = Mapping[str, Any] | str | Path
_OPTIONS = Options()


def validate(
    path_or_package: str | Path | Package | Mapping[str, Any],
    *,
    schema: Schema | None = None,
    table: str | None = None,
    dialect: Mapping[str, Any] | None = None,
    encoding: str = "utf-8",
    options: Options = _OPTIONS,
    config: Config | str | Path | None = None,
) -> Report:
    """Check a package, a resource, a schema or a CSV file.

    Args:
        path_or_package: a package; a folder or a ``datapackage.json``; the JSON file of a resource or of a schema; a
            CSV file; or a descriptor of a package or resource whose paths are relative to the working folder.
        schema: the Table Schema of a CSV file, or its JSON file; without one, types are guessed.
        table: the name of the table of a package, if only one is to be checked.
        dialect: the Table Dialect of a CSV file.
        encoding: the encoding of a CSV file.
        options: caps and limits.
        config: the configuration to follow, or its file. By default none is followed, and none is looked for.

    Returns:
        The report; a descriptor or a configuration that cannot be used is a finding in it.
    """
    if config is not None:
        from peacedata.check.config.apply import configured
        from peacedata.check.config.parse import read_config

        if isinstance(config, (str, Path)):
            config = read_config(config, options.limits)
        roomy = replace(options, cap=options.cap + config.room)
        return configured(_validate(path_or_package, schema, table, dialect, encoding, roomy), config, options.cap)
    return _validate(path_or_package, schema, table, dialect, encoding, options)


def _validate(
    path_or_package: str | Path | Package | Mapping[str, Any],
    schema: Schema | None,
    table: str | None,
    dialect: Mapping[str, Any] | None,
    encoding: str,
    options: Options,
) -> Report:
    try:
        if isinstance(path_or_package, Package):
            return _package(path_or_package, table, options)
        if isinstance(path_or_package, Mapping):
            return _descriptor(path_or_package, Path(), table, options)
        path = Path(path_or_package)
        if path.is_dir():
            return _package(read_package(path, options.limits), table, options)
        if path.suffix.lower() == ".json":
            descriptor = read_json(path.parent, path.name, options.limits)
            return _descriptor(descriptor, path.parent, table, options, file=str(path))
        return check_table(_schema(schema), path, options, dialect=dialect, encoding=encoding)
    except InvalidDescriptor as error:
        return _unusable(error)


def validate_schema(schema: Schema) -> Report:
    """Check a Table Schema by itself.

    Args:
        schema: the schema, or its JSON file.

    Returns:
        The report; a file that holds no JSON object is a finding in it.
    """
    try:
        return check_schema(_schema(schema) or {}, "" if isinstance(schema, Mapping) else str(schema))
    except InvalidDescriptor as error:
        return _unusable(error)


def _unusable(error: InvalidDescriptor) -> Report:
    findings = Findings()
    findings.add(unusable(error))
    return Report(findings, [])


def validate_rows(
    rows: Iterable[Mapping[str, Any]] | Iterable[Iterable[Any]],
    schema: Schema | None = None,
    *,
    name: str = "rows",
    cap: int = 1000,
) -> Report:
    """Check rows in memory.

    Args:
        rows: mappings, or sequences of which the first one holds the names of the columns; values may be texts, or
            already typed.
        schema: a Table Schema, or its JSON file; without one, types are guessed.
        name: the table's name in the report.
        cap: findings that are kept for each code.

    Returns:
        The report; record 2 is the first row of data, as in a file.

    Raises:
        InvalidDescriptor: if the schema is not valid.
    """
    descriptor = _schema(schema)
    if descriptor is not None:
        report = check_schema(descriptor)
        if not report.valid:
            raise InvalidDescriptor(next(iter(report.findings)).message)
    compiled = CompiledSchema(descriptor) if descriptor is not None else None
    wanted = {key.target for key in compiled.foreign_keys if not key.resource} if compiled else set()
    known = {(key.resource, key.target): None for key in compiled.foreign_keys if key.resource} if compiled else {}
    check = MemoryCheck(name, compiled, Source(None, (), DEFAULT), wanted=wanted, known={**known}, cap=cap)
    check.run_rows(rows)
    check.resolve({("", target): keys for target, keys in check.targets.items()})
    return Report(check.findings, [check.stats], check.cells)


def validate_frame(frame: Any, schema: Schema | None = None, *, name: str = "frame", cap: int = 1000) -> Report:
    """Check a data frame of polars or pandas, or anything with ``columns`` and rows.

    Args:
        frame: the frame; NaN and NaT of pandas count as no value.
        schema: a Table Schema, or its JSON file.
        name: the table's name in the report.
        cap: findings that are kept for each code.

    Raises:
        InvalidDescriptor: if the schema is not valid.
        TypeError: if it is no frame.
    """
    return validate_rows(_frame_rows(frame), schema, name=name, cap=cap)


def _frame_rows(frame: Any) -> Iterable[Iterable[Any]]:
    if hasattr(frame, "iter_rows"):  # polars
        yield [*frame.columns]
        yield from frame.iter_rows()
    elif hasattr(frame, "itertuples"):  # pandas
        yield [*frame.columns]
        absent = frame.isna().itertuples(index=False, name=None)
        for row, missing in zip(frame.itertuples(index=False, name=None), absent, strict=True):
            yield [None if gone else _bare(value) for value, gone in zip(row, missing, strict=True)]
    else:
        raise TypeError(f"expected a data frame of polars or pandas, not {type(frame).__name__}")


def _bare(value: Any) -> Any:
    """A scalar of numpy or pandas as a value of Python."""
    for method in ("to_pydatetime", "item"):
        convert = getattr(value, method, None)
        if convert is not None and not isinstance(value, (str, bytes)):
            return convert()
    return value


def _package(package: Package, table: str | None, options: Options) -> Report:
    if table is None:
        return check_package(package, options)
    if table not in package.resources:
        raise InvalidDescriptor(f"the package has no table {table!r}")
    resources = {name: one for name, one in package.resources.items() if name == table}
    return check_resource(resources[table], options)


def _descriptor(
    descriptor: Mapping[str, Any], folder: Path, table: str | None, options: Options, file: str = ""
) -> Report:
    if "resources" in descriptor:
        return _package(package_from(descriptor, folder, options.limits), table, options)
    if "fields" in descriptor and "path" not in descriptor and "data" not in descriptor:
        return check_schema(descriptor, file)
    if "path" in descriptor or "data" in descriptor or "url" in descriptor:
        return check_resource(resource_from(descriptor, folder, options.limits), options)
    return check_schema(descriptor, file)


def _schema(schema: Schema | None) -> Mapping[str, Any] | None:
    if schema is None or isinstance(schema, Mapping):
        return schema
    path = Path(schema)
    return read_json(path.parent, path.name, part="schema")
