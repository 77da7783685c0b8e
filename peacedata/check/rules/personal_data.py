"""PD701: data about a private person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.check.texts import suspects
from peacedata.dataset.dataset import Dataset

# Written so that no input makes them slow: no nested repetition.
PATTERNS = {
    "an e-mail address": re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}\.[A-Za-z]{2,24}"),
    "a telephone number": re.compile(r"(?<![0-9-])\+[0-9](?:[ ().-]?[0-9]){8,13}(?![0-9])"),
    "a date of birth": re.compile(
        r"\b(?:born|birth|DOB)\b[^0-9]{0,12}[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}", re.IGNORECASE
    ),
    "a passport number": re.compile(r"\bpassport\b[^0-9]{0,12}[A-Z]{0,2} ?[0-9]{6,9}\b", re.IGNORECASE),
}

# What any of them must contain: most texts are done with after this.
SIGNS = ("@", "+", "born", "birth", "dob", "passport")


@rule(
    "PD701",
    Dataset,
    says="A text holds an e-mail address, a telephone number, a date of birth or a passport number.",
    why="Do no harm: persons appear only in their public role, and nothing by which they could be reached or traced is "
    "published.",
    mend="Delete it. If it was committed already, tell a maintainer, since it must go from the history too.",
    related=("PD702",),
    bad={"actors": [{"actor_id": "aide", "description": "Press aide, +380 44 123 45 67"}]},
    good={"actors": [{"actor_id": "aide", "description": "Press aide"}]},
)
def personal_data(dataset: Dataset, context: Context) -> Iterator[Problem]:
    """Every free text; keys and addresses are let be."""
    for record, column, text in suspects(context, _suspicious):
        for what, pattern in PATTERNS.items():
            if pattern.search(text):
                yield Problem(column, f"{column} holds {what}", "leave it out", record)


def _suspicious(text: str) -> bool:
    lower = text.lower()
    return any(sign in lower for sign in SIGNS) and any(pattern.search(text) for pattern in PATTERNS.values())
