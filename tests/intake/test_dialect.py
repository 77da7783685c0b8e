"""Which dialects are followed, and where the header of a file stands."""

from __future__ import annotations

from typing import Any

import pytest

from peacedata.errors import InvalidDescriptor
from peacedata.intake.dialect import DEFAULT, dialect_from

RECORDS = [["# by hand"], ["#", "x"], ["id", "name"], ["1", "a"]]


@pytest.mark.parametrize(
    ("descriptor", "rows"),
    [
        ({"commentChar": "#"}, (3,)),
        ({"commentRows": [1, 2]}, (3,)),
        ({"commentRows": [2]}, (1,)),
        ({"commentChar": "#", "headerRows": [2]}, (2,)),
        ({}, (1,)),
    ],
)
def test_the_header_is_the_first_record_that_is_no_comment(descriptor: dict[str, Any], rows: tuple[int, ...]) -> None:
    assert dialect_from(descriptor).settled(RECORDS).header_rows == rows


def test_comments_alone_leave_the_header_where_it_is() -> None:
    assert dialect_from({"commentChar": "#"}).settled(RECORDS[:2]).header_rows == (1,)


def test_no_header_rows_mean_no_header() -> None:
    assert dialect_from({"headerRows": []}).header is False


def test_under_csv_only_what_frictionless_writes_there_counts() -> None:
    assert dialect_from({"csv": {"commentChar": "#", "header": False}}) == DEFAULT
    assert dialect_from({"csv": {"delimiter": ";"}}).delimiter == ";"


@pytest.mark.parametrize(
    "descriptor",
    [
        {"escapeChar": ""},
        {"quoteChar": ""},
        {"delimiter": "||"},
        {"header": None},
        {"csv": {"doubleQuote": None}},
        {"headerRows": [0]},
        {"lineTerminator": ";"},
    ],
)
def test_what_cannot_be_followed_is_refused(descriptor: dict[str, Any]) -> None:
    with pytest.raises(InvalidDescriptor):
        dialect_from(descriptor)


def test_null_stands_for_the_default_of_version_1() -> None:
    assert dialect_from({"delimiter": None, "escapeChar": None}) == DEFAULT
