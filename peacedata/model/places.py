"""The table of places."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from peacedata.model.codes import PlacePrecision
from peacedata.model.countries import Country
from peacedata.model.fields import Latitude, Line, Longitude, Slug
from peacedata.model.links import Many
from peacedata.model.record import Record

if TYPE_CHECKING:
    from peacedata.model.events import Event


class Place(Record):
    """Where events happen."""

    table_name = "places"
    key_columns = ("place_id",)

    place_id: Slug = Field(description="Stable name of the place.", examples=["istanbul"])
    name: Line = Field(
        description="Name of the place in English usage, as its own state romanises it.", examples=["Istanbul"]
    )
    country: Country = Field(
        description="The state in whose borders it lies, following resolutions of the UN General Assembly.",
        examples=["TUR"],
    )
    latitude: Latitude | None = Field(
        default=None,
        description="Latitude in decimal degrees, WGS 84.",
        examples=["41.01"],
        json_schema_extra={"unit": "degrees north"},
    )
    longitude: Longitude | None = Field(
        default=None,
        description="Longitude in decimal degrees, WGS 84.",
        examples=["28.95"],
        json_schema_extra={"unit": "degrees east"},
    )
    precision: PlacePrecision = Field(
        description="How precisely the place and its coordinates are known.", examples=["city"]
    )

    events: ClassVar[Many[Event]] = Many("events", "place_id")
