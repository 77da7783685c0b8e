"""What each fixer does, and what none of them does."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from fixing import Fields, one, text_of
from hypothesis import given
from hypothesis import strategies as st

from peacedata.check.compiled import CompiledSchema
from peacedata.check.run import all_checks
from peacedata.fix.fixer import fixers
from peacedata.fix.stage import Stage

EDTF = {"name": "d", "type": "string", "rdfType": "http://id.loc.gov/datatypes/edtf/EDTF"}
EDTF |= {"constraints": {"pattern": r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?[?~%]?"}}
KINDS = {"name": "k", "type": "string", "constraints": {"enum": ["in_person", "did_not_take_place", "cancelled"]}}
FIELDS: Fields = [
    {"name": "id", "type": "integer"},
    {"name": "text", "type": "string"},
    {"name": "day", "type": "date"},
    {"name": "kind", "type": "string", "constraints": {"enum": ["in_person", "call"]}},
    {"name": "yes", "type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
]
HEAD = "id,text,day,kind,yes\n"


def test_fixers_are_found_in_the_order_of_their_stages() -> None:
    assert [fixer.stage for fixer in fixers()] == sorted(fixer.stage for fixer in fixers())
    assert {fixer.stage for fixer in fixers()} == set(Stage)
    assert len({fixer.name for fixer in fixers()}) == len(fixers())
    assert all((fixer.fix or fixer.mend) and fixer.says.endswith(".") for fixer in fixers())


def test_a_code_is_declared_fixable_where_a_fixer_mends_it_and_nowhere_else() -> None:
    declared = {check.code for check in all_checks() if check.fixable}
    assert declared == {code for fixer in fixers() for code in fixer.mends}


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ({"type": "integer"}, " 12", "12"),
        ({"type": "integer"}, "\u00a012 ", "12"),
        ({"type": "integer"}, "  ", ""),
        ({"type": "number"}, "1.5 ", "1.5"),
        ({"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]}, "TRUE", "true"),
        ({"type": "boolean"}, "tRuE", "true"),
        ({"type": "date"}, " 2 June 2025", "2025-06-02"),
        ({"type": "date"}, "2025/06/02", "2025-06-02"),
        ({"type": "yearmonth"}, "June 2025", "2025-06"),
        ({"type": "yearmonth"}, "2025-6", "2025-06"),
        ({"type": "datetime"}, "2025-06-02 15:00:00", "2025-06-02T15:00:00"),
        ({"type": "datetime"}, "2025-06-02t15:00:00z", "2025-06-02T15:00:00Z"),
        ({"type": "string", "constraints": {"pattern": "[a-z]+"}}, "kyiv ", "kyiv"),
        ({"type": "string", "format": "email"}, " a@example.org", "a@example.org"),
        (EDTF, "2 June 2025", "2025-06-02"),
        (EDTF, "2025/6/2?", "2025-06-02?"),
        (EDTF, "June 2025", "2025-06"),
        (KINDS, "In person", "in_person"),
        (KINDS, "DID-NOT-TAKE-PLACE", "did_not_take_place"),
        (KINDS, "canceled", "cancelled"),
        ({"constraints": {"enum": ["é"]}}, "e\u0301", "é"),
        ({"categories": [{"value": "UKR", "label": "Ukraine"}], "type": "string"}, "ukraine", "UKR"),
    ],
)
def test_a_cell_is_mended(tmp_path: Path, field: dict[str, Any], before: str, after: str) -> None:
    fields: Fields = [{"name": "n", "type": "integer"}, {"name": "v"} | field | {"name": "v"}]
    assert text_of(one(tmp_path, fields, f"n,v\n1,{before}\n")) == f"n,v\n1,{after}\n"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ({"type": "string"}, " blanks  may mean something "),
        ({"type": "string"}, "e\u0301"),
        ({"type": "string", "constraints": {"maxLength": 2}}, " ab "),
        ({"type": "any"}, " x"),
        ({"type": "integer", "bareNumber": False}, " 12 EUR"),
        ({"type": "integer"}, "1 2"),
        ({"type": "integer"}, "12.0"),
        ({"type": "integer"}, "١٢"),
        ({"type": "integer", "constraints": {"required": True}}, "  "),
        ({"type": "integer", "constraints": {"minimum": 5}}, " 3"),
        ({"type": "date"}, "03/04/2025"),
        ({"type": "date"}, "June 2025"),
        ({"type": "date", "format": "%d/%m/%Y"}, "2025-06-02"),
        ({"type": "date", "format": "any"}, "2 June 2025"),
        ({"type": "string"}, "2 June 2025"),
        (EDTF, "2025-06-02/2025-06-05"),
        (EDTF, "2004-XX"),
        (EDTF, "c. 2014"),
        (KINDS, "in persons"),
        (KINDS, "in person or not"),
        ({"constraints": {"enum": ["a-b", "a_b"]}}, "A B"),
        ({"constraints": {"enum": ["A", "a"]}}, "a "),
        ({"type": "string", "categories": [{"value": "x", "label": "Same"}, {"value": "y", "label": "Same"}]}, "same"),
        ({"type": "string", "constraints": {"pattern": "[a-z]+"}}, "Kyiv"),
    ],
)
def test_a_cell_that_proves_nothing_is_left(tmp_path: Path, field: dict[str, Any], text: str) -> None:
    fields: Fields = [{"name": "n", "type": "integer"}, {"name": "v"} | field | {"name": "v"}]
    planned = one(tmp_path, fields, f"n,v\n1,{text}\n")
    # A code that differs by a blank only from one that is there is that one.
    wanted = text.strip() if text == "a " else text
    assert text_of(planned) == f"n,v\n1,{wanted}\n"


def test_the_bytes_and_lines_of_a_file(tmp_path: Path) -> None:
    for content in (b"\xef\xbb\xbf", b"\xef\xbb\xbf\xef\xbb\xbf"):
        planned = one(tmp_path, FIELDS[:2], content + b'id,text\r\n1,a\r\n\r\n2,"b"\n,\n3,c')
        assert planned.after == b"id,text\n1,a\n2,b\n3,c\n"
        assert planned.counts == {"byte-order-mark": 1, "line-ends": 4, "blank-records": 2, "quoting": 1}


def test_returns_alone_are_line_ends_where_nothing_else_can_be_meant(tmp_path: Path) -> None:
    assert text_of(one(tmp_path, FIELDS[:2], "id,text\r1,a\r2,b\r")) == "id,text\n1,a\n2,b\n"
    assert text_of(one(tmp_path, FIELDS[:2], "id,text\r1,a\n2,b\r\n")) == "id,text\n1,a\n2,b\n"
    assert text_of(one(tmp_path, FIELDS[:1], "id\r1\r2\r")) == "id\n1\n2\n"
    assert "one column" in str(one(tmp_path, FIELDS[1:2], "text\na\rb\nc\n").left)


def test_line_ends_in_the_cells_of_others_are_data(tmp_path: Path) -> None:
    content = 'id,text\r\n1,"a\r\nb"\r\n'
    assert text_of(one(tmp_path, FIELDS[:2], content)) == 'id,text\n1,"a\r\nb"\n'
    kept = one(tmp_path, FIELDS[:2], 'id,text\n1,"a\r\nb"\n', dialect={"lineTerminator": "\r\n"})
    assert text_of(kept) == content


def test_columns_and_records_are_put_in_order(tmp_path: Path) -> None:
    planned = one(tmp_path, FIELDS[:2], "text,id\nx,10\ny,9\nz,1\n", primaryKey=["id"])
    assert text_of(planned) == "id,text\n1,z\n9,y\n10,x\n"
    assert planned.counts == {"column-order": 2, "row-order": 2}
    # Without a key, or with a header that is not whole, order may be all that there is.
    assert not one(tmp_path, FIELDS[:2], "id,text\n2,b\n1,a\n").changes
    for header in ("text,id,more", "text", "id,id"):
        rows = (
            f"{header}\n"
            + ",".join("2" * len(header.split(",")))
            + "\n"
            + ",".join("1" * len(header.split(",")))
            + "\n"
        )
        assert not one(tmp_path, FIELDS[:2], rows, primaryKey=["id"]).changes


def test_names_of_columns_lose_their_blanks(tmp_path: Path) -> None:
    assert text_of(one(tmp_path, FIELDS[:2], " id,text \n 1,a\n")) == "id,text\n1,a\n"
    assert text_of(one(tmp_path, FIELDS[:2], "Id,text\n 1,a\n")) == "Id,text\n 1,a\n"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"id,text\n1\n", "1 cell, the header 2"),
        (b"id,text\n1,a,b\n", "3 cells"),
        (b"id,text\n,,b\n", "3 cells"),
        (b"id,text\n1,\x00\n", "NUL"),
        (b"id,text\n1,\xff\n", "UTF-8"),
        (b'id,text\n1,"a\n', "not closed"),
        (b'id,text\n1,"a"b\n', "closing quote"),
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"\nid,text\n", "header is blank"),
        ("id,text\n1,\u202e\n".encode(), "U+202E"),
    ],
)
def test_a_file_with_a_fault_in_its_structure_is_left(tmp_path: Path, content: bytes, why: str) -> None:
    planned = one(tmp_path, FIELDS[:2], b"\xef\xbb\xbf" + content if content[:1] == b"i" else content)
    assert why in str(planned.left)
    assert not planned.changes


def test_what_cannot_be_kept_when_a_file_is_written_anew_is_left(tmp_path: Path) -> None:
    content = "id,text\r\n1,a\r\n"
    assert "hash" in str(one(tmp_path, FIELDS[:2], content, hash="a" * 32).left)
    assert "bytes" in str(one(tmp_path, FIELDS[:2], content, bytes=17).left)
    assert "escape_char" in str(one(tmp_path, FIELDS[:2], content, dialect={"escapeChar": "\\"}).left)
    assert "comments" in str(one(tmp_path, FIELDS[:2], content, dialect={"commentChar": "#"}).left)
    assert "utf-16" in str(one(tmp_path, FIELDS[:2], content, encoding="utf-16").left)
    assert "descriptor" in str(one(tmp_path, [{"name": "id", "type": "number of"}], content).left)


def test_other_dialects_and_encodings_are_kept(tmp_path: Path) -> None:
    content = 'id;text\r\n 1;"é"\r\n2;"a;b"\r\n'.encode("latin-1")
    planned = one(tmp_path, FIELDS[:2], content, dialect={"delimiter": ";"}, encoding="latin-1")
    assert planned.left is None
    assert planned.after == 'id;text\n1;é\n2;"a;b"\n'.encode("latin-1")


cells = st.text(st.sampled_from([*"ab1 ,;\"'\n\r\t-/", "\u00a0", "e", "\u0301", "\ufeff", "\u2003", "Ї"]), max_size=5)
values = st.one_of(
    cells,
    st.sampled_from(["12", " 12", "2 June 2025", "03/04/2025", "2025-06-02", "In person", "call ", "TRUE", "", "NA"]),
)


def quoted(cell: str, always: bool) -> str:
    return '"' + cell.replace('"', '""') + '"' if always or set(cell) & set(',"\r\n') else cell


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Files of any cells, ragged now and then."""
    header = draw(st.permutations([field["name"] for field in FIELDS]))
    rows = draw(st.lists(st.lists(values, min_size=5, max_size=5), max_size=5))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    lines = [",".join(quoted(cell, draw(st.booleans())) for cell in row) for row in [header, *rows]]
    mark = draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    return mark + (end.join(lines) + draw(st.sampled_from(["", end, end * 2]))).encode()


