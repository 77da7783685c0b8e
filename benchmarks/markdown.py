"""The results as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from benchmarks.peers import PEERS
from benchmarks.results import BARE, Case, Results


def write(results: Results) -> str:
    """Machine, one table for each case, what was found, and the targets."""
    machine = results.machine
    about = (
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB, {machine['system']}, Python "
        f"{machine['python']}; load {machine['load_before']} when the run began. Whole processes, median of the times, "
        "maximum of the memory."
    )
    lines = [about]
    for case in results.cases.values():
        lines += ["", f"### {case.title}", "", *_case(case, results.versions)]
    if results.exactness:
        lines += ["", "### What is found", "", *_exactness(results.exactness)]
    lines += ["", "### Targets", "", *_targets(results.targets)]
    return "\n".join(lines) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A Markdown table; all columns but the first are right-aligned."""
    yield f"| {' | '.join(head)} |"
    yield f"|---|{'---:|' * (len(head) - 1)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def number(value: float | None, unit: str = "") -> str:
    """A number with three significant digits, or a dash."""
    if value is None:
        return "–"
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3
    return f"{value:,.{digits}f}{unit}"


def _case(case: Case, versions: dict[str, str]) -> Iterator[str]:
    """The table of one case."""
    titles = {peer.name: f"{peer.title} {versions[peer.name]}" for peer in PEERS}
    head = ["", "wall s", "CPU s", "peak MiB", "frictionless ÷ it", "it ÷ dataframely", "it ÷ bare parse", "findings"]
    rows = []
    for name, measured in case.peers.items():
        if measured.failed:
            rows.append([titles[name], f"failed: {measured.failed}", *["–"] * 6])
            continue
        rows.append(
            [
                titles[name],
                *(number(case.figure(name, metric)) for metric in ("wall", "cpu", "memory")),
                number(case.ratio("frictionless", name), "×"),
                number(case.ratio(name, "dataframely"), "×"),
                number(case.ratio(name, BARE), "×"),
                "–" if measured.findings is None else f"{measured.findings:,}",
            ]
        )
    return table(head, rows)


def _exactness(exactness: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Which of the faulty records each peer names, and which sound ones."""
    titles = {peer.name: peer.title for peer in PEERS}
    head = ["", "findings", "faulty records", "of them named", "missed", "sound ones named"]
    columns = ("findings", "faulty", "named", "missed", "sound")
    return table(head, [[titles[name], *(f"{row[key]:,}" for key in columns)] for name, row in exactness.items()])


def _targets(targets: list[dict[str, Any]]) -> Iterator[str]:
    """Met or not, with the figures."""
    verdicts = {True: "met", False: "**not met**", None: "not measured"}
    rows = []
    for target in targets:
        bound = f"≥ {target['at_least']}" if "at_least" in target else f"≤ {target['at_most']}"
        rows.append([target["says"], number(target["figure"]), bound, verdicts[target["met"]]])
    return table(["", "measured", "wanted", "verdict"], rows)
