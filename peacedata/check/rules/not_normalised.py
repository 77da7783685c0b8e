"""PD412: text that is not in normal form C."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.check.texts import suspects
from peacedata.dataset.dataset import Dataset


@rule(
    "PD412",
    Dataset,
    says="A text is not in Unicode normal form C.",
    why="'й' written as one character and as 'и' with a mark look the same and compare different, so that searches and "
    "joins miss one of them. A build writes every text in NFC, so what is released is right; the source should be too.",
    mend="Run `peacedata fix`, which composes the characters and changes nothing that can be seen.",
    related=("PD414", "PD417"),
    severity=Severity.WARNING,
    bad={"actors": [{"actor_id": "andriy-yermak", "name_native": "Андріи\u0306 Єрмак"}]},
    good={"actors": [{"actor_id": "andriy-yermak", "name_native": "Андрій Єрмак"}]},
    fixable=True,
)
def not_normalised(dataset: Dataset, context: Context) -> Iterator[Problem]:
    """All free text; keys, codes and addresses are ASCII by their patterns."""
    for record, column, text in suspects(context, _decomposed, beyond_ascii=True):
        at, one = next(
            (i, a)
            for i, (a, b) in enumerate(zip(text, unicodedata.normalize("NFC", text) + "\0", strict=False))
            if a != b
        )
        yield Problem(column, f"{column} is not in NFC from character {at + 1}, {one!r}", "normalise it", record)


def _decomposed(text: str) -> bool:
    return not unicodedata.is_normalized("NFC", text)
