from __future__ import annotations

from datetime import date

import pytest
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from peacedata.model import EdtfDate, Precision

days = st.dates(date(1000, 1, 1), date(9999, 12, 31))
written = st.builds(
    lambda day, length, qualifier: day.isoformat()[:length] + qualifier,
    days,
    st.sampled_from([4, 7, 10]),
    st.sampled_from(["", "?", "~", "%"]),
)


@given(written)
def test_bounds_are_the_strict_bounds_of_the_edtf_package(text: str) -> None:
    peer = parse_edtf(text)
    ours = EdtfDate(text)
    assert ours.earliest == date(*peer.lower_strict()[:3])
    assert ours.latest == date(*peer.upper_strict()[:3])


@given(st.integers(1, 9999), st.integers(0, 13), st.integers(0, 32), st.sampled_from(["", "?", "~", "%", "x"]))
def test_a_day_is_a_date_exactly_if_the_calendar_has_it(year: int, month: int, day: int, qualifier: str) -> None:
    text = f"{year:04}-{month:02}-{day:02}{qualifier}"
    try:
        date(year, month, day)
        exists = qualifier != "x"
    except ValueError:
        exists = False
    if exists:
        assert EdtfDate(text) == text
    else:
        with pytest.raises(ValueError, match="is not a date"):
            EdtfDate(text)


@pytest.mark.parametrize("year", [4, 100, 400, 1900, 2000, 2023, 2024, 2100, 2400])
def test_leap_years(year: int) -> None:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    text = f"{year:04}-02-29"
    if leap:
        assert EdtfDate(text).latest == date(year, 2, 29)
        assert EdtfDate(text[:7]).latest == date(year, 2, 29)
    else:
        assert EdtfDate(text[:7]).latest == date(year, 2, 28)
        with pytest.raises(ValueError, match="is not a date"):
            EdtfDate(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", " 2025", "2025 ", "2025\n", "2025-6-2", "2025-06-2", "25-06-02", "2025-13", "2025-00", "2025-06-31"),
        *("2025-06-02T10:00", "2025-06-02/2025-06-03", "2025-06-uu", "201X", "2025-06-02?~", "?2025", "-0044", "0000"),
        *("y12025", "2025-21", "[2025]", "unknown", "..", "٢٠٢٥", "2025-06-0２", "02.06.2025"),
    ],
)
def test_nothing_else_of_edtf_is_a_date(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        EdtfDate(text)


@given(written)
def test_qualifier_and_precision(text: str) -> None:
    value = EdtfDate(text)
    assert value.uncertain == text.endswith(("?", "%"))
    assert value.approximate == text.endswith(("~", "%"))
    assert value.precision is {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}[len(text.rstrip("?~%"))]
    assert value.earliest <= value.latest


@given(written)
def test_a_date_is_its_text(text: str) -> None:
    adapter = TypeAdapter(EdtfDate)
    value = adapter.validate_python(text)
    assert value == text
    assert isinstance(value, EdtfDate)
    assert adapter.dump_python(value, mode="json") == text
    assert adapter.validate_json(adapter.dump_json(value)) == value


@pytest.mark.parametrize("value", [2025, date(2025, 6, 2), None])
def test_only_text_becomes_a_date(value: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(EdtfDate).validate_python(value)


def test_the_peer_is_strict_about_the_calendar() -> None:
    # If this fails, the comparison above has become stronger: use it for days that do not exist as well.
    with pytest.raises((EDTFParseException, ValueError)):
        parse_edtf("2025-13")
