"""The order in which fixers run, and why it is this one."""

from __future__ import annotations

from enum import IntEnum


class Stage(IntEnum):
    """When a fixer runs; those of one stage do not depend on each other.

    - ``BYTES`` come first: a byte order mark would be part of the first column's name, and no column would be found.
    - ``LINE_ENDS`` next: a carriage return inside a cell must be gone before blanks and values are looked at.
    - ``RECORDS``: blank records are no data; none of the later stages should count, sort or judge them.
    - ``TEXT``: normal form C first, since spaces of odd width have their own normal form.
    - ``BLANKS``: then the blanks, so that a date or a code is looked at without them.
    - ``VALUES``: then dates, moments and codes, each in fields of its own kind. A cell that is right stays as it is,
      and what the three stages made of a cell counts only if the result is right.
    - Between the two, keys and the references to them are settled: they change together or not at all.
    - ``COLUMNS``: the header is put in order before records are sorted, because the order of records with the same key
      goes by their cells from left to right.
    - ``ROWS``: sorted by what keys are now, not by what they were.
    - ``QUOTING`` is last: only now it is known what each cell holds.
    """

    BYTES = 1
    LINE_ENDS = 2
    RECORDS = 3
    TEXT = 4
    BLANKS = 5
    VALUES = 6
    COLUMNS = 7
    ROWS = 8
    QUOTING = 9
