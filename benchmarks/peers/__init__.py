"""The peers: one file for each, run in an environment of its own; ``PEERS`` lists them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import environments
from benchmarks.peers import peacedata

OURS = "peacedata"


@dataclass(frozen=True)
class Peer:
    """One program that is measured.

    Attributes:
        name: of its file here and of its environment.
        title: how tables and the plot name it.
        distribution: whose version is told.
        checks: whether it checks anything; a bare parse does not, and fails on ragged records.
    """

    name: str
    title: str
    distribution: str
    checks: bool = True

    @property
    def version(self) -> str:
        """The version that is measured."""
        if self.name == OURS:
            text = (environments.ROOT / "peacedata" / "__init__.py").read_text(encoding="utf-8")
            return text.partition('__version__ = "')[2].partition('"')[0]
        return environments.version(self.name, self.distribution)

    def command(self, folder: Path, *, tell: bool = False) -> list[str]:
        """What checks the package in a folder; ``tell`` asks for the numbers of the faulty records too."""
        python = environments.python(self.name)
        if self.name == OURS:
            return [python, *peacedata.command(folder)]
        return [python, "-m", f"benchmarks.peers.{self.name}", str(folder), *(["--records"] if tell else [])]

    def read(self, output: str) -> dict[str, Any]:
        """``findings`` and ``records`` from what it wrote."""
        if self.name == OURS:
            return peacedata.read(output)
        result: dict[str, Any] = json.loads(output.splitlines()[-1])
        return result

    def count(self, output: str) -> int | None:
        """How many findings it wrote of; None for a bare parse."""
        findings: int | None = self.read(output)["findings"]
        return findings


PEERS = [
    Peer(OURS, "peacedata", "peacedata"),
    Peer("frictionless", "frictionless", "frictionless"),
    Peer("pandera_pandas", "pandera on pandas", "pandera"),
    Peer("pandera_polars", "pandera on Polars", "pandera"),
    Peer("dataframely", "dataframely", "dataframely"),
    Peer("pointblank", "pointblank on Polars", "pointblank"),
    Peer("bare_parse_arrow", "bare parse, pyarrow", "pyarrow", checks=False),
    Peer("bare_parse_polars", "bare parse, Polars", "polars", checks=False),
]
