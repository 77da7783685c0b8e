"""PD428: a process whose dates contradict its coverage."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Process


@rule(
    "PD428",
    Process,
    says="The coverage of a process ends before it starts, or before the process began.",
    why="Coverage says where 'no event' means that nothing happened; reversed, it says nothing.",
    mend="Swap or correct `coverage_start` and `coverage_end`; coverage begins with the process or later.",
    related=("PD505", "PD543"),
    bad={"processes": [{"process_id": "minsk", "coverage_start": "2022-02-23", "coverage_end": "2014-06-06"}]},
    good={"processes": [{"process_id": "minsk", "coverage_start": "2014-06-06", "coverage_end": "2022-02-23"}]},
)
def coverage_reversed(process: Process, context: Context) -> Iterator[Problem]:
    """Certain contradictions only."""
    if process.coverage_end.latest < process.coverage_start.earliest:
        yield Problem("coverage_end", f"covered from {process.coverage_start} to {process.coverage_end}", "swap them")
    elif process.coverage_end.latest < process.date_start.earliest:
        yield Problem("coverage_end", f"covered to {process.coverage_end} but began on {process.date_start}")
