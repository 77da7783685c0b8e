"""Records carry both numbers, and what is no text is refused with its line."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peacedata.intake.dialect import dialect_from
from peacedata.intake.limits import Limits
from peacedata.intake.records import read_records
from peacedata.intake.refused import Reason, Refused


def records(data: bytes, **options: Any) -> list[tuple[int, int, list[str]]]:
    return [tuple(record) for record in read_records(io.BytesIO(data), **options)]


def test_numbers_and_lines() -> None:
    data = b'id,v\r\n1,"a\r\nb"\r\n\r\n2,"c\rd\ne"\n3,f'
    assert records(data) == [
        (1, 1, ["id", "v"]),
        (2, 2, ["1", "a\r\nb"]),
        (3, 4, []),
        (4, 5, ["2", "c\rd\ne"]),
        (5, 8, ["3", "f"]),
    ]


@given(st.lists(st.lists(st.text('ab\n\r",é', max_size=5), min_size=1, max_size=3), max_size=30))
def test_lines_are_those_of_the_file(rows: list[list[str]]) -> None:
    text = "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows)
    found = records(text.encode())
    assert [cells for _, _, cells in found] == rows
    reader = csv.reader(io.StringIO(text, newline=""))
    starts = []
    for _ in rows:
        starts.append(reader.line_num + 1)
        next(reader)
    assert [line for _, line, _ in found] == starts


@pytest.mark.parametrize(
    ("data", "reason", "line"),
    [
        (b"a\nb\n\xeb\n", Reason.ENCODING, 3),
        (b"\xff\xfea\x00,\x00", Reason.ENCODING, 1),
        (b"a\nb\x00c\n", Reason.CONTROL, 2),
        (b"a\n\x1b[31mred\n", Reason.CONTROL, 2),
        ("a\r\nb\r\n\u202ec\r\n".encode(), Reason.CONTROL, 3),
        ("a\n\u2066\n".encode(), Reason.CONTROL, 2),
        ("a\n\x85\n".encode(), Reason.CONTROL, 2),
    ],
)
def test_what_is_no_text_is_refused_with_its_line(data: bytes, reason: Reason, line: int) -> None:
    with pytest.raises(Refused) as caught:
        records(data)
    assert (caught.value.reason, caught.value.line) == (reason, line)


def test_a_forbidden_character_across_two_blocks() -> None:
    for shift in range(4):
        data = b"a" * ((1 << 18) - shift) + "\u202e".encode()
        with pytest.raises(Refused) as caught:
            records(data, limits=Limits(cell=1 << 20))
        assert caught.value.reason is Reason.CONTROL


def test_harmless_text_is_read() -> None:
    text = "a,b\n«é»,“quoted” – 中国 \u00a0\t\U0001f54a\n"
    assert records(text.encode())[1][2] == ["«é»", "“quoted” – 中国 \u00a0\t\U0001f54a"]
    assert records("a\n\u0401\n".encode("cp1251"), encoding="cp1251")[1][2] == ["\u0401"]
    assert records(b"\xef\xbb\xbfa\n")[0][2] == ["a"]


def test_limits() -> None:
    limits = Limits(cell=1000, record=1 << 20)
    with pytest.raises(Refused) as caught:
        records(b"a\n" + b"x" * 2000, limits=limits)
    assert caught.value.reason is Reason.CELL_TOO_LONG
    with pytest.raises(Refused) as caught:
        records(b'a\n"' + b"x\n" * 2000, limits=limits)
    assert caught.value.reason is Reason.CELL_TOO_LONG
    with pytest.raises(Refused) as caught:
        records(b'"a\n",' * 500_000, limits=limits)
    assert caught.value.reason is Reason.RECORD_TOO_LONG


def test_strict_quotes() -> None:
    assert records(b'a\n"b') == [(1, 1, ["a"]), (2, 2, ["b"])]
    with pytest.raises(Refused) as caught:
        records(b'a\n"b', strict=True)
    assert caught.value.reason is Reason.QUOTES


def test_dialects() -> None:
    assert records(b"a;'b;c'\n", dialect=dialect_from({"delimiter": ";", "quoteChar": "'"}))[0][2] == ["a", "b;c"]
    assert records(b"a\tb\n", dialect=dialect_from(None, tabs=True))[0][2] == ["a", "b"]
    assert records(b"a\\,b\n", dialect=dialect_from({"csv": {"escapeChar": "\\"}}))[0][2] == ["a,b"]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 16, 64, 128, 256, 512])
def test_short_records_are_never_taken_for_one_that_has_no_end(size: int) -> None:
    """Also where as many records fit into every block that is read, whatever they are counted in."""
    many = (1 << 20) // size
    data = (b"x" * (size - 1) + b"\n") * many
    assert len(records(data, limits=Limits(record=1 << 17))) == many


def test_the_mark_of_an_encoding_is_no_part_of_the_first_cell() -> None:
    data = "id,v\n1,é\n"
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"):
        mark = "" if encoding in ("utf-16", "utf-8-sig") else "\ufeff"
        assert records(f"{mark}{data}".encode(encoding), encoding=encoding)[0][2] == ["id", "v"]


def test_utf_16_without_its_mark_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        records(b"id,v\n1,a\n", encoding="utf-16")
    assert refusal.value.reason is Reason.ENCODING
