"""PD416: text that a spreadsheet takes for a formula."""

from __future__ import annotations

import re
from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.check.texts import EDGE, suspects
from peacedata.dataset.dataset import Dataset

FORMULA = re.compile(f"{EDGE}[=+@-]")


@rule(
    "PD416",
    Dataset,
    severity=Severity.WARNING,
    says="A text begins with =, +, - or @.",
    why="Spreadsheets take such a cell for a formula: they show an error in its place, or do what it says. Begin with "
    "a word.",
    mend="Begin with a word: 'minus 5 degrees', 'about 200'. A list begins with its first item, not with a dash.",
    related=("PD417",),
    bad={"agenda": [{"detail": "+ humanitarian questions"}]},
    good={"agenda": [{"detail": "Humanitarian questions too"}]},
)
def formula_start(dataset: Dataset, context: Context) -> Iterator[Problem]:
    """The full-width forms of the signs, which some programs fold, are not met in practice."""
    for record, column, text in suspects(context, FORMULA.search):
        yield Problem(column, f"{column} begins with {text[0]!r}", "begin with a word", record)
