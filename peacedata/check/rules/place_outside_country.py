"""PD410: a place whose coordinates are not in its country."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.boxes import BOXES
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Place


@rule(
    "PD410",
    Place,
    says="The coordinates of a place lie outside its country, or latitude and longitude are swapped.",
    why="A map shows the place where nobody ever met. The countries are coarse boxes within the borders that the UN "
    "General Assembly recognises: Simferopol and Donetsk lie in Ukraine.",
    mend="Swap latitude and longitude if the hint says so; else look the place up again and correct the coordinates "
    "or `country`.",
    related=("PD409", "PD519"),
    bad={"places": [{"place_id": "kyiv", "country": "UKR", "latitude": "30.52", "longitude": "50.45"}]},
    good={"places": [{"place_id": "kyiv", "country": "UKR", "latitude": "50.45", "longitude": "30.52"}]},
)
def place_outside_country(place: Place, context: Context) -> Iterator[Problem]:
    """Countries without a box give no verdict; neither does 0,0, which is another rule's."""
    boxes = BOXES.get(place.country, ())
    if not boxes or place.latitude is None or place.longitude is None or place.latitude == place.longitude == 0:
        return
    latitude, longitude = float(place.latitude), float(place.longitude)
    if any(box.holds(latitude, longitude) for box in boxes):
        return
    swapped = any(box.holds(longitude, latitude) for box in boxes)
    yield Problem(
        "latitude",
        f"{place.latitude}, {place.longitude} is not in {place.country.label}",
        "swap latitude and longitude" if swapped else "mend the coordinates or the country",
    )
