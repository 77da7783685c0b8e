"""Texts that are wrong for the same reason, found a whole column at once: one of them is judged for all."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from peacedata.check.big.arrow import flags, texts
from peacedata.check.big.kernels import expression_of, lengths_hold
from peacedata.check.field import FieldCheck

Classes = Callable[[Any], Any]
"""Of an array of texts without null: a number for each; those with the same one have the same faults, 0 is unknown."""

# What every text of a type looks like; a text that does not is not of the type, whatever its constraints.
_FORMS = {
    "integer": r"[+-]?[0-9]+",
    "number": r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|-?[iI][nN][fF]|[nN][aA][nN]",
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "uri": r"[A-Za-z][A-Za-z0-9+.-]*:(?s:.*)",
}


def classes_of(field: FieldCheck) -> Classes | None:
    """How the texts of a field are told apart; None if they are not."""
    kind = field.type
    holds: list[Callable[[Any], Any]] = []
    if kind.plain:
        if field.words is not None:
            if len(field.constraints) == 1 and kind.name == "string":
                holds.append(partial(among, [*field.words]))
        else:
            holds += _constraints(field)
        if len(holds) != len(field.constraints):
            return None
        return partial(classes, holds, sorted(field.missing), len(holds)) if holds else None
    if kind.words:
        return partial(classes, [partial(among, [*kind.words])], sorted(field.missing), 1)
    form = _FORMS.get(kind.format if kind.name == "string" else kind.name)
    if form is None or kind.accept is None:
        return None
    return partial(classes, [*expression_of(form, ours=False)], sorted(field.missing), 1)


def _constraints(field: FieldCheck) -> list[Callable[[Any], Any]]:
    found: list[Callable[[Any], Any]] = []
    for name, length in field.lengths.items():
        found.append(partial(lengths_hold, length, None) if name == "minLength" else partial(lengths_hold, 0, length))
    if field.pattern is not None and field.pattern.accept is not None:
        tests = expression_of(field.pattern.accept, ours=False)
        found += tests if len(tests) == 1 else []
    return found


def classes(holds: list[Callable[[Any], Any]], missing: list[str], count: int, column: Any) -> Any:
    """The numbers: each bit is a condition that does not hold."""
    import numpy as np

    found = np.zeros(len(column), np.int32)
    for bit, test in enumerate(holds[:count]):
        found |= (~test(column)).astype(np.int32) << bit
    if missing:
        found[among(missing, column)] = 0
    return found


def among(words: list[str], column: Any) -> Any:
    """Which texts are one of some words."""
    import pyarrow.compute as pc

    return flags(pc.is_in(column, texts(words)))
