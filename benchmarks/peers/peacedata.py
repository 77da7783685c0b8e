"""Peacedata itself: ``python -m peacedata check`` on the package.

It does everything that the table asks for. The project is run from its source, with the dependencies of its lock file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def command(folder: Path) -> list[str]:
    """The arguments for the interpreter."""
    return ["-m", "peacedata", "check", str(folder), "--format", "json"]


def read(output: str) -> dict[str, Any]:
    """How many findings there are and in which records of the table; more than 1000 of a code are counted only."""
    report = json.loads(output)
    records = {finding["record"] for finding in report["findings"] if finding["table"] == "events"}
    return {"findings": sum(report["counts"].values()), "records": sorted(records)}
