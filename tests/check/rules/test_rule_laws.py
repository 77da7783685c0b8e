"""Laws of single rules on generated data, and the small tables that rules share."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peacedata.check.boxes import BOXES
from peacedata.check.example import example_dataset
from peacedata.check.rule import Example, all_rules, judge_dataset
from peacedata.check.schemes import FORMS, halves
from peacedata.dataset.dataset import Dataset
from peacedata.model.codes import Scheme
from peacedata.model.countries import Country

AS_OF = date(2026, 1, 1)
BY_CODE = {rule.check.code: rule for rule in all_rules()}


def firing(rows: Example, *codes: str) -> set[str]:
    found = judge_dataset(example_dataset(rows), AS_OF, [BY_CODE[code] for code in codes])
    return {finding.code for finding in found}


def fires(code: str, rows: Example) -> bool:
    return firing(rows, code) == {code}


def place(country: str, latitude: object, longitude: object) -> Example:
    return {"places": [{"country": country, "latitude": str(latitude), "longitude": str(longitude)}]}


def test_boxes_are_boxes_of_countries() -> None:
    assert set(BOXES) <= set(Country.__members__)
    for boxes in BOXES.values():
        for box in boxes:
            assert -90 <= box.south < box.north <= 90
            assert -180 <= box.west < box.east <= 180


def test_every_country_of_the_dataset_has_a_box(dataset: Dataset) -> None:
    assert {place.country for place in dataset.places} <= set(BOXES)


@pytest.mark.parametrize(
    ("latitude", "longitude", "country", "others"),
    [
        (44.95, 34.10, "UKR", "RUS"),  # Simferopol
        (45.36, 36.47, "UKR", "RUS"),  # Kerch
        (48.02, 37.80, "UKR", "RUS"),  # Donetsk
        (48.57, 39.31, "UKR", "RUS"),  # Luhansk
        (47.10, 37.55, "UKR", "RUS"),  # Mariupol
        (50.91, 34.80, "UKR", "RUS"),  # Sumy
        (49.99, 36.23, "UKR", "RUS"),  # Kharkiv
        (43.00, 41.02, "GEO", "RUS"),  # Sukhumi
        (42.23, 43.97, "GEO", "RUS"),  # Tskhinvali
        (46.84, 29.63, "MDA", "RUS"),  # Tiraspol
        (55.75, 37.62, "RUS", "UKR"),  # Moscow
        (43.59, 39.72, "RUS", "GEO"),  # Sochi
        (54.71, 20.51, "RUS", "UKR"),  # Kaliningrad
        (47.22, 38.92, "RUS", "GEO"),  # Taganrog
        (51.73, 36.19, "RUS", "BLR"),  # Kursk
        (43.12, 131.89, "RUS", "CHN GEO"),  # Vladivostok; the box of China is coarse
        (64.73, 177.51, "RUS", "USA"),  # Anadyr
        (61.22, -149.90, "USA", "RUS"),  # Anchorage
        (41.90, 12.45, "VAT", "FRA"),
    ],
)
def test_borders_are_those_of_the_general_assembly(
    latitude: float, longitude: float, country: str, others: str
) -> None:
    assert not fires("PD410", place(country, latitude, longitude))
    assert fires("PD410", place(others.split()[-1], latitude, longitude))


@given(st.sampled_from(sorted(BOXES)), st.data())
def test_inside_its_box_passes_and_on_the_other_side_of_the_earth_does_not(code: str, data: st.DataObject) -> None:
    box = data.draw(st.sampled_from(BOXES[code]))
    latitude = data.draw(st.decimals(Decimal(str(box.south)), Decimal(str(box.north)), places=2))
    longitude = data.draw(st.decimals(Decimal(str(box.west)), Decimal(str(box.east)), places=2))
    assert not fires("PD410", place(code, latitude, longitude))
    assert fires("PD410", place(code, -90, longitude))


@given(st.integers(100, 49_999))
def test_two_numbers_in_a_row_run_together_are_found(number: int) -> None:
    together = f"{number}{number + 1}"
    same_length = len(str(number)) == len(str(number + 1))
    assert (halves(together) == (str(number), str(number + 1))) is same_length
    assert halves(str(number)) is None


def test_known_numbers_run_together_are_found() -> None:
    known = [{"scheme": "ucdp_conflict", "value": value} for value in ("13243", "13306")]
    assert fires("PD516", {"identifiers": [*known, {"scheme": "ucdp_conflict", "value": "1324313306"}]})
    assert not fires("PD516", {"identifiers": [*known, {"scheme": "geonames", "value": "1324313306"}]})
    assert not fires("PD516", {"identifiers": [*known, {"scheme": "ucdp_conflict", "value": "13247"}]})


@pytest.mark.parametrize("scheme", Scheme)
def test_every_scheme_has_a_form(scheme: Scheme) -> None:
    assert FORMS[scheme].says
    assert {"processes", "events", "actors", "documents", "places"} >= FORMS[scheme].tables


@given(st.from_regex(r"[1-9][0-9]{0,2}", fullmatch=True))
def test_a_number_is_one_identifier_and_with_a_fraction_none(value: str) -> None:
    row = {"scheme": "ucdp_actor", "value": value}
    codes = ("PD433", "PD434", "PD435", "PD516")
    assert firing({"identifiers": [row]}, *codes) == set()
    assert firing({"identifiers": [{**row, "value": f"{value}.0"}]}, *codes) == {"PD434"}
    assert firing({"identifiers": [{**row, "value": f"0{value}"}]}, *codes) == {"PD433"}


@given(
    st.integers(1, 2000),
    st.lists(st.tuples(st.sampled_from(["ukraine", "russia"]), st.integers(0, 900), st.booleans()), max_size=6),
)
def test_deliveries_are_added_by_beneficiary_and_parts_never(
    promised: int, deliveries: list[tuple[str, int, bool]]
) -> None:
    common = {"quantity_qualifier": "exact", "unit": "persons"}
    promise = {"outcome_id": "promise", "outcome_type": "exchange_agreed", "quantity": str(promised), **common}
    rows = [promise, {"outcome_id": "whole", "outcome_type": "exchange_done"}]
    total = {"ukraine": 0, "russia": 0}
    for number, (beneficiary, quantity, part) in enumerate(deliveries):
        total[beneficiary] += 0 if part else quantity
        row = {"outcome_id": f"d{number}", "outcome_type": "exchange_done", "fulfils": "promise", **common}
        rows.append(
            {**row, "beneficiary_id": beneficiary, "quantity": str(quantity), "part_of": "whole" if part else ""}
        )
    assert fires("PD523", {"outcomes": rows}) is any(sum_ * 100 > promised * 105 for sum_ in total.values())


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(-5, 5))
def test_a_source_may_be_one_day_older_than_its_event(day: date, apart: int) -> None:
    rows = {
        "events": [{"event_id": "talks", "date_start": day.isoformat(), "status": "occurred"}],
        "sources": [{"source_id": "page", "date_published": (day + timedelta(apart)).isoformat()}],
        "claims": [{"table": "events", "record_id": "talks", "field": "", "value": "", "source_id": "page"}],
    }
    assert fires("PD610", rows) is (apart < -1)


@pytest.mark.parametrize(
    ("url", "search"),
    [
        ("https://www.google.com/search?q=istanbul", True),
        ("https://example.org/search/istanbul", True),
        ("https://example.org/tag/ukraine/", True),
        ("https://example.org/?s=talks", True),
        ("https://example.org/?q=node%2F12", False),
        ("https://example.org/?q=news/istanbul-talks", False),
        ("https://example.org/news/research/talks", False),
        ("https://example.org/news?id=12", False),
        ("https://example.org/the-search-for-peace", False),
        ("https://example.org/search-for-peace/2025/06/02/talks", False),
    ],
)
def test_searches_are_told_from_pages(url: str, search: bool) -> None:
    assert fires("PD611", {"sources": [{"url": url}]}) is search


@pytest.mark.parametrize(
    ("quote", "faulty"),
    [
        ("We agreed to exchange all seriously wounded.", False),
        ('We stopped the fire in "DPR," excluding Debaltsevo.', False),
        ('"We agreed."', True),
        ("«Договорились».", True),
        ("We agreed … to exchange.", False),
        ("… to exchange.", True),
        ("We agreed [...] to exchange.", True),
        ("We agreed ... to exchange.", True),
    ],
)
def test_quotes_are_whole(quote: str, faulty: bool) -> None:
    assert fires("PD615", {"claims": [{"quote": quote}]}) is faulty
