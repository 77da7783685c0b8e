from __future__ import annotations

import csv
import io
import unicodedata
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peacedata.errors import InvalidData
from peacedata.release.canonical import canonical_csv, canonical_rows

SCHEMA = {"fields": [{"name": "b"}, {"name": "a"}, {"name": "c"}], "primaryKey": ["a", "b"]}
# Few letters, so that keys collide, quotes meet line ends, and letters meet the marks that NFC joins to them.
cells = st.text(
    st.sampled_from(["a", "b", ",", '"', "\n", "\r", " ", "\u0301", "e", "é", "ї", "😀", "\u1100", "\u1161"])
)
tables = st.lists(st.fixed_dictionaries({"a": cells, "b": cells, "c": cells}), max_size=8)


def parse(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


@given(tables)
def test_canonical_form_of_canonical_form_is_itself(rows: list[dict[str, str]]) -> None:
    once = canonical_csv(SCHEMA, rows)
    assert canonical_csv(SCHEMA, parse(once)) == once


@given(tables, st.randoms())
def test_order_of_rows_and_columns_does_not_matter(rows: list[dict[str, str]], random: Random) -> None:
    shuffled = [dict(sorted(row.items(), reverse=True)) for row in rows]
    random.shuffle(shuffled)
    assert canonical_csv(SCHEMA, shuffled) == canonical_csv(SCHEMA, rows)


@given(tables)
def test_only_nfc_changes_a_value(rows: list[dict[str, str]]) -> None:
    read = parse(canonical_csv(SCHEMA, rows))
    wanted = [{name: unicodedata.normalize("NFC", row[name]) for name in "abc"} for row in rows]
    assert sorted(map(repr, ({k: row[k] for k in "abc"} for row in read))) == sorted(map(repr, wanted))


@given(tables)
def test_rows_are_in_the_order_of_the_key(rows: list[dict[str, str]]) -> None:
    keys = [(row["a"], row["b"]) for row in canonical_rows(SCHEMA, rows)]
    assert keys == sorted(keys)


def test_bytes_are_as_promised() -> None:
    rows = [
        {"a": "я", "b": "x", "c": 'he said "no"'},
        {"a": "z", "b": "", "c": "two\nlines"},
        {"a": "Z", "b": "lone\rCR", "c": " blanks "},
        {"a": "Z", "b": "e\u0301"},
    ]
    assert canonical_csv(SCHEMA, rows).decode() == (
        'b,a,c\n"lone\rCR",Z, blanks \né,Z,\n,z,"two\nlines"\nx,я,"he said ""no"""\n'
    )


def test_keys_are_compared_by_code_points_not_by_their_joined_text() -> None:
    schema = {"fields": [{"name": "a"}, {"name": "b"}], "primaryKey": ["a", "b"]}
    rows = [{"a": "x-y", "b": "1"}, {"a": "x", "b": "2"}]
    assert [row["a"] for row in canonical_rows(schema, rows)] == ["x", "x-y"]


def test_an_empty_table_is_its_header() -> None:
    assert canonical_csv(SCHEMA, []) == b"b,a,c\n"


def test_the_only_cell_of_a_record_is_never_a_blank_line() -> None:
    assert canonical_csv({"fields": [{"name": "a"}]}, [{"a": ""}]) == b'a\n""\n'


def test_a_column_outside_the_schema_is_refused_not_lost() -> None:
    with pytest.raises(InvalidData, match="'d' is not in the schema"):
        canonical_rows(SCHEMA, [{"a": "1", "d": "lost"}])
