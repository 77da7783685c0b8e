"""PD414: characters that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.check.texts import suspects
from peacedata.dataset.dataset import Dataset

# Zero-width and bidirectional marks, soft hyphen, byte order mark. The two joiners are letters' business in the scripts
# from Arabic to Khmer and between pictographs, and are let be there.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0]"
    "|(?<![\u0600-\u17ff\u200d\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
)


@rule(
    "PD414",
    Dataset,
    says="A text holds a character that is not seen, such as a zero-width space or a soft hyphen.",
    why="It comes along when text is copied from a page. Two names that look the same differ by it, and a search for "
    "the word fails.",
    mend="Delete the character that the finding names by its code point, or type the word anew.",
    related=("PD109", "PD417", "PD415"),
    bad={"events": [{"event_id": "talks", "title": "Second round of di\u00adrect talks"}]},
    good={"events": [{"event_id": "talks", "title": "Second round of direct talks"}]},
)
def invisible_characters(dataset: Dataset, context: Context) -> Iterator[Problem]:
    """The first of each cell is named."""
    for record, column, text in suspects(context, INVISIBLE.search, beyond_ascii=True):
        found = INVISIBLE.search(text)
        if found:
            name = unicodedata.name(found[0], "unnamed").lower()
            where = f"U+{ord(found[0]):04X} ({name}) at character {found.start() + 1}"
            yield Problem(column, f"{column} holds {where}", "take it out", record)
