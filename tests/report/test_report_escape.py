"""Text of unknown origin, made safe for where it is printed."""

from __future__ import annotations

import re

import pytest
from hostile_reports import hostile
from hypothesis import given

from peacedata.report.escape import code_span, command_data, command_property, log_line, printable, well_formed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Київ, İstanbul – “да”", "Київ, İstanbul – “да”"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\nb\tc", "a\\nb\\tc"),
        ("a\u202eb", "a\\u202eb"),
        ("a\udc80b\U0010ffff", "a\\udc80b\\U0010ffff"),
    ],
)
def test_what_cannot_be_seen_is_written_as_an_escape(text: str, expected: str) -> None:
    assert printable(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("::error::x", "\\x3a:error::x"),
        ("  ::error::x", "  \\x3a:error::x"),
        ("a::error::x", "a::error::x"),
        ("a ##[error]x", "a #\\x23[error]x"),
        ("a ##vso[task.x]y", "a #\\x23vso[task.x]y"),
        ("## a heading", "## a heading"),
    ],
)
def test_a_line_of_a_log_is_no_command(text: str, expected: str) -> None:
    assert log_line(text) == expected


def test_workflow_commands_are_escaped_as_the_toolkit_does() -> None:
    assert command_data("50%\n: ,") == "50%25%0A: ,"
    assert command_property("50%\n: ,") == "50%25%0A%3A %2C"
    assert command_data("a\rb") == "a\\rb"


def test_a_code_span() -> None:
    assert code_span("") == ""
    assert code_span("a | `b` \\") == "`a \\x7c \\x60b\\x60 \\`"


@given(hostile)
def test_what_is_printable_is_one_line_of_legal_xml_and_stays_as_it_is(text: str) -> None:
    once = printable(text)
    assert once.isprintable()
    assert printable(once) == once
    assert re.fullmatch("[ -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*", once)  # Char of XML 1.0


@given(hostile)
def test_well_formed_text_can_be_encoded_and_is_else_the_same(text: str) -> None:
    assert well_formed(text).encode().decode() == well_formed(text)
    if not any(0xD800 <= ord(char) <= 0xDFFF for char in text):
        assert well_formed(text) == text
