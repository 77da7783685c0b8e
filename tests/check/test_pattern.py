"""Patterns match what Python's own engine matches, in bounded time."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peacedata.check.pattern import SEPARATOR, Pattern, UnsupportedPattern

ATOMS = st.sampled_from(["a", "b", "c", "[ab]", "[^a]", ".", "[a-c]", "\\d", "\\w", "\\.", "\\-"])
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{0,2}", "{1,3}", "{2,}"])).map(
            lambda p: f"(?:{p[0]}){p[1]}"
        ),
    ),
    max_leaves=8,
)


@given(PATTERNS, st.text("abc1.-\x1f", max_size=8))
def test_matches_as_python_does(source: str, text: str) -> None:
    pattern = Pattern(source)
    expected = re.fullmatch(source, text, re.ASCII) is not None
    assert pattern.matches(text) == expected
    if pattern.matches_all(text + SEPARATOR) and SEPARATOR not in text:
        assert expected


@given(PATTERNS, st.lists(st.text("abc1.-\x1f", max_size=4), max_size=4))
def test_a_joined_column_is_accepted_only_if_every_cell_matches(source: str, cells: list[str]) -> None:
    pattern = Pattern(source)
    joined = "".join(cell + SEPARATOR for cell in cells)
    if pattern.matches_all(joined) and joined.count(SEPARATOR) == len(cells):
        assert all(map(pattern.matches, cells))


@pytest.mark.parametrize("source", ["(a+)+b", "(a*)*b", "(a|a)*b", "(a|aa)+b", "a*a*a*a*a*b", ".*.*.*x", "(.+)+y"])
def test_no_pattern_takes_long(source: str) -> None:
    start = time.process_time()
    assert not Pattern(source).matches("a" * 1_000_000)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "source", ["(?!a)b", "(?<=a)b", "(a)\\1", "(?i)a", "a++", "(", "a{3,1}", "*a", "[z-a]", "\\Zx", "[a-z-[aeiou]]"]
)
def test_what_has_no_bounded_matching_is_refused(source: str) -> None:
    with pytest.raises(UnsupportedPattern):
        Pattern(source)


@pytest.mark.parametrize(
    ("source", "good", "bad"),
    [
        ("^a.*$", ["a", "abc"], ["b", "ba", "a\n"]),
        ("a|b", ["a", "b"], ["ax", "xb", "ab"]),
        ("[A-Z]{2}", ["UA"], ["UAE", "UA\n", "ua"]),
        ("\\d+", ["12"], ["١٢", ""]),
        ("\\p{Lu}\\p{Ll}*", ["Ärger", "A"], ["ärger", "AB"]),
        ("\\w+", ["Київ", "a_1"], ["a-b", ""]),
        ("\\u0041\\x42", ["AB"], ["A"]),
        ("[]a]+", ["]a"], ["b"]),
        ("", [""], ["a"]),
    ],
)
def test_syntax(source: str, good: list[str], bad: list[str]) -> None:
    pattern = Pattern(source)
    assert all(map(pattern.matches, good))
    assert not any(map(pattern.matches, bad))
