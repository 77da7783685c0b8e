"""Patterns match what Python's own engine matches, in bounded time."""

from __future__ import annotations

import re
import time
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacedata
from peacedata.check import pattern
from peacedata.check.pattern import SEPARATOR, Pattern, UnsupportedPattern
from peacedata.check.plain_pattern import plain

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


CLASSES = st.sampled_from(["[a-c]", "[ab-]", "[a-c.]", "b", r"\.", "-"])
PLAIN = st.one_of(
    st.lists(st.tuples(CLASSES, st.sampled_from(["", "", "{2}", "+", "*", "?", "{1,2}"])).map("".join)).map("".join),
    st.tuples(CLASSES, st.sampled_from(["(?:", "("]), st.sampled_from(["-", r"\.", "_", "a"])).map(
        lambda three: f"{three[0]}+{three[1]}{three[2]}{three[0]}+)*"
    ),
)


@given(PLAIN, st.text("abc1.-\x1f\n", max_size=8))
def test_what_python_runs_itself_matches_as_in_re2(source: str, text: str) -> None:
    found = Pattern(source)
    with patch.object(pattern, "plain", return_value=False):
        other = Pattern(source)
    assert found.matches(text) == other.matches(text)
    joined = text + SEPARATOR
    if SEPARATOR not in text:
        assert found.matches_all(joined) == other.matches_all(joined)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[A-Z]{2}", True),
        ("p-[0-9]+", True),
        ("[a-z0-9]+(?:-[a-z0-9]+)*", True),
        ("[a-z-]+(?:-[a-z-]+)*", False),
        ("a*a*b", False),
        ("(a+)+", False),
        ("[^/ ]+", False),
        (r"\d+", False),
        ("a++", False),
    ],
)
def test_python_runs_only_what_it_cannot_try_twice(source: str, expected: bool) -> None:
    assert plain(source) == expected


@given(PATTERNS, st.text("abc1.-\x1f", max_size=8))
def test_matches_as_python_does(source: str, text: str) -> None:
    compiled = Pattern(source)
    expected = re.fullmatch(source, text, re.ASCII) is not None
    assert compiled.matches(text) == expected
    if compiled.matches_all(text + SEPARATOR) and SEPARATOR not in text:
        assert expected


@given(PATTERNS, st.lists(st.text("abc1.-\x1f", max_size=4), max_size=4))
def test_a_joined_column_is_accepted_only_if_every_cell_matches(source: str, cells: list[str]) -> None:
    compiled = Pattern(source)
    joined = "".join(cell + SEPARATOR for cell in cells)
    if compiled.matches_all(joined) and joined.count(SEPARATOR) == len(cells):
        assert all(map(compiled.matches, cells))


@pytest.mark.parametrize(
    "source",
    [
        "[a]+b",
        "a{0,999}b",
        "[a-c]+(?:-[a-c]+)*-",
        "(a+)+b",
        "(a*)*b",
        "(a|a)*b",
        "(a|aa)+b",
        "a*a*a*a*a*b",
        ".*.*.*x",
        "(.+)+y",
    ],
)
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
        ("\\d+", ["12", "١٢"], ["a", ""]),
        ("\\D[\\D]", ["ab"], ["a1", "١b", "a١"]),
        ("a{,2}b", ["b", "aab"], ["aaab", "a{,2}b"]),
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


@pytest.mark.parametrize("source", ["[a-z]+", "[^/ ]+", "(?:a|b)+"])
def test_half_a_surrogate_pair_is_like_any_other_character_that_does_not_match(source: str) -> None:
    compiled = Pattern(source)
    assert not compiled.matches("a\ud800")
    assert not compiled.matches_all("a\ud800" + SEPARATOR)
    report = peacedata.validate_rows(
        [{"a": f"a{n}\ud800"} for n in range(5000)], {"fields": [{"name": "a", "constraints": {"pattern": source}}]}
    )
    assert report.counts == {"PD231": 5000}
