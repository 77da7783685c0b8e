"""The line of every setting, against documents whose lines are known because the test wrote them."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peacedata.check.config.lines import Place, lines_of

DOCUMENT = '''# [[tool.peacedata.baseline]]
[tool.peacedata]
select = [
  "PD2", # a ] and a "
  ["a", [1, 2]], {code = "x", reason = """a
[[tool.peacedata.baseline]]
b"""},
]
when = 1979-05-27 07:32:00
a.b . "c.d" = 1
[tool.peacedata.per-file-ignores]
"data/*.csv" = ['PD4']
[[tool.peacedata.baseline]]
code = "x"
[[tool.peacedata.baseline]]
key = \'\'\'
code = "no"
\'\'\'
code = "y"
[tool.peacedata.baseline.sub]
z = [[1],[2]]
'''
EXPECTED = {
    ("tool", "peacedata", "select"): 3,
    ("tool", "peacedata", "select", 0): 4,
    ("tool", "peacedata", "select", 1, 1, 1): 5,
    ("tool", "peacedata", "select", 2, "reason"): 5,
    ("tool", "peacedata", "when"): 9,
    ("tool", "peacedata", "a", "b", "c.d"): 10,
    ("tool", "peacedata", "per-file-ignores", "data/*.csv", 0): 12,
    ("tool", "peacedata", "baseline", 0): 13,
    ("tool", "peacedata", "baseline", 0, "code"): 14,
    ("tool", "peacedata", "baseline", 1): 15,
    ("tool", "peacedata", "baseline", 1, "code"): 19,
    ("tool", "peacedata", "baseline", 1, "sub", "z", 1, 0): 21,
}


def places(value: Any, place: Place = ()) -> Iterator[Place]:
    if place:
        yield place
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from places(inner, (*place, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from places(inner, (*place, number))


@pytest.mark.parametrize("place", EXPECTED, ids=str)
def test_lines_of_a_document_with_everything(place: Place) -> None:
    assert lines_of(DOCUMENT)[place] == EXPECTED[place]
    assert lines_of(DOCUMENT.replace("\n", "\r\n"))[place] == EXPECTED[place]


def test_every_place_has_a_line() -> None:
    assert set(places(tomllib.loads(DOCUMENT))) <= set(lines_of(DOCUMENT))


NAMES = st.text("ab-_1", min_size=1, max_size=4) | st.text("a.]=#\"' é", min_size=1, max_size=4)
TEXTS = st.text("ab\"'\\#[]{}=,. \n", max_size=8)
VALUES = st.recursive(
    TEXTS | st.integers(-9, 9) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


def toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(name)} = {toml(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",\n # ]\n".join(map(toml, value)) + "]"
    if isinstance(value, str) and "'''" not in value and "\n" in value and not value.endswith("'"):
        return f"'''\n{value}'''"
    return json.dumps(value, ensure_ascii=False)


@given(st.lists(st.dictionaries(NAMES, VALUES, max_size=3), max_size=4))
def test_each_key_is_on_its_line(tables: list[dict[str, Any]]) -> None:
    written, expected = "", {}
    for number, table in enumerate(tables):
        expected["a", "b", number] = written.count("\n") + 1
        written += "[[a . b]] # [\n"
        for name, value in table.items():
            expected["a", "b", number, name] = written.count("\n") + 1
            written += f"{json.dumps(name)}={toml(value)}\n"
    document = tomllib.loads(written)
    lines = lines_of(written)
    assert {place: lines[place] for place in expected} == expected
    assert set(places(document)) <= set(lines)
