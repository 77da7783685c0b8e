"""What was measured, by case and peer, and the figures that tables and targets take from it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

BARE = "best_bare_parse"


@dataclass
class Measured:
    """All runs of one peer on one case."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    findings: int | None = None
    failed: str = ""

    def figure(self, metric: str) -> float | None:
        """The median of the times, the ``least`` time, the maximum of the memory; None if it did not run through."""
        values: list[float] = self.wall if metric == "least" else getattr(self, metric)
        if self.failed or not values:
            return None
        return {"memory": max, "least": min}.get(metric, median)(values)


@dataclass
class Case:
    """One thing to check and what it cost each peer.

    Attributes:
        name: ``clean-10000``, ``faulty-10000``, ``small-clean`` and the like; targets refer to it.
        title: a heading for people.
        rows: records of the table, 0 where that is not the point.
        faults: faulty records in it, as the truth file has them.
        peers: what was measured, by peer.
    """

    name: str
    title: str
    rows: int = 0
    faults: int = 0
    peers: dict[str, Measured] = field(default_factory=dict)

    def figure(self, peer: str, metric: str = "wall") -> float | None:
        """A figure of one peer; ``best_bare_parse`` is the better of the two bare parses."""
        if peer == BARE:
            bare = [self.figure(name, metric) for name in self.peers if name.startswith("bare_parse")]
            return min((value for value in bare if value is not None), default=None)
        return self.peers[peer].figure(metric) if peer in self.peers else None

    def ratio(self, peer: str, other: str) -> float | None:
        """How many times the wall time of another a peer takes."""
        mine, others = self.figure(peer), self.figure(other)
        return mine / others if mine and others else None


@dataclass
class Results:
    """One whole run."""

    machine: dict[str, Any]
    versions: dict[str, str]
    cases: dict[str, Case] = field(default_factory=dict)
    exactness: dict[str, dict[str, Any]] = field(default_factory=dict)
    targets: list[dict[str, Any]] = field(default_factory=list)

    def figure(self, place: str) -> float | None:
        """The figure at ``case/peer/metric``; None if it was not measured."""
        case, peer, metric = place.split("/")
        return self.cases[case].figure(peer, metric) if case in self.cases else None

    def as_json(self) -> dict[str, Any]:
        """All of it, times in milliseconds' precision."""
        return {name: rounded(part) for name, part in asdict(self).items()}


def rounded(value: Any) -> Any:
    """The same with all floats cut to four digits behind the point."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    return [rounded(part) for part in value] if isinstance(value, list) else value
