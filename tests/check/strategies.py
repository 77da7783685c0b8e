"""Generated schemas and hostile files."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

WORDS = [
    "",
    " ",
    "a",
    "ab",
    "abc",
    "A",
    "NA",
    "é",
    "Ö",
    "e\u0301",
    "x,y",
    'say "no"',
    "two\nlines",
    "cr\rhere",
    "a\r\nb",
]
NUMBERS = [
    "0",
    "1",
    "-1",
    "+7",
    "007",
    "1.5",
    ".5",
    "5.",
    "1e3",
    "NaN",
    "INF",
    "-INF",
    "inf",
    "1_000",
    "١٢",
    " 1",
    "1,000",
]
NUMBERS += [
    "1.000,5",
    "€ 95",
    "95%",
    "99999999999999999999",
    "1e400",
    "-0",
    "0.1",
    "10",
    "9.9999999999999999999",
    "0x1",
]
DATES = ["2024-02-29", "2023-02-29", "2024-1-5", "2024-01-05", "0000-01-01", "0001-01-01", "9999-12-31", "2024-13-01"]
DATES += [
    "12:00:00",
    "24:00:00",
    "2024-01-05T12:00:00Z",
    "2024-01-05 12:00:00",
    "2024",
    "2024-05",
    "-2024",
    "10000",
    "P1Y",
]
JSON = ["[]", "[1, 2]", "{}", '{"a": 1}', "[NaN]", "true", "false", "True", "1,2", "12.5, 41.9", "181,0"]
JSON += [
    '{"type": "Point", "coordinates": [1, 2]}',
    "https://example.org/a",
    "http://a b",
    "a@example.org",
    "POINT (1 2)",
]
CELLS = st.sampled_from(WORDS + NUMBERS + DATES + JSON) | st.text('ab1-.2\n\r é"', max_size=6)

TYPES = ["string", "integer", "number", "boolean", "date", "time", "datetime", "year", "yearmonth", "duration", "list"]
TYPES += ["array", "object", "geopoint", "geojson", "any"]
BOUNDED = {"integer": (0, 5), "number": (0, 9.5), "year": (2000, 2024), "date": ("2024-01-01", "2024-12-31")}
PATTERNS = ["[a-z]+", "[a-z0-9]+(?:-[a-z0-9]+)*", "a|ab", "(a+)+", ".*b", "[^,]{1,3}", "\\d{1,4}", "[A-Z]{2}"]


def draw_string_options(draw: st.DrawFn, field: dict[str, Any]) -> None:
    constraints = field["constraints"]
    choice = draw(st.integers(0, 5))
    if choice == 0:
        constraints["pattern"] = draw(st.sampled_from(PATTERNS))
    elif choice == 1:
        constraints["minLength"], constraints["maxLength"] = 1, draw(st.integers(1, 4))
    elif choice == 2:
        field["format"] = draw(st.sampled_from(["email", "uri", "uuid", "binary", "wkt"]))
    elif choice == 3:
        constraints["enum"] = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True))
    elif choice == 4:
        field["categories"] = ["a", "ab", "A"]


@st.composite
def fields(draw: st.DrawFn, name: str) -> dict[str, Any]:
    kind = draw(st.sampled_from(TYPES))
    constraints: dict[str, Any] = {}
    if draw(st.booleans()):
        constraints["required"] = True
    if draw(st.integers(0, 3)) == 0:
        constraints["unique"] = True
    field: dict[str, Any] = {"name": name, "type": kind, "constraints": constraints}
    if kind == "string":
        draw_string_options(draw, field)
    if kind in ("integer", "number"):
        field |= draw(st.sampled_from([{}, {}, {"bareNumber": False}, {"groupChar": ","}]))
    if kind == "number" and draw(st.booleans()):
        field["decimalChar"] = ","
    if kind in BOUNDED and draw(st.booleans()):
        low, high = BOUNDED[kind]
        constraints[draw(st.sampled_from(["minimum", "exclusiveMinimum"]))] = low
        constraints[draw(st.sampled_from(["maximum", "exclusiveMaximum"]))] = high
    if draw(st.integers(0, 4)) == 0:
        field["missingValues"] = draw(st.sampled_from([["NA"], ["", "NA"], [], ["0", "a"]]))
    return field


@st.composite
def schemas(draw: st.DrawFn) -> dict[str, Any]:
    names = ["a", "b", "c", "d"][: draw(st.integers(1, 4))]
    schema: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [draw(fields(name)) for name in names],
        "fieldsMatch": draw(st.sampled_from(["exact", "exact", "equal", "subset", "superset", "partial"])),
    }
    if draw(st.booleans()):
        schema["primaryKey"] = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    if draw(st.integers(0, 2)) == 0:
        schema["uniqueKeys"] = [draw(st.lists(st.sampled_from(names), min_size=1, unique=True))]
    if draw(st.integers(0, 2)) == 0:
        schema["foreignKeys"] = [{"fields": [names[-1]], "reference": {"fields": [names[0]]}}]
    return schema


@st.composite
def tables(draw: st.DrawFn, width: int) -> bytes:
    """A file with that many columns, most of the time."""
    names = ["a", "b", "c", "d"][:width]
    header = draw(st.sampled_from([names, names, names, names[::-1], [*names, "e"], names[:-1] or ["a"], ["a", "a"]]))
    lines = [",".join(header)]
    pool = draw(st.lists(CELLS, min_size=1, max_size=8))
    for _ in range(draw(st.integers(0, 12))):
        count = draw(st.sampled_from([len(header)] * 6 + [0, 1, len(header) + 1]))
        cells = [draw(st.sampled_from(pool)) for _ in range(count)]
        lines.append(",".join(cell if draw(st.integers(0, 9)) == 0 else _quoted(cell) for cell in cells))
    text = draw(st.sampled_from(["\n", "\r\n", "\r"])).join(lines)
    text += draw(st.sampled_from(["", "\n", '\n"open']))
    return draw(st.sampled_from([b"", b"", b"\xef\xbb\xbf"])) + text.encode()


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'
