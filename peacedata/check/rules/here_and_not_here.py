"""PD540: somebody who came and did not come."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event
from peacedata.model.codes import Attendance

CAME = {Attendance.ATTENDED, Attendance.ATTENDED_REMOTELY}
STAYED_AWAY = {
    Attendance.REPRESENTED,
    Attendance.ABSENT_EXPECTED,
    Attendance.DECLINED,
    Attendance.NOT_INVITED,
    Attendance.NOT_PRESENT,
}


@rule(
    "PD540",
    Event,
    says="An actor attended an event in one role and stayed away from it in another.",
    why="An actor may have two roles at one event, but is there or is not. Attendance that sources dispute is unclear.",
    mend="Give both rows the same attendance; where sources disagree, write `unclear` in both and keep their claims.",
    related=("PD508", "PD510"),
    bad={
        "participations": [
            {"actor_id": "turkiye", "role": "host", "attendance": "attended"},
            {"actor_id": "turkiye", "role": "convener", "attendance": "absent_expected"},
        ]
    },
    good={
        "participations": [
            {"actor_id": "turkiye", "role": "host", "attendance": "attended"},
            {"actor_id": "turkiye", "role": "convener", "attendance": "attended"},
        ]
    },
)
def here_and_not_here(event: Event, context: Context) -> Iterator[Problem]:
    """Unclear and not applicable contradict nothing."""
    rows = event.participations
    there = {row.actor_id: row for row in rows if row.attendance in CAME}
    for row in rows:
        if row.attendance in STAYED_AWAY and row.actor_id in there:
            found = (
                f"{row.attendance} as {row.role}, but {there[row.actor_id].attendance} as {there[row.actor_id].role}"
            )
            yield Problem("attendance", found, "mend one of the two", row)
