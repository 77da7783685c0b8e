"""PD409: half a coordinate, or the point 0,0."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Place


@rule(
    "PD409",
    Place,
    says="A place has a latitude without a longitude, the other way round, or lies at 0,0.",
    why="Half a coordinate is no place, and 0,0 in the Gulf of Guinea is where software puts what it does not know.",
    mend="Give both coordinates in decimal degrees, or neither; leave both empty where the place is not known well "
    "enough.",
    related=("PD410",),
    bad={"places": [{"place_id": "istanbul", "latitude": "41.01", "longitude": ""}]},
    good={"places": [{"place_id": "istanbul", "latitude": "41.01", "longitude": "28.95"}]},
)
def coordinates(place: Place, context: Context) -> Iterator[Problem]:
    """Both or none, and not the origin."""
    if (place.latitude is None) != (place.longitude is None):
        empty = "latitude" if place.latitude is None else "longitude"
        yield Problem(empty, f"{empty} is empty while the other is filled", "give both or none")
    if place.latitude == 0 and place.longitude == 0:
        yield Problem("latitude", "it lies at 0,0", "look the coordinates up, or leave them empty")
