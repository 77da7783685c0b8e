"""Generate the reference table as a Data Package: the same seed and rows give the same bytes.

    python -m benchmarks.generate --rows 100000 --out clean
    python -m benchmarks.generate --rows 100000 --errors 0.001 --out faulty

The folder gets ``datapackage.json``, ``events.csv``, ``processes.csv`` and, with ``--errors``, ``truth.csv``: one line
for each faulty record with its number (the header is 1), the kind of fault and the field. A faulty table differs from
the sound one of the same seed in these records only.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
from collections.abc import Iterator
from pathlib import Path

from benchmarks import faults
from benchmarks.rows import event_row, process_rows
from benchmarks.table import NAMES, PACKAGE, PROCESSES_SCHEMA

SEED = 20240601
BATCH = 10_000
Truth = tuple[int, str, str]


def event_rows(rows: int, errors: float, seed: int, truth: list[Truth]) -> Iterator[list[str]]:
    """The rows of the events table; faults are noted in ``truth``."""
    sound, faulty = random.Random(seed), random.Random(seed + 1)  # noqa: S311 - reproducible tables, not secrets
    earlier_id = ""
    for number in range(rows):
        row = event_row(number, sound)
        if errors and earlier_id and faulty.random() < errors:
            kind = faults.KINDS[len(truth) % len(faults.KINDS)]
            field, row = faults.put(kind, row, earlier_id, faulty)
            truth.append((number + 2, kind, field))
        else:
            earlier_id = row[0]
        yield row


def write_csv(path: Path, header: list[str], rows: Iterator[list[str]]) -> None:
    """Write one CSV file with LF line ends; an empty row is an empty line."""
    with path.open("w", encoding="utf-8", newline="") as file:
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(header)
        for number, row in enumerate(rows, start=1):
            writer.writerow(row)
            if number % BATCH == 0:
                file.write(buffer.getvalue())
                buffer.seek(0)
                buffer.truncate()
        file.write(buffer.getvalue())


def generate(folder: Path, rows: int, *, errors: float = 0.0, seed: int = SEED) -> None:
    """Write the package into a folder.

    Args:
        folder: is made if it does not exist.
        rows: how many records the events table gets.
        errors: the share of them that is faulty.
        seed: other seeds give other tables.
    """
    folder.mkdir(parents=True, exist_ok=True)
    truth: list[Truth] = []
    write_csv(folder / "events.csv", NAMES, event_rows(rows, errors, seed, truth))
    write_csv(folder / "processes.csv", [field["name"] for field in PROCESSES_SCHEMA["fields"]], process_rows())
    if errors:
        lines = ([str(record), kind, field] for record, kind, field in truth)
        write_csv(folder / "truth.csv", ["record", "kind", "field"], lines)
    # Last, so that a folder with a descriptor is complete.
    (folder / "datapackage.json").write_text(json.dumps(PACKAGE, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, required=True, help="records of the events table, 50 to 5000000")
    parser.add_argument("--out", type=Path, required=True, help="folder of the package")
    parser.add_argument("--errors", type=float, default=0.0, help="share of faulty records, for example 0.001")
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    generate(given.out, given.rows, errors=given.errors, seed=given.seed)


if __name__ == "__main__":
    main()
