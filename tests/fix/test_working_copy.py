"""The real dataset: it is in canonical form, and damage that can be mended is mended to the byte."""

from __future__ import annotations

import csv
import io
import re
import shutil
import unicodedata
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peacedata.check.run import check_dataset
from peacedata.fix.column import EDTF, is_prose
from peacedata.fix.plan import plan
from peacedata.intake.package import read_package
from peacedata.model import TABLES
from peacedata.release.canonical import canonical_csv

_MONTHS = "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"
MONTHS = _MONTHS.split()
Rows = list[dict[str, str]]


@cache
def read(path: Path) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))


def test_the_dataset_is_in_canonical_form_and_canonical_form_is_that_of_a_release(working_copy: Path) -> None:
    start = process_time()
    found = plan(read_package(working_copy))
    assert process_time() - start < 10  # a file of quadratic cost would take minutes
    assert [(one.path.name, one.left, dict(one.counts)) for one in found.files if one.left or one.changes] == []
    assert len(found.files) == len(TABLES)
    for one in found.files:
        schema = one.job.resource.schema or {}
        rows = list(csv.DictReader(io.StringIO(one.before.decode(), newline="")))
        assert canonical_csv(schema, rows) == one.before


def spoiled(field: dict[str, Any], text: str, random: Random) -> str:
    """The same value, written in another way of which no doubt is left."""
    constraints = field.get("constraints", {})
    ways = [text]
    if is_prose(field):
        ways += [f" {text}", f"{text}\u00a0\t", text.replace(" ", "  "), text.replace(" ", "\r\n")]
        ways += [unicodedata.normalize("NFD", text)]
    elif field.get("rdfType") == EDTF:
        full = re.fullmatch("([0-9]{4})-([0-9]{2})-([0-9]{2})", text)
        if full:
            day = date.fromisoformat(text)
            ways += [f"{day:%Y/%m/%d}", f"{day.year}-{day.month}-{day.day}", f"{day:%d %B %Y}", f"{day:%B %d, %Y}"]
            ways += [f"{day.day} {MONTHS[day.month - 1]} {day.year} року"]
        ways += [f" {text} "]
    elif "enum" in constraints:
        labels = {one["value"]: one["label"] for one in field["categories"]}
        ways += [text.upper(), text.replace("_", " "), text.replace("_", "-").capitalize(), labels[text], f"{text}\t"]
    else:
        ways += [f" {text}", f"{text}\u2003"]
    return random.choice(ways)


def damage(name: str, rows: tuple[tuple[str, ...], ...], fields: list[dict[str, Any]], random: Random) -> bytes:
    """A table with cells, columns, records, quotes and bytes out of order."""
    linked = {*TABLES[name].key_columns}
    body = [
        [
            spoiled(field, cell, random) if cell and field["name"] not in linked and random.random() < 0.2 else cell
            for field, cell in zip(fields, row, strict=True)
        ]
        for row in rows[1:]
    ]
    order = list(range(len(fields)))
    random.shuffle(order)
    random.shuffle(body)
    lines = [[(rows[0])[i] for i in order], *([row[i] for i in order] for row in body)]
    out = io.StringIO(newline="")
    quoting = random.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC])
    writer = csv.writer(out, quoting=quoting, lineterminator=random.choice(["\n", "\r\n", "\r"]))
    for line in lines:
        writer.writerow(line)
        if random.random() < 0.01:
            out.write(random.choice(["\n", "," * (len(line) - 1) + "\n"]))
    return random.choice([b"", b"\xef\xbb\xbf"]) + out.getvalue().encode()


@pytest.fixture(scope="module")
def copy(working_copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(working_copy, tmp_path_factory.mktemp("copy") / "datapackage"))


@pytest.mark.parametrize("name", TABLES)
@settings(max_examples=2, deadline=None)
@given(seed=st.integers(0, 1 << 30))
def test_damage_is_mended_to_the_byte(working_copy: Path, copy: Path, name: str, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - to choose damage, not a secret
    original = working_copy / "data" / f"{name}.csv"
    package = read_package(copy)
    schema = package.resources[name].schema or {}
    path = copy / "data" / f"{name}.csv"
    path.write_bytes(damage(name, read(original), schema["fields"], random))
    try:
        [found] = plan(package, tables=[name]).files
        assert found.left is None
        assert found.after.decode() == original.read_text("utf-8")
    finally:
        path.write_bytes(original.read_bytes())


@pytest.mark.parametrize("name", ["events", "agenda", "claims"])
def test_after_a_fix_nothing_that_was_marked_is_left(working_copy: Path, copy: Path, name: str) -> None:
    original = working_copy / "data" / f"{name}.csv"
    path = copy / "data" / f"{name}.csv"
    package = read_package(copy)
    random = Random(7)  # noqa: S311 - to choose damage, not a secret
    spoilt = damage(name, read(original), (package.resources[name].schema or {})["fields"], random)
    lines = spoilt.decode("utf-8-sig").splitlines(keepends=True)
    try:
        path.write_bytes(b"\xef\xbb\xbf" + "".join(lines).encode())
        before = check_dataset(package).findings
        marked = [one for one in before.kept if one.fixable]
        assert {"PD116"} < {one.code for one in marked}
        [found] = plan(package, tables=[name]).files
        path.write_bytes(found.after)
        after = check_dataset(package).findings
        assert not [one for one in after.kept if one.fixable]
        assert not {one.code for one in marked if one.file.endswith(f"{name}.csv")} & {
            one.code for one in after.kept if one.file.endswith(f"{name}.csv")
        }
    finally:
        path.write_bytes(original.read_bytes())


def test_the_names_of_records_in_claims_follow_a_key(working_copy: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(working_copy, tmp_path / "datapackage"))
    for name, old, new in (
        (
            "agenda",
            "african-peace-mission-2023,political_settlement,",
            "african-peace-mission-2023,Political settlement,",
        ),
        (
            "claims",
            "african-peace-mission-2023-africanews,events,african-peace-mission-2023,",
            "african-peace-mission-2023-africanews,agenda,african-peace-mission-2023/Political settlement,",
        ),
    ):
        path = copy / "data" / f"{name}.csv"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    found = {one.job.resource.name: one for one in plan(read_package(copy)).files}
    assert found["agenda"].after == (working_copy / "data" / "agenda.csv").read_bytes()
    assert "agenda,african-peace-mission-2023/political_settlement," in found["claims"].after.decode()
    assert dict(found["claims"].counts) == {"references": 1}
    only = plan(read_package(copy), tables=["agenda"])
    assert not only.files[0].changes  # for the claim is not being fixed
