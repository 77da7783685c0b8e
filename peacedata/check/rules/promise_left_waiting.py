"""PD524: an exchange that fulfils nothing while a promise waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Outcome
from peacedata.model.codes import OutcomeStatus, OutcomeType

WAITING = {OutcomeStatus.AGREED, OutcomeStatus.PARTLY_IMPLEMENTED}
# After so many days nobody takes an exchange for the fulfilment of that promise.
PATIENCE = 183


@rule(
    "PD524",
    Outcome,
    severity=Severity.WARNING,
    needs=("outcomes", "events"),
    says="An exchange fulfils no promise, while one that was agreed in its process waits for a delivery.",
    why="Promised and delivered are compared by fulfils. Without the link one promise looks broken and one exchange "
    "unasked for.",
    mend="Put the id of the promise into `fulfils`; if the exchange was a separate deal, leave the warning.",
    related=("PD512", "PD523"),
    bad={
        "events": [
            {"event_id": "round", "date_start": "2025-07-23"},
            {"event_id": "swap", "date_start": "2025-08-14"},
        ],
        "outcomes": [
            {"outcome_id": "promise", "event_id": "round", "outcome_type": "exchange_agreed", "status": "agreed"},
            {"outcome_id": "done", "event_id": "swap", "outcome_type": "exchange_done", "fulfils": ""},
        ],
    },
    good={
        "events": [
            {"event_id": "round", "date_start": "2025-07-23"},
            {"event_id": "swap", "date_start": "2025-08-14"},
        ],
        "outcomes": [
            {"outcome_id": "promise", "event_id": "round", "outcome_type": "exchange_agreed", "status": "agreed"},
            {"outcome_id": "done", "event_id": "swap", "outcome_type": "exchange_done", "fulfils": "promise"},
        ],
    },
)
def promise_left_waiting(outcome: Outcome, context: Context) -> Iterator[Problem]:
    """A promise of the same issue, made in the half year before, without any delivery, to nobody else."""
    if outcome.outcome_type is not OutcomeType.EXCHANGE_DONE or outcome.fulfils or outcome.part_of:
        return
    day = outcome.event.date_start.earliest
    for promise in context.shared(_waiting)[outcome.event.process_id, outcome.issue]:
        waited = (day - promise.event.date_start.earliest).days
        if 0 <= waited <= PATIENCE and (promise.beneficiary_id or outcome.beneficiary_id) in (
            outcome.beneficiary_id,
            None,
        ):
            yield Problem("fulfils", f"fulfils nothing, while {promise.key} waits", "link it, if it is that promise")
            return


def _waiting(context: Context) -> dict[tuple[str, str], list[Outcome]]:
    found: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
    events = context.dataset.events
    for outcome in context.dataset.outcomes:
        agreed = outcome.outcome_type is OutcomeType.EXCHANGE_AGREED and outcome.status in WAITING
        if agreed and not outcome.deliveries and outcome.event_id in events:
            found[outcome.event.process_id, outcome.issue].append(outcome)
    return found
