"""PD701: data about a private person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Actor, AgendaItem, Claim, Document, Event, Outcome, Participation, Position, Process

# Written so that no input makes them slow: no nested repetition.
PATTERNS = {
    "an e-mail address": re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}\.[A-Za-z]{2,24}"),
    "a telephone number": re.compile(r"(?<![0-9-])\+[0-9](?:[ ().-]?[0-9]){8,13}(?![0-9])"),
    "a date of birth": re.compile(
        r"\b(?:born|birth|DOB)\b[^0-9]{0,12}[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}", re.IGNORECASE
    ),
    "a passport number": re.compile(r"\bpassport\b[^0-9]{0,12}[A-Z]{0,2} ?[0-9]{6,9}\b", re.IGNORECASE),
}

# What any of them must contain: most records are done with after this.
SIGN = re.compile(r"[@+]|born|birth|dob|passport", re.IGNORECASE)


@rule(
    "PD701",
    Actor,
    AgendaItem,
    Claim,
    Document,
    Event,
    Outcome,
    Participation,
    Position,
    Process,
    says="A text holds an e-mail address, a telephone number, a date of birth or a passport number.",
    why="Do no harm: persons appear only in their public role, and nothing by which they could be reached or traced is "
    "published.",
    bad={"actors": [{"actor_id": "aide", "description": "Press aide, +380 44 123 45 67"}]},
    good={"actors": [{"actor_id": "aide", "description": "Press aide"}]},
)
def personal_data(
    record: Actor | AgendaItem | Claim | Document | Event | Outcome | Participation | Position | Process,
    context: Context,
) -> Iterator[Problem]:
    """Every text of the record but addresses of pages."""
    row = context.dataset.table(record.table_name).row_of(record.key).cells
    if not SIGN.search("\n".join(row.values())):
        return
    for column, text in row.items():
        if column.endswith("_url"):
            continue
        for what, pattern in PATTERNS.items():
            if pattern.search(text):
                yield Problem(column, f"{column} holds {what}", "leave it out")
