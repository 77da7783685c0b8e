"""PD530: a process whose status its events contradict."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event, Process
from peacedata.model.codes import EventStatus, EventType, ProcessStatus

# What only a living process does; statements and accusations outlive it.
LIFE = {
    EventType.TALKS,
    EventType.SUMMIT,
    EventType.CONSULTATION,
    EventType.SHUTTLE,
    EventType.AGREEMENT,
    EventType.EXCHANGE,
    EventType.RESUMPTION,
}
# Days of silence after which no process is called active, and days after a meeting in which none is called dormant.
SILENCE, ECHO = 366, 31


@rule(
    "PD530",
    Process,
    severity=Severity.WARNING,
    needs=("events",),
    says="The status of a process contradicts its dates or what happened in it.",
    why="An ended process does not meet, a dormant one has not met lately, an active one has. Mend the status or the "
    "date as of which it holds.",
    mend="Set `status` to what holds on `status_as_of`, or bring that date up to now.",
    related=("PD531", "PD401"),
    bad={
        "processes": [
            {"process_id": "minsk", "status": "ended", "date_end": "2022-02-22", "status_as_of": "2022-02-24"}
        ],
        "events": [{"process_id": "minsk", "event_type": "talks", "date_start": "2022-03-03", "status": "occurred"}],
    },
    good={
        "processes": [
            {"process_id": "minsk", "status": "ended", "date_end": "2022-02-22", "status_as_of": "2022-02-24"}
        ],
        "events": [{"process_id": "minsk", "event_type": "talks", "date_start": "2022-02-19", "status": "occurred"}],
    },
)
def process_status(process: Process, context: Context) -> Iterator[Problem]:
    """Events up to status_as_of, whose latest days count."""
    day, held = process.status_as_of.latest, [e for e in process.events if e.status is EventStatus.OCCURRED]
    met = [event for event in held if event.event_type in LIFE]
    if process.status is ProcessStatus.ENDED:
        end = (process.date_end or process.status_as_of).latest
        later = next((event for event in met if event.date_start.earliest > end), None)
        if later:
            yield Problem(
                "status", f"ended on {end} but {later.key} is of {later.date_start}", "mend status or date_end"
            )
        return
    if process.date_end and process.date_end.latest < day:
        yield Problem("status", f"{process.status}, but ended on {process.date_end}", "use ended, or empty date_end")
    silence = min((gap for event in met if (gap := (day - _last(event)).days) >= 0), default=None)
    if process.status is ProcessStatus.DORMANT and silence is not None and silence < ECHO:
        yield Problem("status", f"dormant {silence} days after it last met", "use active or stalled")
    heard = min((gap for event in held if (gap := (day - _last(event)).days) >= 0), default=None)
    if process.status is ProcessStatus.ACTIVE and heard is not None and heard > SILENCE:
        yield Problem("status", f"active, but nothing happened for {heard} days", "use dormant, stalled or ended")


def _last(event: Event) -> date:
    return (event.date_end or event.date_start).latest
