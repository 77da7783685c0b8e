"""Run Peacedata beside its peers, in one run on one machine, and say which targets are met.

    python -m benchmarks.run                       # 10 thousand, 100 thousand and 1 million rows
    python -m benchmarks.run 10000 1000000         # these sizes
    python -m benchmarks.run 100000 --peers peacedata dataframely

The exit code is 0 whatever the figures are: this is a measurement, never a test.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from benchmarks import environments
from benchmarks.cases import (
    EXACT_ERRORS,
    EXACT_ROWS,
    Job,
    faulty_records,
    hopeless_case,
    package,
    small_cases,
    table_case,
)
from benchmarks.machine import machine
from benchmarks.markdown import write
from benchmarks.measure import Run, measure
from benchmarks.peers import OURS, PEERS, Peer
from benchmarks.results import Case, Measured, Results
from benchmarks.targets import judge

SIZES = [10_000, 100_000, 1_000_000]
RESULTS = Path(__file__).resolve().parent / "results"
TIMEOUT = 3600.0
# A peer that takes longer than this many seconds is run once, and not on the faulty table of the same size.
LONG = 20.0
# The table of nothing but wrong cells is made up to this size.
MOST_HOPELESS = 1_000_000


def say(text: str) -> None:
    """Progress, on standard error."""
    sys.stderr.write(f"{text}\n")


def start(command: list[str]) -> Run:
    """Run one command in the project's folder, without what the caller's environment says about Python."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return measure(command, environments.ROOT, variables, TIMEOUT)


def run_case(case: Case, jobs: list[Job], repetitions: int) -> None:
    """Measure all jobs in turn, so that a busy moment of the machine meets all of them."""
    for repetition in range(repetitions):
        for job in jobs:
            measured = case.peers.setdefault(job.peer, Measured())
            if measured.failed or (repetition and job.peer != OURS and measured.wall[0] > LONG):
                continue
            run = start(job.command)
            if run.code not in (0, 1) or (run.code and not run.output):
                last = (run.error.strip().splitlines() or ["no message"])[-1]
                measured.failed = f"exit {run.code}: {last}".replace(f"{environments.ROOT}{os.sep}", "")[:160]
            else:
                measured.wall.append(run.wall)
                measured.cpu.append(run.cpu)
                measured.memory.append(run.memory)
                measured.findings = job.count(run.output)
            say(f"{case.name} {repetition + 1}: {job.peer} {run.wall:.2f} s, {run.memory:.0f} MiB {measured.failed}")


def exactness(peers: list[Peer]) -> dict[str, dict[str, Any]]:
    """Which faulty records each peer names on a table with every kind of fault; not timed.

    It is also the first start of every peer, so that none of the measured ones writes byte code.
    """
    folder = package(EXACT_ROWS, EXACT_ERRORS)
    faulty = faulty_records(folder)
    found = {}
    for peer in peers:
        if not peer.checks:
            start(peer.command(package(50)))
            continue
        run = start(peer.command(folder, tell=True))
        try:
            result = peer.read(run.output)
        except (ValueError, LookupError):
            say(f"what is found: {peer.name} failed: {run.error}")
            continue
        named = set(result["records"])
        found[peer.name] = {
            "findings": result["findings"],
            "faulty": len(faulty),
            "named": len(faulty & named),
            "missed": len(faulty - named),
            "sound": len(named - faulty),
        }
        say(f"what is found: {peer.name} {found[peer.name]}")
    return found


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES, help="rows of the reference table")
    parser.add_argument("--peers", nargs="+", choices=[peer.name for peer in PEERS], help="only these")
    parser.add_argument("--runs", type=int, default=5, help="repetitions of each measurement; small files take triple")
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder for latest.json, latest.md and latest.svg")
    given = parser.parse_args()
    peers = [peer for peer in PEERS if not given.peers or peer.name in given.peers]
    results = Results(machine(), {peer.name: peer.version for peer in PEERS})
    results.exactness = exactness(peers)
    if not given.peers or {OURS, "frictionless"} <= set(given.peers):
        for case, jobs in small_cases():
            results.cases[case.name] = case
            run_case(case, jobs, given.runs * 3)
    for rows in given.sizes:
        clean, jobs = table_case(rows, faulty=False, peers=peers)
        run_case(clean, jobs, given.runs)
        quick = [peer for peer in peers if peer.name == OURS or (clean.figure(peer.name) or LONG) < LONG]
        faulty, jobs = table_case(rows, faulty=True, peers=quick)
        run_case(faulty, jobs, given.runs)
        results.cases |= {case.name: case for case in (clean, faulty)}
        if rows <= MOST_HOPELESS and any(peer.name == OURS for peer in peers):
            hopeless, jobs = hopeless_case(rows)
            run_case(hopeless, jobs, given.runs)
            results.cases[hopeless.name] = hopeless
    results.targets = judge(results)
    publish(results, given.out)


def publish(results: Results, folder: Path) -> None:
    """Print the tables; write them, the figures and the plot."""
    folder.mkdir(parents=True, exist_ok=True)
    text = write(results)
    sys.stdout.write(text)
    (folder / "latest.md").write_text(text, encoding="utf-8")
    figures = folder / "latest.json"
    figures.write_text(json.dumps(results.as_json(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if any(case.name.startswith("clean-") for case in results.cases.values()):
        plot = start([environments.python("plot"), "-m", "benchmarks.plot", str(figures), str(folder / "latest.svg")])
        if plot.code:
            say(f"no plot: {plot.error}")


if __name__ == "__main__":
    main()
