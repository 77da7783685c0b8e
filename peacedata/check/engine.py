"""The engine: checks packages, resources, tables and descriptors, and gives a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from peacedata.check import file_checks
from peacedata.check.big import choose, size_of
from peacedata.check.compiled import CompiledSchema, foreign_keys_of
from peacedata.check.descriptor import finding_for, package_problems, reference_problems, resource_problems
from peacedata.check.finding import Finding, Findings
from peacedata.check.order import reading_order
from peacedata.check.record_keys import Known
from peacedata.check.report import Report
from peacedata.check.schema_descriptor import schema_problems, version_of
from peacedata.check.scope import scope_of
from peacedata.check.table import Source, TableCheck, TableStats
from peacedata.intake.dialect import DEFAULT, Dialect, dialect_from
from peacedata.intake.limits import LIMITS, Limits
from peacedata.intake.package import Package, Resource
from peacedata.intake.refused import Reason, Refused

__all__ = ["Options", "Report", "check_descriptor", "check_package", "check_resource", "check_schema", "check_table"]

_DELIMITED = {"csv": ",", "tsv": "\t", "tab": "\t", "txt": ",", "": ","}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a run goes.

    Attributes:
        cap: findings that are kept for each code; all are counted.
        limits: when files are refused.
        strict: whether the files must be in the one strict form: UTF-8, commas, exact quotes; BOM and CR are reported.
        progress: called now and then with the bytes read of the current file.
        sieve: whether whole columns are tested first; without it every cell goes through the exact check.
        gear: ``small``, ``big`` (large files, in ranges and columns), or ``auto``, which takes what is faster.
        engine: ``local``, or ``spark``, which lets Spark do the work on ranges.
    """

    cap: int = 1000
    limits: Limits = LIMITS
    strict: bool = False
    progress: Callable[[int], None] | None = None
    sieve: bool = True
    gear: str = "auto"
    engine: str = "local"


def check_package(package: Package, options: Options = Options(), *, only: Mapping[str, Path] | None = None) -> Report:
    """Check a package.

    Args:
        package: the package.
        options: how.
        only: lone files, by the name of the table that they are meant for: only these are checked, and their references
            may point into themselves or into the package's own tables.
    """
    return _Run(package, options, only).report()


def check_resource(resource: Resource, options: Options = Options()) -> Report:
    """Check one resource; references to other tables cannot be decided and are left out."""
    package = Package(resource.folder, {"resources": [resource.descriptor]}, {resource.name: resource})
    return _Run(package, options, None, lone=True).report()


def check_table(
    schema: Mapping[str, Any] | None,
    path: Path,
    options: Options = Options(),
    *,
    dialect: Mapping[str, Any] | None = None,
    encoding: str = "utf-8",
) -> Report:
    """Check a CSV file against a Table Schema; without one, types are guessed from the first records."""
    # The name is that of a file, so the descriptor does not state it: it need not be one that a resource may have.
    descriptor: dict[str, Any] = {"path": str(path), "encoding": encoding}
    if "." not in path.name or path.suffix.lower().lstrip(".") not in ("tsv", "tab"):
        descriptor["format"] = "csv"
    if schema is not None:
        descriptor["schema"] = schema
    if dialect is not None:
        descriptor["dialect"] = dialect
    if schema is not None and "$schema" in schema:
        descriptor["$schema"] = schema["$schema"]
    resource = Resource(path.stem or "table", (str(path),), path.parent, schema, descriptor)
    package = Package(path.parent, {"resources": [descriptor]}, {resource.name: resource})
    return _Run(package, options, {resource.name: path}, lone=True).report()


def check_schema(schema: Mapping[str, Any], file: str = "") -> Report:
    """Check a Table Schema itself."""
    return _report(finding_for(problem, file=file) for problem in schema_problems(schema))


def check_descriptor(package: Package, file: str = "datapackage.json") -> Report:
    """Check the descriptors of a package without reading its data."""
    return _report(_descriptor_findings(package, file))


def _report(findings: Iterable[Finding]) -> Report:
    found = Findings()
    found.extend(findings)
    return Report(found, [])


