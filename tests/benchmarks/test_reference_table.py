from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

ROWS, ERRORS = 3000, 0.05


def generate(root: Path, folder: Path, *options: str) -> Path:
    """In a process of its own, so that nothing may depend on the order of a set."""
    command = [sys.executable, "-m", "benchmarks.generate", "--rows", str(ROWS), "--out", str(folder), *options]
    subprocess.run(command, check=True, cwd=root)
    return folder


@pytest.fixture(scope="module", autouse=True)
def benchmarks(root: Path) -> None:
    if not (root / "benchmarks").is_dir():
        pytest.skip("the benchmarks are not here, as in an installed package")


@pytest.fixture(scope="module")
def clean(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(root, tmp_path_factory.mktemp("clean"))


@pytest.fixture(scope="module")
def faulty(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(root, tmp_path_factory.mktemp("faulty"), "--errors", str(ERRORS))


def records(folder: Path, name: str) -> list[list[str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def typed(cell: str, kind: str) -> Any:
    if kind == "date":
        return date.fromisoformat(cell)
    if kind == "boolean":
        return {"true": True, "false": False}[cell]
    return {"string": str, "number": float, "integer": int}[kind](cell)


def cell_is_sound(cell: str, field: dict[str, Any]) -> bool:
    constraints = field.get("constraints", {})
    if not cell:
        return not constraints.get("required")
    try:
        value = typed(cell, field["type"])
    except (ValueError, KeyError):
        return False
    return (
        (field.get("format") != "uri" or bool(re.match("https?://", cell)))
        and cell in constraints.get("enum", [cell])
        and re.fullmatch(constraints.get("pattern", ".*"), cell, re.DOTALL) is not None
        and constraints.get("minLength", 0) <= len(cell) <= constraints.get("maxLength", len(cell))
        and constraints.get("minimum", value) <= value <= constraints.get("maximum", value)
    )


def naive(folder: Path) -> set[int]:
    """The numbers of the faulty records, found one cell at a time."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    fields = package["resources"][0]["schema"]["fields"]
    processes = {row[0] for row in records(folder, "processes")[1:]}
    found, seen = set(), set()
    for number, row in enumerate(records(folder, "events")[1:], start=2):
        sound = len(row) == len(fields) and all(map(cell_is_sound, row, fields)) and row[1] in processes
        if not sound or row[0] in seen:
            found.add(number)
        seen.update(row[:1])
    return found


def truth(folder: Path) -> dict[int, str]:
    return {int(record): kind for record, kind, _ in records(folder, "truth")[1:]}


@pytest.mark.parametrize("options", [(), ("--errors", str(ERRORS))])
def test_same_seed_gives_same_bytes(
    root: Path, tmp_path: Path, clean: Path, faulty: Path, options: tuple[str, ...]
) -> None:
    first, again = faulty if options else clean, generate(root, tmp_path, *options)
    assert {path.name: path.read_bytes() for path in first.iterdir()} == {
        path.name: path.read_bytes() for path in again.iterdir()
    }


def test_another_seed_gives_another_table(root: Path, tmp_path: Path, clean: Path) -> None:
    other = generate(root, tmp_path, "--seed", "1")
    assert (other / "events.csv").read_bytes() != (clean / "events.csv").read_bytes()


def test_truth_is_what_a_naive_checker_finds(clean: Path, faulty: Path) -> None:
    assert naive(clean) == set()
    assert naive(faulty) == truth(faulty).keys()


def test_every_kind_of_fault_occurs(faulty: Path) -> None:
    kinds = Counter(truth(faulty).values())
    assert len(kinds) == 19
    assert max(kinds.values()) - min(kinds.values()) <= 1


def test_faults_change_nothing_else(clean: Path, faulty: Path) -> None:
    pairs = zip(records(clean, "events"), records(faulty, "events"), strict=True)
    changed = {number for number, (sound, other) in enumerate(pairs, start=1) if sound != other}
    assert changed == truth(faulty).keys()


def test_five_in_a_hundred_records_span_two_lines(clean: Path) -> None:
    broken = sum("\n" in row[-1] for row in records(clean, "events"))
    assert broken == pytest.approx(0.05 * ROWS, rel=0.2)
