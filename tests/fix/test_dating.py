"""Which texts are dates that can be read in one way only."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peacedata.fix.dating import day_of, month_of
from peacedata.fix.months import MONTHS

days = st.dates(date(1000, 1, 1), date(2999, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-6-2", "2025-06-02"),
        ("2025/06/02", "2025-06-02"),
        ("2025.6.2", "2025-06-02"),
        ("2025–06–02", "2025-06-02"),
        ("20250602", "2025-06-02"),
        ("2025-06-02 00:00:00", "2025-06-02"),
        ("2 June 2025", "2025-06-02"),
        ("02-Jun-2025", "2025-06-02"),
        ("2025-Jun-02", "2025-06-02"),
        ("16 May 2025", "2025-05-16"),
        ("June 2, 2025", "2025-06-02"),
        ("Jun. 2nd, 2025", "2025-06-02"),
        ("Sept 3 2025", "2025-09-03"),
        ("1st of May 2025", "2025-05-01"),
        ("Monday, 2 June 2025", "2025-06-02"),
        ("Mon 2 June 2025", "2025-06-02"),
        ("2 червня 2025", "2025-06-02"),
        ("2 червня 2025 р.", "2025-06-02"),
        ("2 июня 2025 года", "2025-06-02"),
        ("29 February 2024", "2024-02-29"),
        ("13/04/2025", "2025-04-13"),
        ("04/13/2025", "2025-04-13"),
        ("25.12.2025", "2025-12-25"),
        ("2 Травня 2025", "2025-05-02"),
    ],
)
def test_a_day_that_is_certain(text: str, day: str) -> None:
    assert str(day_of(text)) == day
    assert str(day_of(f" {text}\t")) == day


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2025",
        "3.4.2025",
        "04/04/2025",
        "12-11-2025",
        "02/06/25",
        "2 June 25",
        "June 2",
        "2025",
        "2025-06",
        "2025/13/02",
        "2025-02-30",
        "30 February 2025",
        "29.02.2025",
        "31/04/2025",
        "13/13/2025",
        "0000-01-01",
        "Tuesday, 2 June 2025",
        "2th June 2025",
        "1nd June 2025",
        "2 Juni 2025",
        "2 листопад",
        "02062025",
        "25 2025 June",
        "2025-06-02/2025-06-05",
        "2025-06-XX",
        "2025-06~",
        "about 2 June 2025",
        "2 June 2025 or so",
        "2025-06-02T10:00:00",
        "2025-06-02 00:00:00Z",
        "٢ June 2025",
        "２ June 2025",
        "2025/06-02",
        "12 May 2025 13 May 2025",
        "",
        "x" * 5000,
        "May",
    ],
)
def test_what_could_be_two_days_or_none_is_not_read(text: str) -> None:
    assert day_of(text) is None


@given(one=st.integers(1, 12), other=st.integers(1, 12), year=st.integers(1000, 2999), mark=st.sampled_from("/.-–"))
def test_two_numbers_that_can_both_be_the_month_are_never_read(one: int, other: int, year: int, mark: str) -> None:
    for text in (f"{one}{mark}{other}{mark}{year}", f"{one:02}{mark}{other:02}{mark}{year}"):
        assert day_of(text) is None


@given(day=days, name=st.sampled_from(sorted(MONTHS)), data=st.data())
def test_every_way_to_write_a_day_gives_that_day(day: date, name: str, data: st.DataObject) -> None:
    month = MONTHS[name]
    day = day.replace(day=min(day.day, 28), month=month)
    text = data.draw(
        st.sampled_from(
            [
                f"{day.year}-{day.month}-{day.day}",
                f"{day.year}/{day.month:02}/{day.day:02}",
                f"{day.day} {name} {day.year}",
                f"{day.day:02} {name.upper()} {day.year}",
                f"{name.capitalize()} {day.day}, {day.year}",
                f"{day:%A}, {day.day} {name} {day.year}",
            ]
        )
    )
    assert str(day_of(text)) == day.isoformat()


def test_months() -> None:
    assert str(month_of("June 2025")) == str(month_of("червень 2025 року")) == str(month_of("2025 Jun")) == "2025-06"
    assert month_of("06/2025") is month_of("2025-6") is month_of("2001-6") is month_of("June") is None
    assert str(month_of("06/2025", figures=True)) == str(month_of("2025-6", figures=True)) == "2025-06"
    assert month_of("13/2025", figures=True) is None


@given(text=st.text(max_size=80))
def test_any_text_is_read_or_not_without_a_fault(text: str) -> None:
    found = day_of(text)
    assert found is None or date.fromisoformat(str(found))
    month_of(text, figures=True)
