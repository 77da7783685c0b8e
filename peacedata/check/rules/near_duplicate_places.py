"""PD527: one place twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.likeness import alike
from peacedata.check.rule import Context, Problem, rule
from peacedata.dataset.dataset import Dataset
from peacedata.model import Place

LEAST = 85


@rule(
    "PD527",
    Dataset,
    severity=Severity.WARNING,
    says="Two places of one country and precision have nearly the same name.",
    why="Kyiv and Kiev are one city; under two ids each has half of its meetings. Keep one, and give the other a row "
    "in retired.",
    mend="Keep one id, write it everywhere, and give the other a row in `retired`.",
    related=("PD526", "PD545"),
    bad={
        "places": [
            {"place_id": "petrivske", "name": "Petrivske", "country": "UKR"},
            {"place_id": "petrovske", "name": "Petrovske", "country": "UKR"},
        ]
    },
    good={
        "places": [
            {"place_id": "petrivske", "name": "Petrivske", "country": "UKR"},
            {"place_id": "zolote", "name": "Zolote", "country": "UKR"},
        ]
    },
)
def near_duplicate_places(dataset: Dataset, context: Context) -> Iterator[Problem]:
    """A city and its region may share a name; two villages far apart may, too."""
    groups: dict[tuple[str, str], list[tuple[str, Place]]] = defaultdict(list)
    for place in dataset.places:
        groups[place.country, place.precision].append((place.name, place))
    for places in groups.values():
        for first, second in alike(places, LEAST):
            if not _apart(first, second):
                yield Problem("name", f"{second.name!r} may be {first.key}, {first.name!r}", "keep one", second)


def _apart(one: Place, other: Place) -> bool:
    """Whether the coordinates of both are known and more than a third of a degree apart."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return False
    return max(abs(one.latitude - other.latitude), abs(one.longitude - other.longitude)) * 3 > 1
