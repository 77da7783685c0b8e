"""PD415: a word in two scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.check.texts import suspects
from peacedata.dataset.dataset import Dataset

_LATIN = "A-Za-zÀ-ÖØ-öø-\u024f\u1e00-\u1eff"
_GREEK = "\u0370-\u0373\u0376-\u03ff"
_CYRILLIC = "\u0400-\u0482\u048a-\u052f"
_OTHERS = ((_LATIN, _GREEK + _CYRILLIC), (_GREEK, _LATIN + _CYRILLIC), (_CYRILLIC, _LATIN + _GREEK))
MIXED = re.compile("|".join(f"[{one}][{others}]" for one, others in _OTHERS))
_WORD = re.compile(r"[^\W\d_]+")


@rule(
    "PD415",
    Dataset,
    severity=Severity.WARNING,
    says="A word mixes Latin, Cyrillic or Greek letters.",
    why="A Cyrillic 'с' in 'ceasefire' looks right and is never found. A word of one script joined to another by a "
    "hyphen or an apostrophe, such as 'YouTube'у' or 'IT-армія', is fine.",
    mend="Type the word anew on a keyboard of its own script; the finding says which letter is of another.",
    related=("PD414",),
    bad={"events": [{"event_id": "talks", "title": "Talks on a \u0441easefire"}]},
    good={"events": [{"event_id": "talks", "title": "Talks on a ceasefire"}]},
)
def mixed_scripts(dataset: Dataset, context: Context) -> Iterator[Problem]:
    """Two neighbouring letters of different scripts."""
    for record, column, text in suspects(context, MIXED.search, beyond_ascii=True):
        word = next((word for word in _WORD.findall(text) if MIXED.search(word)), None)
        if word:
            shown = ascii(word)[1:-1]
            yield Problem(column, f"{word!r} in {column} mixes scripts: {shown}", "type the word anew", record)
