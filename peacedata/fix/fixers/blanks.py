"""Takes blanks away where they mean nothing."""

from __future__ import annotations

import re

from peacedata.fix.column import Column
from peacedata.fix.fixer import Fixer
from peacedata.fix.sheet import Sheet
from peacedata.fix.stage import Stage

# Every blank but the two no-break spaces, which typography puts within a text.
_RUN = re.compile("[ \t-\r\x1c-\x1f\x85\u1680\u2000-\u200a\u2028\u2029\u205f\u3000]+")


def _mend(column: Column, text: str) -> str | None:
    """A text for readers is one line with single blanks; elsewhere only the ends are looked at."""
    return _RUN.sub(" ", text).strip() if column.prose else text.strip()


def _fix(sheet: Sheet) -> int:
    """Blanks around the name of a column, which readers of a file take off or do not take off as they please."""
    found = 0
    for place, column in enumerate(sheet.columns):
        label = sheet.labels[place]
        if column.field is not None and label != label.strip():
            sheet.labels[place] = label.strip()
            found += 1
    return found


FIXER = Fixer(
    name="blanks",
    says="Takes away blanks at the ends of names, dates, numbers, codes and identifiers; in free text of our own "
    "tables double blanks, tabs and line breaks too.",
    stage=Stage.BLANKS,
    mends=("PD220", "PD231", "PD232", "PD236", "PD417"),
    fix=_fix,
    mend=_mend,
)
