from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from peacedata.check.engine import Options, Report, check_package
from peacedata.intake.limits import Limits
from peacedata.intake.package import read_package
from tests.check.big.wild import files, schemas, write_package

pytest.importorskip("pyarrow")

from peacedata.check.big import column, parse
from peacedata.check.big.table import BigTableCheck

DIALECTS: list[dict[str, Any] | None] = [None, None, None, {"delimiter": ";"}, {"delimiter": "\t"}, {"quoteChar": "'"}]


def facts(report: Report) -> tuple[Any, ...]:
    found = report.findings
    return [*found], found.counts, found.severities, report.cells, report.tables


def big_facts(folder: Path, size: int, threads: int = 1, **options: Any) -> tuple[Any, ...]:
    """The report of the big gear with ranges of a size, of which a small file then has several."""
    with patch.multiple(BigTableCheck, size=size, threads=threads, head=3):
        return facts(check_package(read_package(folder), Options(gear="big", **options)))


# Without the phase that explains failures, a failure is found and made small in seconds.
@settings(max_examples=150, phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink])
@given(st.data())
def test_both_gears_and_the_exact_check_alone_give_the_same_report(data: st.DataObject) -> None:
    schema = data.draw(schemas())
    dialect = data.draw(st.sampled_from(DIALECTS))
    content = data.draw(files(schema, (dialect or {}).get("delimiter", ",")))
    parts = data.draw(st.sampled_from([1, 1, 2]))
    size = data.draw(st.sampled_from([1, 20, 60, 200]))
    options = {"cap": data.draw(st.sampled_from([1, 3, 1000])), "strict": dialect is None and data.draw(st.booleans())}
    trial, many = data.draw(st.sampled_from([(2, 0), (1 << 11, 1 << 8)]))  # kernels at once, or for long columns only
    common = data.draw(st.sampled_from([(1, 1, 1 << 16), (1, 3, 1), (1 << 8, 3, 1 << 16)]))  # read again, or one by one
    with (
        tempfile.TemporaryDirectory() as name,
        patch.multiple(column, _TRIAL=trial, _MANY=many),
        patch.multiple(parse, _COMMON=common[0], _MOST_WIDTHS=common[1], _MOST_ODD=common[2]),
    ):
        folder = write_package(Path(name), schema, content, dialect=dialect, parts=parts)
        small = facts(check_package(read_package(folder), Options(gear="small", **options)))
        assert facts(check_package(read_package(folder), Options(sieve=False, **options))) == small
        assert big_facts(folder, size, **options) == small
        assert big_facts(folder, 4 << 20, threads=2, **options) == small


def write_large(folder: Path, faulty: bool) -> Path:
    """A table of many records, most values of which differ."""
    fields = [
        {"name": "id", "type": "string", "constraints": {"required": True, "pattern": "[a-z0-9-]+"}},
        {"name": "n", "type": "integer", "constraints": {"minimum": 0, "maximum": 5000}},
        {"name": "x", "type": "number", "constraints": {"minimum": -90, "maximum": 90}},
        {"name": "day", "type": "date"},
        {"name": "word", "type": "string", "constraints": {"enum": ["a", "b"]}},
        {"name": "text", "type": "string", "constraints": {"minLength": 3, "maxLength": 40, "pattern": r"[^!]*"}},
        {"name": "uri", "type": "string", "format": "uri"},
        {"name": "up", "type": "string"},
    ]
    schema = {
        "fields": fields,
        "primaryKey": ["id"],
        "uniqueKeys": [["n", "day"]],
        "foreignKeys": [{"fields": ["up"], "reference": {"resource": "", "fields": ["id"]}}],
    }
    lines = ["id,n,x,day,word,text,uri,up"]
    for n in range(4000):
        day = f"2020-{n % 12 + 1:02}-{n % 28 + 1:02}"
        row = [
            f"k-{n}",
            str(n),
            f"{n / 50:.4f}",
            day,
            "ab"[n % 2],
            f'"тема {n}\nи"""',
            f"https://e.org/{n}",
            f"k-{n // 2}",
        ]
        if faulty:
            row = [
                row[0].upper(),
                f"{n}.5",
                f"{n}e9",
                f"{n}.2020",
                f"w{n}",
                f"!{n}" * (n % 12),
                f"no {n}",
                f"q-{n % 99}",
            ]
            row = row[: 8 - (n % 7 == 0)] + ["more"] * (n % 11 == 0) if n % 101 else []
        lines.append(",".join(row))
    if not faulty:
        lines += ["k-7,1,1,2020-01-01,a,abc,https://e.org/,", "k-7,1,1,2020-01-01,a,abc,https://e.org/,k-0"]
    return write_package(folder, schema, ("\n".join(lines) + "\n").encode())


