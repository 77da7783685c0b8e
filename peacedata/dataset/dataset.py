"""A dataset: the tables of one package, linked by their keys."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peacedata.dataset.table import Row, Table
from peacedata.errors import InvalidDescriptor
from peacedata.intake.files import open_file
from peacedata.intake.package import Package, Resource, read_package
from peacedata.intake.records import read_records
from peacedata.intake.refused import Refused
from peacedata.model import (
    TABLES,
    Actor,
    AgendaItem,
    Claim,
    CodeEntry,
    Document,
    Event,
    Identifier,
    Outcome,
    Participation,
    Place,
    Position,
    Process,
    Record,
    RetiredId,
    Signature,
    Source,
)
from peacedata.schema.table_schema import table_schema

if TYPE_CHECKING:
    import duckdb


_VERSION = re.compile(r"[0-9]+(?:\.[0-9A-Za-z]+)*")


class Dataset:
    """Typed, linked tables of one package; a table is read when it is first asked for.

    Attributes:
        package: the package that it was opened from.
        lenient: leave out rows that do not fit the model, and files that cannot be read, instead of raising, as checks
            of unfinished data need.
    """

    def __init__(self, package: Package, *, extra: Mapping[str, Path] | None = None, lenient: bool = False) -> None:
        self.package, self.lenient = package, lenient
        self._extra = dict(extra or {})
        self._tables: dict[str, Table[Any]] = {}
        self._links: dict[tuple[str, str], dict[str, tuple[Record, ...]]] = {}

    @classmethod
    def open(cls, path: str | Path) -> Dataset:
        """Open a package: a folder that holds ``datapackage.json``, or that file.

        Raises:
            InvalidDescriptor: if there is no usable descriptor.
        """
        return cls(read_package(Path(path)))

    @classmethod
    def from_rows(cls, rows: Mapping[str, Sequence[Mapping[str, str]]]) -> Dataset:
        """A dataset in memory, of rows as text by table; a table that is not named is empty."""
        dataset = cls(Package(folder=Path(), descriptor={}, resources={}), lenient=True)
        for name, record in TABLES.items():
            placed = [Row(f"{name}.csv", n, n, dict(cells)) for n, cells in enumerate(rows.get(name, ()), 2)]
            dataset._tables[name] = Table(name, record, placed, table_schema(record), dataset, lenient=True)
        return dataset

    def __repr__(self) -> str:
        return f"<Dataset {self.package.descriptor.get('name', '')} {self.version} at {self.package.folder}>"

    @property
    def version(self) -> str:
        """The version that the descriptor states, or an empty string."""
        return str(self.package.descriptor.get("version", ""))

    @cached_property
    def untyped(self) -> str:
        """Why there are no typed records: the schema has another major version than the model; empty if it has not.

        Such a release is read with its own schema, so frames and SQL work.
        """
        from peacedata.schema.generate import SCHEMA_VERSION

        stated = self.package.descriptor.get("peacedata")
        ours, schema = SCHEMA_VERSION, str(stated.get("schema", "")) if isinstance(stated, Mapping) else ""
        if not _VERSION.fullmatch(schema) or schema.partition(".")[0] == ours.partition(".")[0]:
            return ""
        library = str(stated.get("library", "")) if isinstance(stated, Mapping) else ""
        install = f"pip install 'peacedata=={library}'" if _VERSION.fullmatch(library) else "a matching version of it"
        return (
            f"release {self.version!r} has schema {schema}, and this library types records of schema {ours}: "
            f"install {install} for typed records; frames and SQL work here"
        )

    @cached_property
    def tables(self) -> Mapping[str, Table[Any]]:
        """Every table by its name, in the order of the model; those of the package if its schema is another."""
        return {name: self.table(name) for name in (self.package.resources if self.untyped else TABLES)}

    def table(self, name: str) -> Table[Any]:
        """One table by its name.

        Raises:
            KeyError: if there is no such table.
            Refused: if its file cannot be read, unless the dataset is lenient.
        """
        if name not in self._tables:
            resource = self.package.resources.get(name)
            if self.untyped and resource is None:
                raise KeyError(name)
            record = TABLES.get(name, Record) if self.untyped else TABLES[name]
            schema = resource.schema if resource and resource.schema else {"fields": []}
            try:
                rows, readable = list(self._rows(name, resource)), True
            except Refused:
                if not self.lenient:
                    raise
                rows, readable = [], False
            self._tables[name] = Table(
                name, record, rows, schema, self, lenient=self.lenient, readable=readable, untyped=self.untyped
            )
        return self._tables[name]

    def _rows(self, name: str, resource: Resource | None) -> Iterator[Row]:
        """The rows of a table; rows of an extra file replace those of the package that have the same key."""
        own = [row for path in resource.paths for row in _read(resource.folder, path)] if resource else []
        if name not in self._extra:
            return iter(own)
        given = list(_read(None, str(self._extra[name])))
        keys = {_key(name, row) for row in given}
        return iter([*(row for row in own if _key(name, row) not in keys), *given])

    @property
    def processes(self) -> Table[Process]:
        """Peace processes and negotiation formats."""
        return self.table("processes")

    @property
    def events(self) -> Table[Event]:
        """What happened, or was to happen."""
        return self.table("events")

    @property
    def actors(self) -> Table[Actor]:
        """Persons in a public role, states and bodies."""
        return self.table("actors")

    @property
    def participations(self) -> Table[Participation]:
        """Who had which part in an event."""
        return self.table("participations")

    @property
    def agenda(self) -> Table[AgendaItem]:
        """The issues dealt with at an event."""
        return self.table("agenda")

    @property
    def positions(self) -> Table[Position]:
        """What an actor wanted on an issue."""
        return self.table("positions")

    @property
    def outcomes(self) -> Table[Outcome]:
        """What an event promised, decided or delivered."""
        return self.table("outcomes")

    @property
    def documents(self) -> Table[Document]:
        """Texts of any standing."""
        return self.table("documents")

    @property
    def signatures(self) -> Table[Signature]:
        """Assent of an actor to a text."""
        return self.table("signatures")

    @property
    def places(self) -> Table[Place]:
        """Where events happen."""
        return self.table("places")

    @property
    def sources(self) -> Table[Source]:
        """Public pages that support what the dataset says."""
        return self.table("sources")

    @property
    def claims(self) -> Table[Claim]:
        """What a source says of a record."""
        return self.table("claims")

    @property
    def identifiers(self) -> Table[Identifier]:
        """The names of records in other datasets."""
        return self.table("identifiers")

    @property
    def codes(self) -> Table[CodeEntry]:
        """The code lists."""
        return self.table("codes")

    @property
    def retired(self) -> Table[RetiredId]:
        """Ids that were withdrawn."""
        return self.table("retired")

    def parent(self, table: str, key: str) -> Record:
        """The record of a table with this key.

        Raises:
            UnknownId: if no record has it.
        """
        record: Record = self.table(table)[key]
        return record

    def children(self, table: str, column: str, key: str) -> tuple[Record, ...]:
        """The records of a table whose column holds this key, in the order of the file."""
        if (table, column) not in self._links:
            links = defaultdict(list)
            for record in self.table(table):
                links[getattr(record, column)].append(record)
            self._links[table, column] = {value: tuple(records) for value, records in links.items()}
        return self._links[table, column].get(key, ())

    def sql(self, query: str) -> duckdb.DuckDBPyRelation:
        """Run one SQL query over the tables with DuckDB; the relation has ``.fetchall()``, ``.df()``, ``.pl()``.

        The tables are those of ``to_arrow``; the query sees nothing else, no file and no network.

        Raises:
            MissingExtra: if duckdb or pyarrow is not installed.
        """
        return self._connection.sql(query)

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        from peacedata.dataset.frames import require

        connection: duckdb.DuckDBPyConnection = require("duckdb", "sql").connect(
            config={"enable_external_access": "false", "autoload_known_extensions": "false"}
        )
        for name, table in self.tables.items():
            connection.register(name, table.to_arrow())
        return connection


def _read(folder: Path | None, path: str) -> Iterator[Row]:
    """The data rows of one file; cells beyond the header are dropped and missing ones are empty."""
    with open_file(folder, path) as file:
        records = read_records(file)
        header = next(records, None)
        for record in records:
            if header and record.cells:
                cells = dict(zip(header.cells, record.cells, strict=False))
                yield Row(path, record.number, record.line, cells)


def _key(table: str, row: Row) -> tuple[str, ...]:
    return tuple(row.cells.get(column, "") for column in TABLES[table].key_columns)


def open_dataset(path: str | Path) -> Dataset:
    """Open a working copy or a built release.

    Args:
        path: a folder that holds ``datapackage.json``, or that file.

    Raises:
        InvalidDescriptor: if there is no usable descriptor, or it is not a dataset of this model.
    """
    dataset = Dataset.open(path)
    missing = [name for name in TABLES if name not in dataset.package.resources]
    if missing and not dataset.untyped:
        raise InvalidDescriptor(f"{path} is not a Peacedata dataset: it has no resource {missing[0]!r}")
    return dataset
