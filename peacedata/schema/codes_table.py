"""The rows of the ``codes`` table, from the code lists."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.model import CodeEntry
from peacedata.model.codes import LISTS, Code
from peacedata.model.countries import Country
from peacedata.model.table_name import TableName


def all_lists() -> dict[str, type[Code]]:
    """Every code list by its name, countries and tables included."""
    return {**LISTS, "country": Country, "table": TableName}


def code_entries() -> Iterator[CodeEntry]:
    """One record per code, sorted by list and code."""
    for name, codes in sorted(all_lists().items()):
        for code in sorted(codes):
            yield CodeEntry(
                list=name, code=str(code), label=code.label, definition=code.definition, maps_to=code.maps_to
            )
