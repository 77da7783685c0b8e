"""The reference table with nothing but wrong cells, no two of them alike: the worst case of a checker."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from benchmarks.generate import write_csv
from benchmarks.rows import process_rows
from benchmarks.table import NAMES, PACKAGE, PROCESSES_SCHEMA


def hopeless_rows(rows: int) -> Iterator[list[str]]:
    """Rows of which every cell breaks the rule of its column; about as long as those of the sound table."""
    for number in range(rows):
        yield [f"?{number}.{place} wrong" for place in range(len(NAMES))]


def generate(folder: Path, rows: int) -> None:
    """Write the package into a folder, as ``benchmarks.generate`` writes the sound one."""
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(folder / "events.csv", NAMES, hopeless_rows(rows))
    write_csv(folder / "processes.csv", [field["name"] for field in PROCESSES_SCHEMA["fields"]], process_rows())
    (folder / "datapackage.json").write_text(json.dumps(PACKAGE, indent=2) + "\n", encoding="utf-8")
