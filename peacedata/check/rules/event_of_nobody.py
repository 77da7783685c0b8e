"""PD538: an event in which nobody had a part, or an act without its actor."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event
from peacedata.model.codes import EventType, Role

OFFERERS = {Role.PROPOSER, Role.MEDIATOR, Role.FACILITATOR, Role.CONVENER, Role.HOST, Role.DRAFTER, Role.PARTY}
ANSWERERS = {Role.RESPONDENT, Role.PARTY, Role.PARTICIPANT}
ACTS = {
    EventType.PROPOSAL: OFFERERS,
    EventType.MEDIATION_OFFER: OFFERERS,
    EventType.ACCEPTANCE: ANSWERERS,
    EventType.REFUSAL: ANSWERERS,
}


@rule(
    "PD538",
    Event,
    severity=Severity.WARNING,
    needs=("participations",),
    says="Nobody has a part in an event, or an offer or answer has only those to whom it was made.",
    why="Who offered and who refused is the question; a refusal by nobody answers it for nobody.",
    mend="Add at least one row to `participations`: the one who offered, answered or acted, not only those to whom "
    "it was addressed.",
    related=("PD509", "PD406", "PD501"),
    bad={
        "events": [{"event_id": "offer", "event_type": "proposal"}],
        "participations": [{"event_id": "offer", "role": "addressee"}],
    },
    good={
        "events": [{"event_id": "offer", "event_type": "proposal"}],
        "participations": [{"event_id": "offer", "role": "proposer"}],
    },
)
def event_of_nobody(event: Event, context: Context) -> Iterator[Problem]:
    """A whole may leave its rows to its parts."""
    rows = event.participations
    if not rows and not event.parts:
        yield Problem("event_id", "nobody has a part in it", "add rows to participations")
    elif rows and event.event_type in ACTS and all(row.role not in ACTS[event.event_type] for row in rows):
        yield Problem("event_type", f"{event.event_type} by whom?", "add who made it")
