"""What every peer's script shares: its arguments and the one line that it prints."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

# What the peers without a URI check of their own look for.
URI = r"^[A-Za-z][A-Za-z0-9+.-]*://\S+$"


@dataclass(frozen=True)
class Task:
    """What to check, and whether to say where the faults are."""

    folder: Path
    tell: bool

    @property
    def events(self) -> Path:
        """The table."""
        return self.folder / "events.csv"

    @property
    def processes(self) -> Path:
        """The table that its foreign key points at."""
        return self.folder / "processes.csv"


def task() -> Task:
    """Read the command line: a folder, and ``--records`` to have the numbers of the faulty records printed too."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--records", action="store_true")
    given = parser.parse_args()
    return Task(given.folder, given.records)


def tell(findings: int | None, records: Iterable[int] | None = None) -> None:
    """Print how many findings there are and, if asked for, the numbers of the faulty records (the header is 1)."""
    result = {"findings": findings, "records": None if records is None else sorted(set(records))}
    sys.stdout.write(json.dumps(result) + "\n")
