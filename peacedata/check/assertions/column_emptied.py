"""PD808: a column that is filled less than in the release before."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.assertion import Fall, Step, assertion
from peacedata.check.finding import Severity
from peacedata.dataset.snapshot import TableSnapshot

# New records are often less complete at first; a fall up to this share is none.
_TOLERATED = 0.05


@assertion(
    "PD808",
    severity=Severity.WARNING,
    says="A column is filled in a smaller share of its rows than in the last release, by more than five points.",
    why="A column loses its values by a paste beside the place, or new records came without what the others have. Who "
    "counts by that column gets another result, and not because the world changed.",
    mend="Put back what was lost (`peacedata diff` shows each cell), or fill the column in the new records. If less is "
    "known, say so in the changelog.",
    related=("PD806",),
    bad={
        "earlier/events": [
            {"event_id": "one", "duration_minutes": "60", "duration_qualifier": "exact"},
            {"event_id": "two", "duration_minutes": "90", "duration_qualifier": "exact"},
        ],
        "events": [
            {"event_id": "one", "duration_minutes": "60", "duration_qualifier": "exact"},
            {"event_id": "two"},
        ],
    },
    good={
        "earlier/events": [
            {"event_id": "one", "duration_minutes": "60", "duration_qualifier": "exact"},
            {"event_id": "two", "duration_minutes": "90", "duration_qualifier": "exact"},
        ],
        "events": [
            {"event_id": "one", "duration_minutes": "60", "duration_qualifier": "exact"},
            {"event_id": "two", "duration_minutes": "75", "duration_qualifier": "approx"},
        ],
    },
)
def column_emptied(step: Step) -> Iterator[Fall]:
    """Columns that both have; one that came or went is a change of the schema."""
    for before, now in step.tables():
        if not before.rows or not now.rows:
            continue
        earlier, later = _filled(before), _filled(now)
        for column in now.columns:
            if column in earlier and earlier[column] - later[column] > _TOLERATED:
                message = f"{later[column]:.0%} of the rows are filled, {earlier[column]:.0%} in the last release"
                yield Fall(now.name, f"{column}: {message}", column, hint="`peacedata diff` shows each cell")


def _filled(table: TableSnapshot) -> dict[str, float]:
    """The share of rows in which each column is not blank."""
    columns = zip(*(row.cells for row in table.rows), strict=True)
    return {name: sum(map(bool, cells)) / len(table.rows) for name, cells in zip(table.columns, columns, strict=True)}
