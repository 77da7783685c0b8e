"""Nineteen kinds of faults that are put into the reference table, each at a known place."""

from __future__ import annotations

import random
from collections.abc import Callable

from benchmarks.table import NAMES

# Kind of fault: the field that it is in, and the values one of which is written there.
VALUES: dict[str, tuple[str, tuple[str, ...]]] = {
    "bad-date-calendar": ("start_date", ("2025-02-30", "2023-02-29", "2021-13-01", "2020-00-10", "2019-04-31")),
    "bad-date-format": ("start_date", ("12.05.2021", "05/12/2021", "2021", "May 2021")),
    "bad-enum": ("event_type", ("negotiation round", "Summit", "переговоры")),
    "bad-foreign-key": ("process_id", ("p-0000", "p-5000", "p-9999", "p-12")),
    "missing-required": ("title", ("",)),
    "too-short": ("title", ("Короткий",)),
    "bad-number": ("latitude", ("4l.25", "41°15'", "n/a")),
    "thousands-separator": ("longitude", ("1,000",)),
    "out-of-range": ("latitude", ("91.5", "-90.01", "1e5")),
    "negative-integer": ("duration_minutes", ("-5",)),
    "bad-integer": ("round_number", ("12.5", "II", "3rd")),
    "bad-boolean": ("is_public", ("yes", "maybe", "да")),
    "pattern-country": ("country", ("UKR", "tr", "Т")),
    "bad-uri": ("source_url", ("www.un.org/page", "no source", "/relative/only")),
}
# Kind of fault: the field that it is in (empty for a whole record), and what becomes of the row.
CHANGES: dict[str, tuple[str, Callable[[list[str], str, random.Random], list[str]]]] = {
    "duplicate-key": ("event_id", lambda row, earlier_id, _: [earlier_id, *row[1:]]),
    "pattern-id": ("event_id", lambda row, _, __: [row[0].upper(), *row[1:]]),
    "extra-cell": ("", lambda row, _, __: [*row, "stray"]),
    "missing-cell": ("", lambda row, _, rng: row[: rng.choice([13, 14, 15])]),
    "blank-row": ("", lambda *_: []),
}
KINDS = sorted(VALUES.keys() | CHANGES.keys())


def put(kind: str, row: list[str], earlier_id: str, rng: random.Random) -> tuple[str, list[str]]:
    """The field that the fault is in, and the row with the fault.

    Args:
        kind: one of ``KINDS``.
        row: a sound row.
        earlier_id: the key of a sound row further up, for a repeated key.
        rng: chooses among the values of the kind.
    """
    if kind in CHANGES:
        field, change = CHANGES[kind]
        return field, change(row, earlier_id, rng)
    field, values = VALUES[kind]
    value = rng.choice(values)
    return field, [value if name == field else cell for name, cell in zip(NAMES, row, strict=True)]
