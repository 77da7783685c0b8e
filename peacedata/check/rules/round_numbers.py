"""PD506: rounds that are numbered twice, with gaps, or out of order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Process
from peacedata.model.codes import EventStatus

HELD = {EventStatus.OCCURRED, EventStatus.DISPUTED}


@rule(
    "PD506",
    Process,
    needs=("events",),
    says="The rounds of a process are numbered twice, with a gap, or against the order of their dates.",
    why="Later articles renumber rounds, so 'the third round' must name one meeting. Number the rounds that were held, "
    "as the parties count them.",
    mend="Number the rounds that were held 1, 2, 3 in the order of their dates, as the parties count them, and "
    "leave `round_number` of others empty.",
    related=("PD514",),
    bad={
        "events": [
            {"event_id": "one", "date_start": "2022-02-28", "round_number": "1"},
            {"event_id": "two", "date_start": "2022-03-03", "round_number": "1"},
        ]
    },
    good={
        "events": [
            {"event_id": "one", "date_start": "2022-02-28", "round_number": "1"},
            {"event_id": "two", "date_start": "2022-03-03", "round_number": "2"},
        ]
    },
)
def round_numbers(process: Process, context: Context) -> Iterator[Problem]:
    """Each held round against the one before it; a process may be collected from a later round on."""
    rounds = [event for event in process.events if event.round_number and event.status in HELD]
    rounds.sort(key=lambda event: (event.round_number, event.date_start.earliest))
    for earlier, later in pairwise(rounds):
        if earlier.round_number == later.round_number:
            problem = f"round {later.round_number} of {process.key} is also {earlier.key}"
        elif later.round_number != (earlier.round_number or 0) + 1:
            problem = f"round {later.round_number} of {process.key} follows round {earlier.round_number}"
        elif later.date_start.latest < earlier.date_start.earliest:
            problem = f"round {later.round_number} is of {later.date_start}, before round {earlier.round_number}"
        else:
            continue
        yield Problem("round_number", problem, "renumber as the parties count, or leave it empty", later)