@given(content=files(), key=st.booleans())
def test_the_second_time_nothing_changes_and_what_was_right_stays(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, key: bool
) -> None:
    folder = tmp_path_factory.getbasetemp()
    more = {"primaryKey": ["id"]} if key else {}
    first = one(folder, FIELDS, content, **more)
    if first.left is not None:
        assert not first.changes
        return
    assert first.opened is not None
    second = one(folder, FIELDS, first.after, **more)
    assert second.left is None
    assert (second.after, dict(second.counts)) == (first.after, {})
    assert first.changes == bool(first.counts)
    _assert_meaning_kept(content, first.after)


def _assert_meaning_kept(before: bytes, after: bytes) -> None:
    """No typed value of a cell that was right is lost; blank records have none."""
    for field in CompiledSchema({"fields": FIELDS}).fields:
        old, new = (
            Counter(
                str(field.value(row[field.name]))
                for row in _rows(content)
                if any(row.values()) and not field.judge(row[field.name])
            )
            for content in (before, after)
        )
        assert old <= new + Counter({"None": old["None"]})


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig").lstrip("\ufeff"), newline="")))


def test_normal_form_is_that_of_unicode(tmp_path: Path) -> None:
    text = unicodedata.normalize("NFD", "Йосиф é")
    fields: Fields = [{"name": "v", "type": "string", "constraints": {"enum": [unicodedata.normalize("NFC", text)]}}]
    assert text_of(one(tmp_path, fields, f"v\n{text}\n")) == f"v\n{unicodedata.normalize('NFC', text)}\n"
