"""The thresholds in ``targets.toml`` held against what was measured."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from benchmarks.results import Results

FILE = Path(__file__).resolve().parent / "targets.toml"


def judge(results: Results) -> list[dict[str, Any]]:
    """For each target: what it says, the figure, the threshold, and whether it is met (None: not measured)."""
    return [_judged(target, results) for target in tomllib.loads(FILE.read_text(encoding="utf-8"))["target"]]


def _judged(target: dict[str, Any], results: Results) -> dict[str, Any]:
    """One target with its figure and verdict."""
    figure = _growth(target["growth"], results) if "growth" in target else _quotient(target, results)
    met = None
    if figure is not None:
        met = figure >= target["at_least"] if "at_least" in target else figure <= target["at_most"]
    judged: dict[str, Any] = {bound: target[bound] for bound in ("at_least", "at_most") if bound in target}
    return judged | {"says": target["says"], "figure": figure, "met": met}


def _quotient(target: dict[str, Any], results: Results) -> float | None:
    """The figure, divided by the other one where there is one."""
    figure = results.figure(target["figure"])
    if figure is None or "over" not in target:
        return figure
    over = results.figure(target["over"])
    return figure / over if over else None


def _growth(places: list[str], results: Results) -> float | None:
    """The slope between the last two places over the slope between the first two."""
    points = [(results.cases[place.split("/")[0]].rows, value) for place in places if (value := results.figure(place))]
    if len(points) < len(places):
        return None
    (a, first), (b, second), (c, third) = points
    slope = (second - first) / (b - a)
    return (third - second) / (c - b) / slope if slope > 0 else None
