"""Prepares a release: compares with the last one, decides its version and class, and writes what people then read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from peacedata.check.engine import Options
from peacedata.check.finding import Finding, Severity
from peacedata.check.run import check_dataset
from peacedata.dataset.dataset import Dataset, open_dataset
from peacedata.dataset.snapshot import Snapshot, snapshot_of
from peacedata.errors import InvalidData
from peacedata.intake.package import FILE_NAME, read_json
from peacedata.release import changelog, citation
from peacedata.release.content_hash import content_hash
from peacedata.release.diff import Bump, ChangeClass, PackageDiff, compare
from peacedata.release.files import write_together
from peacedata.release.last import Last, find_last
from peacedata.release.releases import FILE, Entry, read_releases, releases_text
from peacedata.release.stated import Contradiction, refuse_drift, refuse_other_sections, refuse_other_versions
from peacedata.release.version import DataVersion, SchemaVersion, next_version
from peacedata.report.digest import plural
from peacedata.schema.generate import SCHEMA_VERSION, descriptor, to_json

_SHOWN = 10


@dataclass(frozen=True)
class Plan:
    """A release as it would be.

    Attributes:
        entry: what ``releases.json`` will say of it.
        last: the release before; None for the first.
        diff: what changed since then; None for the first.
        bump: the least part of the schema's version that had to grow.
        files: the contents of every file by path, the unchanged ones among them; ``releases.json`` is the last.
        warnings: what the check found beside errors.
        nothing: whether there is nothing to release, because data and schemas are those of the last release.
    """

    entry: Entry
    last: DataVersion | None
    diff: PackageDiff | None
    bump: Bump
    files: Mapping[Path, bytes] = field(repr=False)
    warnings: int = 0
    nothing: bool = False

    @property
    def changed(self) -> tuple[Path, ...]:
        """The files whose contents are not there yet."""
        return tuple(path for path, data in self.files.items() if not path.is_file() or path.read_bytes() != data)

    def write(self) -> tuple[Path, ...]:
        """Write the files that differ, all of them or none; returns their paths.

        Raises:
            InvalidData: if one of them is a link.
            OSError: if one cannot be written.
        """
        changed = self.changed
        write_together({path: self.files[path] for path in changed})
        return changed


def plan_release(
    folder: Path, *, day: date | None = None, since: str | None = None, version: str | None = None
) -> Plan:
    """Work out the next release of a working copy, without writing anything.

    Twice in a row gives the same release: one that was prepared, and has no tag yet, is prepared anew.

    Args:
        folder: the folder of the dataset, which holds ``datapackage.json``.
        day: the day of the release; by default that of the preparation that is there, else today in UTC.
        since: what to compare with, as ``peacedata diff`` takes it; by default the tag of the last release that
            ``releases.json`` lists.
        version: the version to give it; by default the least that fits.

    Raises:
        Contradiction: if the data has errors, a version is not above the last one or too low for what changed, the
            version of the schema was not raised as its changes ask, a tombstone names another release, or what a file
            says already fits neither the last release nor this one.
        InvalidData: if the last release is not at hand, or a file is not as it should be.
        InvalidDescriptor: if a descriptor or ``releases.json`` cannot be used.
    """
    return _Planner(folder, day, since, DataVersion.parse(version) if version else None).plan()


class _Planner:
    """One preparation; each step either says something or refuses."""

    def __init__(self, folder: Path, day: date | None, since: str | None, version: DataVersion | None) -> None:
        self.folder, self.given_day, self.asked = folder, day, version
        self.written = read_json(folder, FILE_NAME)
        refuse_drift(self.written)
        self.dataset: Dataset = open_dataset(folder)
        self.releases = read_releases(folder)
        self.content_hash = f"sha256:{content_hash(self.dataset)}"
        self.last: Last = find_last(folder, self.releases, since, self.content_hash)
        self.now: Snapshot = snapshot_of(self.dataset)

    @cached_property
    def diff(self) -> PackageDiff | None:
        return compare(self.last.snapshot, self._labelled) if self.last.snapshot else None

    @property
    def _labelled(self) -> Snapshot:
        return replace(self.now, label=str(self.folder))

    @cached_property
    def day(self) -> date:
        known = self.last.pending.date if self.last.pending else None
        return self.given_day or known or datetime.now(UTC).date()

    @cached_property
    def schema(self) -> SchemaVersion:
        return SchemaVersion.parse(SCHEMA_VERSION)

    def plan(self) -> Plan:
        if self.last.entry and self.last.entry.content_hash == self.content_hash:
            return Plan(self.last.entry, self.last.version, self.diff, Bump.NONE, {}, nothing=True)
        self._refuse_old_day()
        bump = self._refuse_low_schema()
        warnings = self._refuse_errors()
        change_class = self._change_class()
        version = self._version(change_class)
        self._refuse_other_tombstones(version)
        rows = {name: len(table.rows) for name, table in self.dataset.tables.items()}
        entry = Entry(version, self.content_hash, self.schema, self.day, str(change_class), rows)
        return Plan(entry, self.last.version, self.diff, bump, self._files(entry, bump), warnings)

    # What is decided

    def _change_class(self) -> ChangeClass:
        """All of a first release is new; what no reason explains, such as another canonical form, is a correction."""
        if self.diff is None:
            return ChangeClass.ADDITIVE
        return self.diff.change_class or ChangeClass.CORRECTIVE

    def _version(self, change_class: ChangeClass) -> DataVersion:
        least = next_version(self.last.version, change_class, self.day, grew=self._grew())
        chosen = self.asked or self._stated(least) or least
        last = self.last.version
        if last and chosen <= last:
            raise Contradiction(f"version {chosen} is not above {last}, the last release; the next one is {least}")
        if last and chosen < least:
            raise Contradiction(
                f"version {chosen} is too low: the change since {last} is {change_class}, "
                f"so the least version is {least}{self._why()}"
            )
        correction = last is not None and (chosen.year, chosen.number) == (last.year, last.number)
        if not correction and chosen.year != self.day.year:
            raise Contradiction(f"version {chosen} is not of the year of its release, {self.day}; give --date")
        if last is None and chosen.correction:
            raise Contradiction(f"version {chosen} would be a correction, but there is no release to correct")
        if chosen.correction and not correction:
            raise Contradiction(f"version {chosen} would correct {chosen.year}.{chosen.number}; the last is {last}")
        return chosen

    def _stated(self, least: DataVersion) -> DataVersion | None:
        """What an earlier preparation, or the descriptor before a first release, has chosen, if it still fits."""
        if self.last.pending:
            known = self.last.pending.version
            fits = known == least or (known > least and not known.correction and known.year == self.day.year)
            return known if fits else None
        if self.last.version is None:
            try:
                written = DataVersion.parse(self.dataset.version)
            except InvalidData:
                return None
            return written if written.year == self.day.year and not written.correction else None
        return None

    def _grew(self) -> bool:
        """Whether anything new came, so that a correction is not all there is; codes and tombstones are no data."""
        if self.diff is None:
            return True
        derived = ("codes", "retired")
        added = any(table.rows.added for table in self.diff.tables if table.name not in derived)
        return added or self.diff.bump > Bump.PATCH

    def _why(self) -> str:
        reasons = self.diff.reasons[:_SHOWN] if self.diff else ()
        return "".join(f"\n  {reason.change_class}: {reason.says}" for reason in reasons)

    # What is refused

    def _refuse_old_day(self) -> None:
        if self.last.entry and self.day < self.last.entry.date:
            raise Contradiction(f"{self.day} is before {self.last.entry.date}, the day of {self.last.version}")

    def _refuse_low_schema(self) -> Bump:
        """The version of the schema stands in the code, which no command edits."""
        bump = self.diff.bump if self.diff else Bump.NONE
        if self.last.schema is None:
            return bump
        least = self.last.schema.bumped(bump)
        if self.schema < least:
            changes = self.diff.schema if self.diff else ()
            weighty = [change for change in changes if change.bump is bump][:_SHOWN]
            lines = "".join(f"\n  {f'{one.table}.{one.column}'.rstrip('.')}: {one.says}" for one in weighty)
            raise Contradiction(
                f"the schema is version {self.schema}, but its change since {self.last.version} is {bump}, so it must "
                f'be {least} or higher: set SCHEMA_VERSION = "{least}" in peacedata/schema/generate.py and run '
                f"`peacedata schema`{lines}"
            )
        return bump

    def _refuse_errors(self) -> int:
        report = check_dataset(self.dataset.package, Options(strict=True), as_of=self.day, since=self.last.snapshot)
        if report.valid:
            return report.findings.total(Severity.WARNING)
        errors = [finding for finding in report.findings if finding.severity is Severity.ERROR]
        total = report.findings.total(Severity.ERROR)
        lines = [f"  {_place(one)}: {one.code} {one.message}" for one in errors[:_SHOWN]]
        lines += [f"  … and {total - _SHOWN} more"] if total > _SHOWN else []
        since = f" --since {self.last.snapshot.label}" if self.last.snapshot else ""
        lines += self._missing_tombstones(errors)
        said = f"the check has {plural(total, 'error')}; `peacedata check {self.folder}{since}` lists them"
        raise Contradiction("\n".join([said, *lines]))

    def _missing_tombstones(self, errors: Iterable[Finding]) -> Iterator[str]:
        """The rows that retired.csv lacks, ready but for the reason, which only people know."""
        gone = [finding for finding in errors if finding.code == "PD801"]
        if gone:
            version = next_version(self.last.version, ChangeClass.CORRECTIVE, self.day, grew=self._grew())
            yield "rows for data/retired.csv, to which you add the reason and, where there is one, what replaced it:"
            yield from (f"  {one.table},{one.key},{self.asked or version},REASON," for one in gone)

    def _refuse_other_tombstones(self, version: DataVersion) -> None:
        if self.last.snapshot is None:
            return
        known = set(self.last.snapshot.table("retired").keyed())
        for row in self.dataset.retired:
            if row.key not in known and row.release != str(version):
                raise Contradiction(
                    f"retired.csv says that {row.key} is gone since release {row.release}, but this release is "
                    f"{version}: correct it, or give --version {row.release}"
                )

    def _refuse_other_statements(self, version: DataVersion, changelog: str, citation: str) -> None:
        """Before a first release, and where a version is asked for, nothing that is written there decides anything."""
        pending = {self.last.pending.version} if self.last.pending else set()
        if self.last.version and not self.asked:
            refuse_other_versions(version, {self.last.version, *pending}, self.written, citation)
        refuse_other_sections(changelog, {version, *pending, *(entry.version for entry in self.last.kept)})

    # What is written

    def _files(self, entry: Entry, bump: Bump) -> dict[Path, bytes]:
        package = descriptor({**self.written, "version": str(entry.version)})
        top = _beside(self.folder)
        paths = {name: top / name for name in ("CHANGELOG.md", "CITATION.cff")}
        old = {name: path.read_text("utf-8") if path.is_file() else "" for name, path in paths.items()}
        computed = changelog.computed_part(self.diff, self._about(entry, bump))
        pending = self.last.pending.version if self.last.pending else None
        self._refuse_other_statements(entry.version, old["CHANGELOG.md"], old["CITATION.cff"])
        texts = {
            paths["CHANGELOG.md"]: changelog.updated(old["CHANGELOG.md"], entry.version, entry.date, computed, pending),
            paths["CITATION.cff"]: citation.updated(old["CITATION.cff"], entry.version, entry.date, self.written),
            self.folder / FILE_NAME: to_json(package),
            self.folder / FILE: releases_text([*self.last.kept, entry]),
        }
        return {path: text.encode("utf-8") for path, text in texts.items()}

    def _about(self, entry: Entry, bump: Bump) -> str:
        schema = f"schema {entry.schema_version}" + (f" ({bump} change)" if bump else "")
        first = str(entry.change_class).capitalize()
        since = f" since {self.last.version}" if self.last.version else ""
        return f"{first} release of the data{since}; {schema}; content hash `{entry.content_hash}`."


def _beside(folder: Path) -> Path:
    """Where the changelog of a dataset lies: in its folder, or beside it as in this project."""
    if (folder / "CHANGELOG.md").is_file():
        return folder
    return folder.parent if folder.name not in ("", "..") else folder.resolve().parent


def _place(finding: Finding) -> str:
    line = f":{finding.line}" if finding.line else ""
    return f"{finding.file or finding.table}{line}"
