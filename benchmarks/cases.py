"""What is run: the reference table at the chosen sizes, sound and faulty, the small files, and our own dataset."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import environments, hopeless
from benchmarks.generate import generate
from benchmarks.peers import OURS, PEERS, Peer
from benchmarks.results import Case

ERRORS = 0.001
SMALL_ROWS, SMALL_ERRORS = 50, 0.1
EXACT_ROWS, EXACT_ERRORS = 20_000, 0.01
SOURCES = ("table.py", "rows.py", "faults.py", "generate.py")
HOPELESS_SOURCES = ("table.py", "rows.py", "generate.py", "hopeless.py")


@dataclass(frozen=True)
class Job:
    """One peer on one case: its command, and how to read the number of findings from what it writes."""

    peer: str
    command: list[str]
    count: Callable[[str], int | None]


def package(rows: int, errors: float = 0.0) -> Path:
    """The folder with the reference table, which is generated if it is not there yet."""
    folder = _place(f"{rows}-{errors}", SOURCES)
    if not (folder / "datapackage.json").exists():
        generate(folder, rows, errors=errors)
    return folder


def hopeless_package(rows: int) -> Path:
    """The folder with the table of nothing but wrong cells, which is generated if it is not there yet."""
    folder = _place(f"hopeless-{rows}", HOPELESS_SOURCES)
    if not (folder / "datapackage.json").exists():
        hopeless.generate(folder, rows)
    return folder


def _place(name: str, sources: Iterable[str]) -> Path:
    """The folder of a package, other for every version of what generates it."""
    here = Path(__file__).resolve().parent
    digest = hashlib.sha256(b"".join((here / source).read_bytes() for source in sources)).hexdigest()[:8]
    return environments.PLACE / "data" / f"{name}-{digest}"


def faulty_records(folder: Path) -> set[int]:
    """The numbers of the faulty records, from the truth file."""
    truth = folder / "truth.csv"
    if not truth.exists():
        return set()
    with truth.open(encoding="utf-8", newline="") as file:
        return {int(row["record"]) for row in csv.DictReader(file)}


def table_case(rows: int, *, faulty: bool, peers: list[Peer]) -> tuple[Case, list[Job]]:
    """The reference table of one size; a bare parse takes part on the sound table only."""
    folder = package(rows, ERRORS if faulty else 0.0)
    faults = len(faulty_records(folder))
    case = Case(f"clean-{rows}", f"{rows:,} rows, sound", rows)
    if faulty:
        case = Case(f"faulty-{rows}", f"{rows:,} rows, {faults:,} of them faulty", rows, faults)
    return case, [Job(peer.name, peer.command(folder), peer.count) for peer in peers if peer.checks or not faulty]


def hopeless_case(rows: int) -> tuple[Case, list[Job]]:
    """The table of nothing but wrong cells, for us alone: what it costs beside the sound one."""
    folder, peer = hopeless_package(rows), next(peer for peer in PEERS if peer.name == OURS)
    case = Case(f"hopeless-{rows}", f"{rows:,} rows, every cell wrong and no two alike", rows, rows)
    return case, [Job(OURS, peer.command(folder), peer.count)]


def small_cases() -> list[tuple[Case, list[Job]]]:
    """What a contributor runs, start-up and all: ours beside the command ``frictionless validate``."""
    clean, faulty = package(SMALL_ROWS), package(SMALL_ROWS, SMALL_ERRORS)
    faults = len(faulty_records(faulty))
    own = environments.ROOT / "datapackage"
    return [
        (Case("small-clean", f"{SMALL_ROWS} rows, sound", SMALL_ROWS), _pair(clean, clean)),
        (
            Case("small-faulty", f"{SMALL_ROWS} rows, {faults} of them faulty", SMALL_ROWS, faults),
            _pair(faulty, faulty),
        ),
        (Case("own-package", "Our own dataset: the package with all rules"), _pair(own, own)),
        (
            Case("own-file", "Our own dataset: one contributed file with all rules"),
            _pair(own / "data" / "events.csv", own),
        ),
    ]


def _pair(ours: Path, theirs: Path) -> list[Job]:
    """Our command on a path, and theirs on a package."""
    peer = next(peer for peer in PEERS if peer.name == OURS)
    validate = ["-m", "frictionless", "validate", str(theirs / "datapackage.json")]
    return [
        Job(OURS, peer.command(ours), peer.count),
        Job("frictionless", [environments.python("frictionless"), *validate], lambda _: None),
    ]
