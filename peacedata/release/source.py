"""Opens what is to be compared: a folder, a descriptor, a release's zip, a CSV, or any of them in a git revision."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Protocol

from peacedata.dataset.snapshot import Snapshot, TableSnapshot, key_of, read_snapshot, read_table
from peacedata.errors import InvalidData, InvalidDescriptor
from peacedata.intake.files import open_file
from peacedata.intake.limits import LIMITS
from peacedata.intake.package import FILE_NAME, Package, Resource, package_from, read_json, read_package
from peacedata.release.archive import Archive
from peacedata.release.git import Revision, inside, repository
from peacedata.release.listing import is_safe

GIT = "git:"
_TABLES = (".csv", ".tsv", ".tab", ".txt")
# Where a package lies in a project, in the order in which it is looked for.
_PLACES = ("datapackage", "")


class NoSource(InvalidData):
    """There is nothing that can be compared where it was looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a lone file is to be taken.

    Attributes:
        key: the columns of its key; empty to take those of its schema.
        schema: its Table Schema.
        table: the name of its table; its file's name by default.
        home: schemas of known tables by name, for files that are named after one.
    """

    key: tuple[str, ...] = ()
    schema: Mapping[str, Any] | None = None
    table: str | None = None
    home: Mapping[str, Mapping[str, Any]] | None = None


class Tree(Protocol):
    """Files below one place, wherever that is."""

    def open(self, path: str) -> BinaryIO:
        """Open one file.

        Raises:
            InvalidData: if it cannot be read safely.
        """


@dataclass(frozen=True)
class _Below:
    """The part of a revision below a folder; a path cannot leave it."""

    revision: Revision
    folder: str

    def open(self, path: str) -> BinaryIO:
        if ".." in PurePosixPath(path).parts or path.startswith("/"):
            raise NoSource(f"{self.revision}: {path!r} does not stay inside its folder")
        return self.revision.open(str(PurePosixPath(self.folder, path)))


def open_source(text: str, reading: Reading = Reading(), *, near: str | None = None, at: Path = Path()) -> Snapshot:
    """Read what is to be compared.

    Args:
        text: a folder with a descriptor, a descriptor, a release's zip or a CSV; or ``git:REVISION[:PATH]`` for one of
            them as it is there.
        reading: how a lone file is to be taken.
        near: the other side of the comparison, where a revision is looked for the same path first.
        at: a folder of the repository that revisions are of; the current folder by default.

    Raises:
        NoSource: if there is nothing of these kinds.
        NoRevision: if git has no such revision, or nothing at that path.
        InvalidDescriptor: if a descriptor cannot be used.
        InvalidData: if a file cannot be read safely, or is no text of its encoding.
    """
    if text.startswith(GIT):
        return _from_git(text, reading, near, at)
    path = Path(text)
    if not path.exists():
        raise NoSource(f"there is no {text!r}: expected a folder, a zip, a datapackage.json, a CSV or git:REVISION")
    if path.is_dir():
        return _from_folder(path, text, reading)
    if path.suffix.lower() == ".zip":
        archive = Archive(path)
        return _from_tree(archive, FILE_NAME, text)
    if path.suffix.lower() == ".json":
        return _from_package(read_package(path), text)
    if path.suffix.lower() in _TABLES:
        return _lone(path.name, lambda name: open_file(path.parent, name), text, reading)
    raise NoSource(f"{text!r} is no folder, zip, datapackage.json or CSV")


def is_lone(snapshot: Snapshot) -> bool:
    """Whether it is one file without a descriptor."""
    return not snapshot.descriptor and len(snapshot.tables) == 1


def paired(old: Snapshot, new: Snapshot, table: str | None = None) -> tuple[Snapshot, Snapshot]:
    """Both sides with what can be compared: a lone file against the table that it is for, whatever it is called.

    Raises:
        NoSource: if a lone file is for no table of the other side, or neither side has the table that is asked for.
    """
    if is_lone(old) and is_lone(new):
        name = table or next(iter(new.tables))
        old, new = (replace(one, tables={name: replace(_only(one), name=name)}) for one in (old, new))
    elif is_lone(old) or is_lone(new):
        lone, whole = (old, new) if is_lone(old) else (new, old)
        name = table or next(iter(lone.tables))
        if name not in whole.tables:
            raise NoSource(
                f"{lone.label} is for the table {name!r}, which {whole.label} lacks; name it with --table: "
                f"{', '.join(whole.tables)}"
            )
        kept = whole.tables[name]
        given = replace(_only(lone), name=name, schema=kept.schema, key=_only(lone).key or kept.key)
        one, other = replace(lone, tables={name: given}), replace(whole, descriptor={}, tables={name: kept}, files={})
        old, new = (one, other) if lone is old else (other, one)
    elif table is not None:
        if table not in old.tables and table not in new.tables:
            raise NoSource(f"neither side has a table {table!r}; there are {', '.join(new.tables)}")
        old, new = (
            replace(one, tables={name: kept for name, kept in one.tables.items() if name == table}, files={})
            for one in (old, new)
        )
    return old, new


def _only(snapshot: Snapshot) -> TableSnapshot:
    return next(iter(snapshot.tables.values()))


def _from_folder(path: Path, label: str, reading: Reading) -> Snapshot:
    if (path / FILE_NAME).exists():
        return _from_package(read_package(path), label)
    names = sorted(one.name for one in path.iterdir() if one.suffix.lower() in _TABLES)
    if not names:
        raise NoSource(f"{label}: the folder has neither a {FILE_NAME} nor a CSV")
    return _loose(names, lambda name: open_file(path, name), label, reading)


def _from_package(package: Package, label: str) -> Snapshot:
    return read_snapshot(package, lambda path: open_file(package.folder, path), label)


def _from_git(text: str, reading: Reading, near: str | None, at: Path) -> Snapshot:
    name, _, path = text.removeprefix(GIT).partition(":")
    revision = Revision(name, at)
    place = _place(path) if path else _found(revision, near)
    if revision.has(place):
        suffix = PurePosixPath(place).suffix.lower()
        folder, file = str(PurePosixPath(place).parent), PurePosixPath(place).name
        folder = "" if folder == "." else folder
        if suffix == ".json":
            return _from_tree(_Below(revision, folder), file, text)
        if suffix in _TABLES:
            return _lone(file, _Below(revision, folder).open, text, reading)
        raise NoSource(f"{text}: {place!r} is no datapackage.json and no CSV")
    if revision.has(str(PurePosixPath(place, FILE_NAME))):
        return _from_tree(_Below(revision, place), FILE_NAME, text)
    below = [entry for entry in revision.entries if str(PurePosixPath(entry).parent) == (place or ".")]
    names = sorted(PurePosixPath(one).name for one in below if PurePosixPath(one).suffix.lower() in _TABLES)
    if names and path:
        return _loose(names, _Below(revision, place).open, text, reading)
    raise NoSource(f"{text} has nothing to compare at {place or 'its top'!r}: name the place, as in git:{name}:PATH")


def _place(path: str) -> str:
    """A path as the user gave it, from the top of the repository; one that begins with a dot is from here."""
    if path.startswith(("./", "../")) or path in (".", ".."):
        found = inside(Path(path), repository())
        if found is None:
            raise NoSource(f"{path!r} is outside the repository")
        return "" if found == "." else found
    return path.strip("/")


def _found(revision: Revision, near: str | None) -> str:
    """Where the package is that the user most likely means."""
    places = [*_PLACES]
    if near is not None and not near.startswith(GIT) and Path(near).exists():
        place = inside(Path(near), repository(revision.folder))
        if place is not None:
            places.insert(0, "" if place == "." else place)
    for place in places:
        if revision.has(str(PurePosixPath(place, FILE_NAME))) or (place and revision.has(place)):
            return place
    return ""


def _from_tree(tree: Tree, name: str, label: str) -> Snapshot:
    """A package whose files are not in a folder."""
    descriptor = _json(tree, name)
    resources = descriptor.get("resources")
    for resource in resources if isinstance(resources, list) else ():
        for part in ("schema", "dialect"):
            if isinstance(resource, dict) and isinstance(resource.get(part), str):
                if not is_safe(resource[part]):
                    raise InvalidDescriptor(f"{label}: {part} {resource[part][:80]!r} is no safe path")
                resource[part] = _json(tree, resource[part])
    package = package_from(descriptor, Path())
    for resource_ in package.resources.values():
        for path in resource_.paths:
            if not is_safe(path):
                raise InvalidDescriptor(f"{label}: {path[:80]!r} is no safe path")
    return read_snapshot(package, tree.open, label)


def _json(tree: Tree, name: str) -> dict[str, Any]:
    with tree.open(name) as file:
        data = file.read(LIMITS.descriptor + 1)
    if len(data) > LIMITS.descriptor:
        raise InvalidDescriptor(f"{name}: the descriptor is larger than {LIMITS.descriptor} bytes")
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise InvalidDescriptor(f"{name}: the descriptor is not JSON") from None
    if not isinstance(value, dict):
        raise InvalidDescriptor(f"{name}: expected a JSON object")
    return value


def _lone(name: str, opened: Callable[[str], BinaryIO], label: str, reading: Reading) -> Snapshot:
    table = reading.table or PurePosixPath(name).stem
    return Snapshot(label, {}, {table: _file(table, name, opened, reading)})


def _loose(names: Iterable[str], opened: Callable[[str], BinaryIO], label: str, reading: Reading) -> Snapshot:
    stems = {PurePosixPath(name).stem: name for name in names}
    return Snapshot(label, {}, {table: _file(table, name, opened, reading) for table, name in stems.items()})


def _file(table: str, name: str, opened: Callable[[str], BinaryIO], reading: Reading) -> TableSnapshot:
    schema = reading.schema or (reading.home or {}).get(table)
    descriptor = {"name": table, "path": name, "type": "table"}
    read = read_table(Resource(table, (name,), Path(), None, descriptor), opened)
    if reading.key and (missing := [column for column in reading.key if column not in read.columns]):
        raise NoSource(f"{name} has no column {missing[0]!r} for the key; it has {', '.join(read.columns)}")
    key = reading.key or key_of(schema)
    return replace(read, key=key, schema=reading.schema)


def read_schema(path: Path) -> dict[str, Any]:
    """A Table Schema from a file that the user named.

    Raises:
        InvalidDescriptor: if it is none.
    """
    schema = read_json(path.parent, path.name)
    if not isinstance(schema.get("fields"), list):
        raise InvalidDescriptor(f"{path}: expected a Table Schema with 'fields'")
    return schema
