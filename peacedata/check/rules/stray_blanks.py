"""PD417: blanks where none belong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.check.texts import EDGE, suspects
from peacedata.dataset.dataset import Dataset

# A no-break space may stand within a text: French and Russian typography puts it before marks and within numbers.
_ODD = re.compile("[\t-\r\x1c-\x1f\x85\u1680\u2000-\u200a\u2028\u2029\u205f\u3000]")
_BEYOND = re.compile(f"{EDGE}[\u00a0\u202f]|[\u00a0\u202f]{EDGE}")


@rule(
    "PD417",
    Dataset,
    severity=Severity.WARNING,
    says="A text begins or ends with a blank, or holds a double blank, a tab or a line break.",
    why="'Kyiv' and 'Kyiv ' are two values to every program and one to every reader.",
    mend="Run `peacedata fix`, which trims the text and makes double blanks one.",
    related=("PD412", "PD414"),
    bad={"places": [{"place_id": "kyiv", "name": "Kyiv "}]},
    good={"places": [{"place_id": "kyiv", "name": "Kyiv"}]},
    fixable=True,
)
def stray_blanks(dataset: Dataset, context: Context) -> Iterator[Problem]:
    """Every cell of free text is one line."""
    for record, column, text in suspects(context, _stray):
        if text != text.strip():
            what = "begins or ends with a blank"
        elif "  " in text:
            what = "holds a double blank"
        else:
            what = "holds a tab, a line break or a blank of odd width"
        yield Problem(column, f"{column} {what}", "write single blanks, and none at the ends", record)


def _stray(text: str) -> bool:
    if "  " in text or f"{EDGE} " in text or f" {EDGE}" in text or _ODD.search(text):
        return True
    return not text.isascii() and bool(_BEYOND.search(text))