def _descriptor_findings(package: Package, file: str) -> Iterable[Finding]:
    version = version_of(package.descriptor)
    for problem in package_problems(package.descriptor):
        yield finding_for(problem, file=file)
    for name, resource in package.resources.items():
        for problem in resource_problems(resource, version):
            yield finding_for(problem, file=file, table=name)
    for name, problem in reference_problems(package):
        yield finding_for(problem, file=file, table=name)


class _Run:
    """One run over a package."""

    def __init__(
        self, package: Package, options: Options, only: Mapping[str, Path] | None, *, lone: bool = False
    ) -> None:
        self._package = package
        self._options = options
        self._only = only
        self._lone = lone
        self._known: Known = {}
        self._findings = Findings(options.cap)
        self._tables: dict[str, TableCheck] = {}
        self._stats: dict[str, TableStats] = {}

    def report(self) -> Report:
        broken = self._check_descriptors()
        names = [name for name in self._package.resources if name not in broken]
        names = [name for name in names if self._only is None or name in self._only]
        wanted = self._wanted(names)
        self._known.update({(name, target): None for name in broken for target in wanted.get(name, ())})
        self._read_referenced(names, wanted)
        for name in reading_order(self._package, names):
            self._check_one(name, wanted.get(name, set()))
        for name in names:
            if name in self._tables:
                self._tables[name].resolve({**self._known, **self._own_targets(name)})
        for name in self._package.resources:
            if name in self._tables:
                self._findings.merge(self._tables[name].findings)
        stats = [self._stats[name] for name in self._package.resources if name in self._stats]
        cells = {place: row for check in self._tables.values() for place, row in check.cells.items()}
        ranges = {name: check.ranges for name, check in self._tables.items() if check.ranges}
        scope = scope_of(self._package, self._stats, self._only, lone=self._lone)
        report = Report(self._findings, stats, cells, ranges, scope)
        if not self._options.strict:  # or the rules have not been asked yet, and the marks are made after them
            report.mark_fixable(self._package, self._only, alone=self._lone)
        return report

    # Descriptors

    def _check_descriptors(self) -> set[str]:
        """Report what is wrong in the descriptors; returns the tables that cannot be checked for it."""
        package = self._package
        file = "" if self._lone else "datapackage.json"
        version = None if self._lone else version_of(package.descriptor)
        if not self._lone:
            self._findings.extend(finding_for(problem, file=file) for problem in package_problems(package.descriptor))
        broken = set()
        for name, resource in package.resources.items():
            if self._only is not None and name not in self._only:
                continue
            problems = [*resource_problems(resource, version)]
            if problems:
                broken.add(name)
            self._findings.extend(finding_for(problem, file=file, table=name) for problem in problems)
        if not self._lone:
            for name, problem in reference_problems(package):
                if self._only is None or name in self._only:
                    broken.add(name)
                    self._findings.add(finding_for(problem, file=file, table=name))
        return broken

    def _wanted(self, names: list[str]) -> dict[str, set[tuple[str, ...]]]:
        """For each table the keys to which the tables that are checked refer."""
        wanted: dict[str, set[tuple[str, ...]]] = {}
        for name in names:
            for key in foreign_keys_of(self._package.resources[name].schema or {}):
                wanted.setdefault(key.resource or name, set()).add(key.target)
                if self._lone and key.resource and key.resource != name:
                    self._known[key.resource, key.target] = None
        return wanted

    # Data

    def _read_referenced(self, names: list[str], wanted: dict[str, set[tuple[str, ...]]]) -> None:
        """For lone files: gather the keys of the package's own tables, without a word about what is wrong in them."""
        if self._only is None or self._lone:
            return
        for name, targets in wanted.items():
            resource = self._package.resources.get(name)
            if resource is None:
                continue
            own = self._table_check(resource, self._source(resource, lone=None), targets, {})
            own.run()
            for target, keys in own.targets.items():
                self._known[name, target] = keys

    def _own_targets(self, name: str) -> Known:
        """References of a table to itself."""
        check = self._tables[name]
        known: Known = {}
        for target, keys in check.targets.items():
            base = self._known.get((name, target))
            union = keys if base is None or keys is None or base is keys else keys | base
            known["", target] = union
            known[name, target] = union
        return known

    def _check_one(self, name: str, wanted: set[tuple[str, ...]]) -> None:
        resource = self._package.resources[name]
        lone = self._only.get(name) if self._only is not None else None
        try:
            if not self._is_table(resource) and lone is None:
                self._check_file(resource)
                return
            if not resource.paths:
                self._check_inline(resource, wanted)
                return
            check = self._table_check(resource, self._source(resource, lone), wanted, self._known_for(name, wanted))
        except Refused as refusal:
            self._findings.add(file_checks.finding_of(refusal, file=", ".join(resource.paths), table=name))
            self._stats[name] = TableStats(name, ", ".join(resource.paths))
            self._known.update({(name, target): None for target in wanted})
            return
        check.run()
        if lone is None:
            check.verify(resource)
        self._keep(name, check)

    def _keep(self, name: str, check: TableCheck) -> None:
        self._tables[name] = check
        self._stats[name] = check.stats
        for target, keys in check.targets.items():
            base = self._known.get((name, target))
            if (name, target) in self._known and keys is None:
                continue
            self._known[name, target] = keys if base is None or keys is None else keys | base

    def _known_for(self, name: str, wanted: set[tuple[str, ...]]) -> Known:
        """What is known of other tables; a table's references to itself wait until it was read."""
        return {key: keys for key, keys in self._known.items() if key[0] != name}

    def _table_check(
        self, resource: Resource, source: Source, wanted: set[tuple[str, ...]], known: Known
    ) -> TableCheck:
        schema = CompiledSchema(resource.schema, source.dialect.null_sequence) if resource.schema is not None else None
        return self._checker(source)(
            resource.name,
            schema,
            source,
            wanted=wanted,
            known=known,
            cap=self._options.cap,
            progress=self._options.progress,
            sieve=self._options.sieve,
        )

    def _checker(self, source: Source) -> type[TableCheck]:
        """The gear for some files.

        Raises:
            MissingExtra: if what is asked for is not installed.
        """
        options = self._options
        if not options.sieve or choose(size_of(source), options.gear, options.engine) == "small":
            return TableCheck
        if options.engine == "spark":
            from peacedata.check.big.spark import SparkTableCheck

            return SparkTableCheck
        from peacedata.check.big.table import BigTableCheck

        return BigTableCheck

    def _check_inline(self, resource: Resource, wanted: set[tuple[str, ...]]) -> None:
        from peacedata.check.memory import check_inline

        check = check_inline(resource, wanted, self._known_for(resource.name, wanted), self._options.cap)
        self._keep(resource.name, check)

    def _check_file(self, resource: Resource) -> None:
        """A resource that is no table: its bytes are compared with what the descriptor states."""
        from peacedata.check.plain import check_plain_file

        stats, findings = check_plain_file(resource, self._options.limits, self._options.cap)
        self._findings.merge(findings)
        self._stats[resource.name] = stats

    def _is_table(self, resource: Resource) -> bool:
        descriptor = resource.descriptor
        if resource.schema is not None or descriptor.get("type") == "table":
            return True
        if descriptor.get("profile") == "tabular-data-resource" or not resource.paths:
            return True
        return _format_of(resource) in ("csv", "tsv", "tab")

    def _source(self, resource: Resource, lone: Path | None) -> Source:
        """Where the records come from.

        Raises:
            Refused: if the format, or in strict form the dialect or the encoding, is not supported.
        """
        kind = _format_of(resource)
        declared = resource.descriptor.get("dialect")
        dialect: Dialect = dialect_from(declared, tabs=_DELIMITED.get(kind) == "\t")
        encoding = resource.encoding
        if lone is None and kind not in _DELIMITED:
            raise Refused(Reason.FORMAT, f"the format {kind!r} is not delimited text", hint="name a CSV file")
        if self._options.strict and (dialect != DEFAULT or encoding.lower().replace("_", "-") not in ("utf-8", "utf8")):
            raise Refused(Reason.DIALECT, "only UTF-8 with commas, double quotes and one header is allowed here")
        limits, strict = self._options.limits, self._options.strict
        if lone is not None:
            return Source(None, (str(lone),), dialect, encoding, strict, limits)
        return Source(resource.folder, resource.paths, dialect, encoding, strict, limits)


def _format_of(resource: Resource) -> str:
    given = resource.descriptor.get("format")
    if isinstance(given, str) and given:
        return given.lower()
    return PurePosixPath(resource.paths[0]).suffix.lower().lstrip(".") if resource.paths else ""
