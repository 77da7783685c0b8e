"""Schemas and files of every awkward kind, made by hypothesis."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

WORDS = ["a", "b", "talks", "Минск", "İstanbul", "x y", "NA", "-", "aa", "AB", "line\nbreak", 'say "so"', "a,b", "«q»"]
NUMBERS = [
    "0",
    "1",
    "-1",
    "90",
    "90.0",
    "91",
    "89.999999999999999999",
    "1e5",
    ".5",
    "5.",
    "+7",
    "007",
    "0x10",
    "nan",
    "INF",
]
NUMBERS += ["infinity", "nan(1)", "1_0", "1,000", "١", " 5", "5 ", "1e400", "9" * 30, "", "-0", "1.5"]
DATES = [
    "2020-02-29",
    "2021-02-29",
    "2021-13-01",
    "2019-1-5",
    "2020-01-01",
    "1.5.2020",
    "0000-01-01",
    "2020-01-01T00:00:00Z",
]
OTHERS = [
    "true",
    "True",
    "yes",
    "https://example.org/a",
    "no uri",
    "12:00:00",
    "24:00:00",
    "2020",
    "2020-01",
    "P1Y",
    "[1]",
    "{}",
]
OTHERS += ["\ufeff", "ё" * 9, "\u2028", "é\u0301", "0001", "x" * 300]
CELLS = ["", "", *WORDS, *NUMBERS, *DATES, *OTHERS]

CONSTRAINTS: dict[str, list[dict[str, Any]]] = {
    "string": [
        {},
        {"pattern": "[a-z0-9-]+"},
        {"pattern": "[^x]*"},
        {"pattern": r"\w+"},
        {"pattern": r"\W*|\d+"},
        {"pattern": r".{1,3}"},
        {"pattern": "[а-яА-Яİ]+"},
        {"minLength": 2, "maxLength": 5},
        {"enum": ["a", "b", "talks"]},
        {"pattern": "[A-Z]{2}", "maxLength": 4},
    ],
    "integer": [{}, {"minimum": 0}, {"minimum": -1, "maximum": 90}, {"enum": ["1", "7"]}],
    "number": [{}, {"minimum": -90, "maximum": 90}, {"exclusiveMinimum": 0}],
    "boolean": [{}],
    "date": [{}, {"minimum": "2020-01-01"}],
    "time": [{}],
    "datetime": [{}],
    "year": [{}],
    "any": [{}],
}
FORMATS = [{}, {}, {}, {"format": "uri"}, {"format": "email"}]


@st.composite
def fields(draw: st.DrawFn, number: int) -> dict[str, Any]:
    kind = draw(st.sampled_from([*CONSTRAINTS]))
    constraints = dict(draw(st.sampled_from(CONSTRAINTS[kind])))
    if draw(st.integers(0, 3)) == 0:
        constraints["required"] = True
    if draw(st.integers(0, 5)) == 0:
        constraints["unique"] = True
    field: dict[str, Any] = {"name": f"f{number}", "type": kind, "constraints": constraints}
    if kind == "string":
        field |= draw(st.sampled_from(FORMATS))
    return field


@st.composite
def schemas(draw: st.DrawFn) -> dict[str, Any]:
    width = draw(st.integers(1, 4))
    schema: dict[str, Any] = {"fields": [draw(fields(number)) for number in range(width)]}
    names = [field["name"] for field in schema["fields"]]
    some = st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)
    if draw(st.booleans()):
        schema["primaryKey"] = draw(some)
    if draw(st.integers(0, 3)) == 0:
        schema["uniqueKeys"] = [draw(some)]
    schema["foreignKeys"] = []
    for here in draw(st.lists(st.sampled_from(names), max_size=2)):
        schema["foreignKeys"].append({"fields": [here], "reference": {"resource": "other", "fields": ["id"]}})
    if draw(st.integers(0, 2)) == 0:
        key = draw(some)
        to = draw(st.lists(st.sampled_from(names), min_size=len(key), max_size=len(key), unique=True))
        schema["foreignKeys"].append({"fields": key, "reference": {"resource": "", "fields": to}})
    if draw(st.integers(0, 3)) == 0:
        schema["missingValues"] = draw(st.sampled_from([["", "NA"], ["-"], [], ["", "-", "NA"]]))
    if draw(st.integers(0, 5)) == 0:
        schema["fieldsMatch"] = draw(st.sampled_from(["equal", "subset", "superset", "partial"]))
    return schema


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


@st.composite
def cells(draw: st.DrawFn, delimiter: str, wild: bool) -> str:
    text = draw(st.sampled_from(CELLS))
    how = draw(st.integers(0, 12))
    if wild and how == 0:
        return text + draw(
            st.sampled_from(['"', '5" pipe', '"ab"c', '""x', '"\n', "\r", "\x00", "\u202e", "\x1e", "\x85"])
        )
    if how < 3 or any(char in text for char in '"\n\r' + delimiter):
        return quoted(text)
    return text


@st.composite
def bodies(draw: st.DrawFn, width: int, delimiter: str = ",") -> str:
    """The records of a file, most of them sound, with some awkwardness."""
    wild = draw(st.integers(0, 3)) == 0
    end = draw(st.sampled_from(["\n", "\n", "\n", "\r\n"]))
    cell = cells(delimiter, wild)
    regular = st.lists(cell, min_size=width, max_size=width).map(delimiter.join)
    kinds = [regular] * 8 + [
        st.lists(cell, min_size=0, max_size=width + 2).map(delimiter.join),
        st.just(""),
        st.just(delimiter * (width - 1)),
    ]
    lines = draw(st.lists(st.one_of(kinds), min_size=0, max_size=30))
    if draw(st.booleans()) and lines:
        lines *= 2
    last = draw(st.sampled_from([end, end, "", '"', f'x{delimiter}"open']))
    if draw(st.integers(0, 5)) == 0 and lines:
        lines[draw(st.integers(0, len(lines) - 1))] += draw(st.sampled_from(["\r\n", "\n\n"]))
    return end.join(lines) + last


@st.composite
def files(draw: st.DrawFn, schema: dict[str, Any], delimiter: str = ",") -> bytes:
    names = [field["name"] for field in schema["fields"]]
    if draw(st.integers(0, 7)) == 0:
        names = draw(st.permutations(names)) + draw(st.sampled_from([[], ["more"]]))
    start = draw(st.sampled_from(["", "", "", "\ufeff"]))
    text = start + delimiter.join(names) + "\n" + draw(bodies(len(names), delimiter))
    content = text.encode()
    if draw(st.integers(0, 20)) == 0:
        content += b"\xff\n"
    return content


def write_package(
    folder: Path, schema: dict[str, Any], content: bytes, *, dialect: dict[str, Any] | None = None, parts: int = 1
) -> Path:
    resource: dict[str, Any] = {"name": "main", "path": "main.csv", "schema": schema, "format": "csv"}
    (folder / "main.csv").write_bytes(content)
    if parts > 1:
        resource["path"] = ["main.csv", "more.csv"]
        (folder / "more.csv").write_bytes(content)
    if dialect:
        resource["dialect"] = dialect
    other = {"fields": [{"name": "id", "type": "any"}], "primaryKey": ["id"]}
    resources = [resource, {"name": "other", "path": "other.csv", "schema": other, "format": "csv"}]
    (folder / "other.csv").write_text("id\na\nb\n1\n2020-01-01\n")
    (folder / "datapackage.json").write_text(json.dumps({"name": "wild", "resources": resources}))
    return folder
