from __future__ import annotations

import pytest

pytest.importorskip("benchmarks.targets", reason="the benchmarks are not here, as in an installed package")

from benchmarks.peers import PEERS
from benchmarks.results import Case, Measured, Results
from benchmarks.targets import judge


def results(walls: dict[int, dict[str, float]]) -> Results:
    cases = {
        f"clean-{rows}": Case(
            f"clean-{rows}", "", rows, peers={peer: Measured([wall], [wall], [100.0]) for peer, wall in peers.items()}
        )
        for rows, peers in walls.items()
    }
    return Results({}, {}, cases)


def verdict(results: Results, start: str) -> tuple[float | None, bool | None]:
    (target,) = (target for target in judge(results) if target["says"].startswith(start))
    return target["figure"], target["met"]


@pytest.mark.parametrize(("theirs", "met"), [(50.0, True), (49.0, False)])
def test_at_least(theirs: float, met: bool) -> None:
    measured = results({10_000: {"peacedata": 10.0, "frictionless": theirs}})
    assert verdict(measured, "10 thousand rows: at least 5 times") == (theirs / 10, met)


@pytest.mark.parametrize(("ours", "met"), [(2.0, True), (2.5, False)])
def test_best_bare_parse_is_the_faster_one(ours: float, met: bool) -> None:
    measured = results({1_000_000: {"peacedata": ours, "bare_parse_arrow": 1.0, "bare_parse_polars": 3.0}})
    assert verdict(measured, "1 million rows: within 2.2 times of the best bare parse") == (ours, met)


@pytest.mark.parametrize(("last", "growth", "met"), [(5.1, 1.0, True), (9.1, 2.0, False)])
def test_growth(last: float, growth: float, met: bool) -> None:
    measured = results({100_000: {"peacedata": 0.2}, 1_000_000: {"peacedata": 1.1}, 5_000_000: {"peacedata": last}})
    figure, verdict_ = verdict(measured, "time linear")
    assert (figure, verdict_) == (pytest.approx(growth), met)


def test_nothing_measured_is_neither_met_nor_missed() -> None:
    assert {target["met"] for target in judge(results({}))} == {None}


def test_a_failed_run_is_no_figure() -> None:
    measured = results({10_000: {"peacedata": 10.0, "frictionless": 50.0}})
    measured.cases["clean-10000"].peers["frictionless"].failed = "exit 1"
    assert verdict(measured, "10 thousand rows") == (None, None)


def test_ours_comes_first() -> None:
    assert PEERS[0].name == "peacedata"
