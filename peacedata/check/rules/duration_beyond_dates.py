"""PD403: an event lasts longer than its dates allow."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event
from peacedata.model.codes import Qualifier

MINUTES_A_DAY = 24 * 60


@rule(
    "PD403",
    Event,
    says="An event lasts longer than the days on which it took place.",
    why="A meeting through the night has both days. A longer duration than its days hold is a slip of unit "
    "(seconds, hours) or a missing date_end.",
    mend="Write the duration in minutes. If the event went on past midnight, fill in `date_end`.",
    related=("PD408", "PD401"),
    bad={"events": [{"event_id": "talks", "date_start": "2025-06-02", "duration_minutes": "1500"}]},
    good={
        "events": [
            {"event_id": "talks", "date_start": "2025-06-02", "date_end": "2025-06-03", "duration_minutes": "1500"}
        ]
    },
)
def duration_beyond_dates(event: Event, context: Context) -> Iterator[Problem]:
    """The most minutes that the bounds of the dates allow."""
    if event.duration_minutes is None or event.duration_qualifier is Qualifier.AT_MOST:
        return
    days = ((event.date_end or event.date_start).latest - event.date_start.earliest).days + 1
    if event.duration_minutes > days * MINUTES_A_DAY:
        yield Problem(
            "duration_minutes",
            f"{event.duration_minutes} minutes do not fit into {days} day{'s' * (days > 1)}",
            "give minutes, and date_end if it went on after midnight",
        )
