"""PD810: events, or the coverage that a process states, that span less time than in the release before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from peacedata.check.assertion import Fall, Step, assertion
from peacedata.check.finding import Severity
from peacedata.model.dates import EdtfDate


@assertion(
    "PD810",
    severity=Severity.WARNING,
    says="The events span less time than in the last release, or a process states a shorter coverage.",
    why="A shorter span is what a lost first or last page of the data looks like, and it turns 'collected' into 'not "
    "collected' for who counts events by year.",
    mend="Put back what was lost. If an event was misdated, or coverage was stated too wide, say so in the changelog.",
    related=("PD806", "PD428"),
    bad={
        "earlier/events": [
            {"event_id": "one", "date_start": "2014-06-06"},
            {"event_id": "two", "date_start": "2025-06-02"},
        ],
        "events": [{"event_id": "one", "date_start": "2014-06-06"}, {"event_id": "two", "date_start": "2014-07-02"}],
    },
    good={
        "earlier/events": [
            {"event_id": "one", "date_start": "2014-06-06"},
            {"event_id": "two", "date_start": "2025-06-02"},
        ],
        "events": [
            {"event_id": "one", "date_start": "2014-06-06"},
            {"event_id": "two", "date_start": "2025-06-02"},
            {"event_id": "three", "date_start": "2025-07-23"},
        ],
    },
)
def shorter_time_span(step: Step) -> Iterator[Fall]:
    """The first and the last day of all events, then the coverage of each process that both have."""
    events, before = step.now.table("events"), step.earlier.table("events")
    if events.whole and events.rows:
        earlier = _span(before.cells(row).get("date_start", "") for row in before.rows)
        later = _span(events.cells(row).get("date_start", "") for row in events.rows)
        if earlier and later and (later[0] > earlier[0] or later[1] < earlier[1]):
            message = f"they span {later[0]} to {later[1]}, in the last release {earlier[0]} to {earlier[1]}"
            yield Fall("events", message, "date_start", hint="`peacedata diff` shows what went")
    yield from _coverage(step)


def _coverage(step: Step) -> Iterator[Fall]:
    now, before = step.now.table("processes"), step.earlier.table("processes")
    for key, row in step.keys.get("processes", {}).items():
        old = step.earlier_keys.get("processes", {}).get(key)
        if old is None:
            continue
        for column, end in (("coverage_start", 0), ("coverage_end", 1)):
            was, is_ = before.cells(old).get(column, ""), now.cells(row).get(column, "")
            days = _span([was]), _span([is_])
            if not (days[0] and days[1]):
                continue
            if (days[1][0] > days[0][0]) if end == 0 else (days[1][1] < days[0][1]):
                message = f"{column} is {is_}, in the last release {was}"
                hint = "state the coverage as wide as it was, or say in the changelog why not"
                yield Fall("processes", message, column, key, row, value=is_, hint=hint)


def _span(dates: Iterable[str]) -> tuple[date, date] | None:
    """The first and the last day of some dates as written; None if none of them is a date."""
    days = []
    for text in dates:
        try:
            days.append(EdtfDate(text))
        except ValueError:
            continue
    return (min(day.earliest for day in days), max(day.latest for day in days)) if days else None
