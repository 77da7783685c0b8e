"""What a run looked at, so that the absence of a finding can be told from not having looked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from peacedata.check.compiled import names_of
from peacedata.check.shorten import shorten
from peacedata.intake.dialect import dialect_from
from peacedata.intake.files import open_file
from peacedata.intake.package import Package, Resource
from peacedata.intake.records import read_records
from peacedata.intake.refused import Refused


@dataclass
class Scope:
    """What a run looked at.

    Attributes:
        whole: tables all of whose files were checked.
        parts: lone files by table, which may hold only some of its records, with the resource that describes them.
        references: whether references to other tables could be decided.
        judged: tables that the rules judged, with nothing left out because it could not be read.
        compared: whether the dataset was held against the release before.
    """

    whole: set[str] = field(default_factory=set)
    parts: dict[str, tuple[Path, Resource]] = field(default_factory=dict)
    references: bool = True
    judged: set[str] = field(default_factory=set)
    compared: bool = False

    def merge(self, other: Scope) -> None:
        """Add what another run looked at."""
        self.whole |= other.whole
        self.parts |= other.parts
        self.references &= other.references
        self.judged |= other.judged
        self.compared |= other.compared

    def keys_in(self, table: str) -> frozenset[str]:
        """The keys in the lone file of a table, as findings have them; none if it cannot be read."""
        path, resource = self.parts[table]
        names = names_of((resource.schema or {}).get("primaryKey"))
        keys: set[str] = set()
        try:
            dialect = dialect_from(resource.descriptor.get("dialect"), tabs=path.suffix.lower() in (".tsv", ".tab"))
            with open_file(None, path) as file:
                records = read_records(file, dialect, resource.encoding)
                header = next(records, None)
                places = [header.cells.index(name) for name in names] if header else []
                for record in records if places else ():
                    if len(record.cells) > max(places):
                        keys.add(shorten("/".join(record.cells[place] for place in places)))
        except (Refused, ValueError):
            return frozenset()
        return frozenset(keys)


def scope_of(package: Package, tables: Iterable[str], only: Mapping[str, Path] | None, *, lone: bool) -> Scope:
    """What a run of the engine looked at.

    Args:
        package: the package.
        tables: the tables that were read.
        only: lone files for tables of the package.
        lone: whether there is no package around the one table.
    """
    given = {} if lone else only or {}
    parts = {name: (path, package.resources[name]) for name, path in given.items() if not _own(package, name, path)}
    return Scope(whole=set(tables) - set(parts), parts=parts, references=not lone)


def _own(package: Package, table: str, lone: Path) -> bool:
    """Whether a lone file is the package's own and only file of its table."""
    paths = package.resources[table].paths
    try:
        return len(paths) == 1 and (package.folder / paths[0]).samefile(lone)
    except OSError:
        return False