@pytest.mark.parametrize("faulty", [False, True])
@pytest.mark.parametrize("cap", [5, 1000])
def test_long_columns_give_the_same_report(tmp_path: Path, faulty: bool, cap: int) -> None:
    folder = write_large(tmp_path, faulty)
    small = facts(check_package(read_package(folder), Options(gear="small", cap=cap)))
    assert sum(small[1].values()) > 2
    for size, threads in ((1 << 14, 3), (1 << 22, 1)):
        assert big_facts(folder, size, threads, cap=cap) == small


@pytest.mark.parametrize("width", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("cap", [5, 1000])
def test_records_of_many_widths_give_the_same_report(tmp_path: Path, width: int, cap: int) -> None:
    """Most records have not a cell in every column; some widths are those of many records, some of few."""
    fields = [{"name": name, "type": "integer"} for name in "abc"[:width]]
    fields[0]["constraints"] = {"required": True}
    schema = {"fields": fields, "primaryKey": [fields[-1]["name"]], "missingValues": ["", "-"]}
    lines = [",".join(field["name"] for field in fields)]
    for n in range(3000):
        cells = [f'"{n}"', str(n % 999), "-", "x", "", '"a,\nb"', "7"]
        lines.append(",".join(cells[: (width, width, 1, 2, 4, 4, 0, 5, 6, 7)[n % 10 if n % 97 else 9]]))
    folder = write_package(tmp_path, schema, ("\n".join(lines) + "\n").encode())
    small = facts(check_package(read_package(folder), Options(gear="small", cap=cap)))
    for size, threads in ((1 << 13, 3), (1 << 22, 1)):
        assert big_facts(folder, size, threads, cap=cap) == small


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n" + b"1,2\n" * 600 + b'3,"open\n' * 3,
        b"a,b\n" + b"1,2\n" * 600 + b"1,\xff\n",
        b"a,b\n" + b"1,2\n" * 600 + b"1,\x00\n",
        b"a,b\n" + b"1,2\n" * 600 + "1,\u202e\n".encode(),
        b"a,b\n" + b"1,2\n" * 600 + b"1,2\r3,4\n",
        b"a,b\n" + b"1,2\n" * 600 + b"1," + b"x" * 5000 + b"\n",
        b"a,b\n" + b"1,2\n" * 600 + b"1," + b'"x\n' * 5000 + b'"\n',
        b"a,b\n" + b"1,2\n" * 600 + b"1," + b"," * 300 + b"\n",
        b"a,b\n" + b'1,5" pipe\n' * 600,
        b"a,b\n" + b'"1"x,5" "\n\n",2\n' * 600,
        b"\n" * 600,
        b"a,b",
        b"",
    ],
)
@pytest.mark.parametrize("strict", [False, True])
def test_hostile_files_give_the_same_report(tmp_path: Path, content: bytes, strict: bool) -> None:
    schema = {"fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "string"}], "primaryKey": ["a"]}
    folder = write_package(tmp_path, schema, content)
    options = {"strict": strict, "limits": Limits(cell=4000, columns=200)}
    small = facts(check_package(read_package(folder), Options(gear="small", **options)))
    assert big_facts(folder, 1000, **options) == small


_SPELLINGS = ["7", "07", "+7", "-7", "0", "-0", "00", "7.0", "x", "", "NA", "1234567", "01234567"]
_SPELLINGS += ["9" * 18, "9" * 19, f"0{'9' * 19}", f"-{'9' * 30}", "9" * 4001, f"{'0' * 4001}7"]


@pytest.mark.parametrize("missing", [[""], ["", "NA"], ["NA"], ["7"]])
@pytest.mark.parametrize("key", [["a"], ["a", "b"]])
def test_whole_numbers_are_the_same_key_however_they_are_spelled(
    tmp_path: Path, missing: list[str], key: list[str]
) -> None:
    fields = [{"name": "a", "type": "integer"}, {"name": "b", "type": "integer"}]
    schema = {"fields": fields, "primaryKey": key, "uniqueKeys": [["b"]], "missingValues": missing}
    draw = random.Random(len(missing) * 2 + len(key))  # noqa: S311 - the same rows each time, not secrets
    rows = [[draw.choice(_SPELLINGS), draw.choice(_SPELLINGS)][: draw.choice([1, 2, 2, 2, 2])] for _ in range(300)]
    rows += [[str(number), f"{number:05}"] for number in range(1000, 1200)]
    lines = ["a,b", *(",".join(row) if any(row) else '"",' for row in rows)]
    folder = write_package(tmp_path, schema, ("\n".join(lines) + "\n").encode())
    small = facts(check_package(read_package(folder), Options(gear="small")))
    assert small[1]["PD301"]
    for size in (300, 4000, 4 << 20):
        assert big_facts(folder, size) == small
