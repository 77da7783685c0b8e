"""What each type accepts, and what it reads."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from peacedata.check.types import TYPES, type_of

GOOD: list[tuple[dict[str, Any], str, Any]] = [
    ({"type": "integer"}, "-007", -7),
    ({"type": "integer", "groupChar": ","}, "10,00,000", 1_000_000),
    ({"type": "integer", "bareNumber": False}, "EUR -95 %", -95),
    ({"type": "number"}, "+1.5e-3", Decimal("0.0015")),
    ({"type": "number"}, "-inf", Decimal("-Infinity")),
    ({"type": "number", "groupChar": ".", "decimalChar": ","}, "1.000,5", Decimal("1000.5")),
    ({"type": "boolean"}, "TRUE", True),
    ({"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]}, "no", False),
    ({"type": "date"}, "2024-02-29", date(2024, 2, 29)),
    ({"type": "date", "format": "%d/%m/%Y"}, "1/2/2024", date(2024, 2, 1)),
    ({"type": "date", "format": "fmt:%d.%m.%y"}, "01.02.69", date(1969, 2, 1)),
    ({"type": "date", "format": "any"}, "10th Jan 1969", date(1969, 1, 10)),
    ({"type": "date", "format": "any"}, "1999-01-01T10", date(1999, 1, 1)),
    ({"type": "date", "format": "any"}, "199709020908", date(1997, 9, 2)),
    ({"type": "date", "format": "any"}, "1 January 1999 0101", date(1999, 1, 1)),
    ({"type": "time", "format": "any"}, "01h02m03s", time(1, 2, 3)),
    ({"type": "time", "format": "any"}, "10:00:00 GMT-3", time(10, tzinfo=timezone(timedelta(hours=3)))),
    ({"type": "time", "format": "any"}, "Thu Sep 25 10:36:28 CET 2003", time(10, 36, 28)),
    ({"type": "duration"}, "P999999999999Y", (12 * 999_999_999_999, Decimal(0))),
    ({"type": "time"}, "15:00:00Z", time(15, tzinfo=UTC)),
    ({"type": "time", "format": "any"}, "3:00 pm", time(15)),
    ({"type": "datetime"}, "2024-01-26T15:00:00.3Z", datetime(2024, 1, 26, 15, 0, 0, 300_000, tzinfo=UTC)),
    ({"type": "datetime"}, "2024-12-31T24:00:00", datetime(2025, 1, 1)),  # noqa: DTZ001  # it has no zone
    ({"type": "year"}, "-0044", -44),
    ({"type": "year"}, "12025", 12025),
    ({"type": "yearmonth"}, "2025-06", (2025, 6)),
    ({"type": "duration"}, "P1Y2M3DT4H5M6.5S", (14, Decimal("273906.5"))),
    ({"type": "list", "itemType": "integer", "delimiter": ";"}, "1;2", [1, 2]),
    ({"type": "array"}, '[1, "a", null]', [1, "a", None]),
    ({"type": "object"}, '{"a": {"b": 1}}', {"a": {"b": 1}}),
    ({"type": "geopoint"}, "90.50, 45.50", (Decimal("90.50"), Decimal("45.50"))),
    ({"type": "geopoint", "format": "array"}, "[90.5, 45]", (Decimal("90.5"), Decimal(45))),
    ({"type": "geopoint", "format": "object"}, '{"lat": 1, "lon": 2}', (Decimal(2), Decimal(1))),
    ({"type": "any"}, " x ", " x "),
]
BAD: list[tuple[dict[str, Any], list[str]]] = [
    ({"type": "integer"}, ["", " 1", "1 ", "1_000", "١", "1.0", "1e3", "0x1", "--1", "1\n"]),
    ({"type": "integer", "groupChar": ","}, ["1,00", ",100", "1,,000", "1000,000"]),
    ({"type": "number"}, ["", ".", "1,5", "Infinity", "+INF", "nan1", "1e", "١.٥"]),
    ({"type": "number", "groupChar": ".", "decimalChar": ","}, ["1.5", "1,000.5", "1.0000"]),
    ({"type": "boolean"}, ["yes", "tRUE", ""]),
    ({"type": "date"}, ["2024-1-5", "2023-02-29", "0000-01-01", "20240105", "2024-01-05T00:00:00"]),
    ({"type": "date", "format": "%d/%m/%Y"}, ["2024-01-05", "32/1/2024"]),
    ({"type": "time"}, ["15:00", "25:00:00", "24:00:01", "1:00:00"]),
    ({"type": "datetime"}, ["2024-01-26 15:00:00", "2024-01-26", "2024-02-30T00:00:00", "2024-01-26T15:00"]),
    ({"type": "datetime", "format": "any"}, ["gibberish", "", "a", "2024-02-30"]),
    ({"type": "year"}, ["99", "-44", "012345", "2000Z", "２０２５"]),
    ({"type": "yearmonth"}, ["2025-6", "2025-13", "202506", "25-06"]),
    ({"type": "duration"}, ["P", "PT", "1Y", "P1S", "P1.Y"]),
    ({"type": "list", "itemType": "integer"}, ["1,a", ""]),
    ({"type": "array"}, ["{}", "[1,", "[NaN]", "[" * 100_000]),
    ({"type": "object"}, ["[]", '{"a": Infinity}', "1"]),
    ({"type": "geopoint"}, ["181,0", "0,91", "1", "1,2,3", "a,b"]),
    ({"type": "geopoint", "format": "object"}, ['{"lat": 1}', '{"lat": 1, "lon": 2, "x": 3}', "[1, 2]"]),
    ({"type": "string", "format": "uri"}, ["example.org", "http://a:b", "//x/y", ""]),
    ({"type": "string", "format": "email"}, ["a@", "@b.org", "a b@example.org", "a@b", "a@b@c.org"]),
    ({"type": "string", "format": "uuid"}, ["x", "95ecc380-afe9-11e4-9b6c-751b66dd541"]),
    ({"type": "string", "format": "binary"}, ["dGVzdA"]),
    ({"type": "string", "format": "wkt"}, ["POINT (1)", "POINT (1 2", "CIRCLE (1 2)"]),
]
POINT = '{"type": "Point", "coordinates": [1, 2]}'
RING = "[[0, 0], [1, 0], [1, 1], [0, 0]]"


@pytest.mark.parametrize(("field", "text", "value"), GOOD, ids=str)
def test_reads(field: dict[str, Any], text: str, value: Any) -> None:
    assert type_of(field).parse(text) == value


@pytest.mark.parametrize(("field", "texts"), BAD, ids=lambda one: str(one)[:60])
def test_refuses(field: dict[str, Any], texts: list[str]) -> None:
    assert [text for text in texts if type_of(field).parse(text) is not None] == []


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        (POINT, True),
        ('{"type": "Point", "coordinates": [1, 2, 3]}', True),
        (f'{{"type": "Polygon", "coordinates": [{RING}]}}', True),
        ('{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}', False),
        (f'{{"type": "Feature", "geometry": {POINT}, "properties": null}}', True),
        (f'{{"type": "Feature", "geometry": {POINT}}}', False),
        (f'{{"type": "GeometryCollection", "geometries": [{POINT}]}}', True),
        ('{"type": "Point", "coordinates": [true, 2]}', False),
        ('{"type": "Nope"}', False),
        ("[1]", False),
    ],
)
def test_geojson(text: str, valid: bool) -> None:
    assert (type_of({"type": "geojson"}).parse(text) is not None) == valid


def test_every_type_says_what_it_expects() -> None:
    for name in TYPES:
        assert type_of({"name": "f", "type": name}).expected


def test_durations_compare_only_where_all_months_agree() -> None:
    kind = type_of({"type": "duration"})
    month, days = kind.order(kind.parse("P1M")), kind.order(kind.parse("P30D"))
    assert not month < days
    assert not month > days
    assert kind.order(kind.parse("P27D")) < month < kind.order(kind.parse("P32D"))
