"""Rows that are in memory: inline data of a descriptor, rows of a program, frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from peacedata.check import file_checks
from peacedata.check.compiled import CompiledSchema
from peacedata.check.header import layout_of
from peacedata.check.infer import SAMPLE, infer_schema
from peacedata.check.lexical import lexical
from peacedata.check.record_keys import Known
from peacedata.check.reporter import Rows
from peacedata.check.table import Source, TableCheck
from peacedata.check.types import FieldType, type_of
from peacedata.intake.dialect import DEFAULT
from peacedata.intake.package import Resource
from peacedata.intake.refused import Reason, Refused

_BATCH = 256
_TEXT = type_of({"name": "", "type": "any"})
_ABSENT = "\x00"  # a value that is None: no cell of a file can hold this text


class MemoryCheck(TableCheck):
    """Checks rows that are in memory: sequences after one with the labels, or mappings."""

    def run_rows(self, rows: Iterable[Any]) -> None:
        """Check all rows."""
        labels, records = _split(iter(rows))
        self.stats.labels = labels
        head = [*islice(records, SAMPLE)]
        schema = self._schema
        if schema is None:
            schema = CompiledSchema(infer_schema(labels, [[lexical(_TEXT, v) or "" for v in row] for row in head]))
        for field in schema.fields:
            field.add_missing(frozenset({_ABSENT}))
        layout = layout_of(labels, schema.fields, schema.mode, schema.primary_key, DEFAULT)
        self.stats.fields = len(schema.fields)
        self._report_header(layout)
        if not layout.readable:
            return
        for field in layout.fields:
            field.add_missing(frozenset({_ABSENT}))
        self._check_with(schema, layout)
        kinds = [field.type for field in layout.fields]
        number = 2
        everything = chain(head, records)
        while batch := [*islice(everything, _BATCH)]:
            cells = [_cells(row, kinds) for row in batch]
            self._add(Rows(cells, range(number, number + len(cells)), _no_line))
            number += len(cells)
        self.stats.records = number - 2


def check_inline(resource: Resource, wanted: set[tuple[str, ...]], known: Known, cap: int) -> TableCheck:
    """Check the inline data of a resource."""
    data = resource.descriptor.get("data")
    schema = CompiledSchema(resource.schema) if resource.schema is not None else None
    check = MemoryCheck(resource.name, schema, Source(None, (), DEFAULT), wanted=wanted, known=known, cap=cap)
    if not isinstance(data, list) or not data or not all(isinstance(row, (list, Mapping)) for row in data):
        check.refused = True
        refusal = Refused(Reason.FORMAT, "the inline data are no array of rows")
        check.findings.add(file_checks.finding_of(refusal, table=resource.name))
        return check
    check.run_rows(data)
    return check


def _split(rows: Iterator[Any]) -> tuple[list[str], Iterator[Sequence[Any]]]:
    """Labels and rows: mappings give their labels with every row, sequences with the first."""
    first = next(rows, None)
    if first is None:
        return [], iter(())
    if isinstance(first, Mapping):
        labels = [str(label) for label in first]
        return labels, (_by_label(row, labels) for row in chain((first,), rows))
    return ["" if label is None else str(label).strip() for label in first], rows


def _by_label(row: Mapping[Any, Any], labels: list[str]) -> list[Any]:
    given = {str(label): value for label, value in row.items()}
    extra = [value for label, value in given.items() if label not in labels]
    return [given.get(label) for label in labels] + extra


def _cells(row: Sequence[Any], kinds: Sequence[FieldType]) -> list[str]:
    """The texts that a file would hold for some values."""
    texts = (lexical(kinds[n] if n < len(kinds) else _TEXT, value) for n, value in enumerate(row))
    return [_ABSENT if text is None else text for text in texts]


def _no_line(index: int) -> None:
    """Rows in memory stand on no line."""
