"""PD543: a process outside the wider one."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Process


@rule(
    "PD543",
    Process,
    severity=Severity.WARNING,
    says="A process began before the wider process that it is part of, or is covered beyond its coverage.",
    why="Who reads the wider process with all its parts trusts its coverage; it must span theirs.",
    mend="Widen dates and coverage of the wider process so that they span its part.",
    related=("PD428", "PD505"),
    bad={
        "processes": [
            {"process_id": "whole", "date_start": "2014", "coverage_start": "2014", "coverage_end": "2025-07-31"},
            {
                "process_id": "part",
                "parent_process_id": "whole",
                "date_start": "2025",
                "coverage_start": "2025",
                "coverage_end": "2025-08-31",
            },
        ]
    },
    good={
        "processes": [
            {"process_id": "whole", "date_start": "2014", "coverage_start": "2014", "coverage_end": "2025-08-31"},
            {
                "process_id": "part",
                "parent_process_id": "whole",
                "date_start": "2025",
                "coverage_start": "2025",
                "coverage_end": "2025-08-31",
            },
        ]
    },
)
def process_outside_parent(process: Process, context: Context) -> Iterator[Problem]:
    """Certain contradictions only."""
    whole = process.parent
    if whole is None:
        return
    if process.date_start.latest < whole.date_start.earliest:
        yield Problem("date_start", f"it began on {process.date_start}, {whole.key} on {whole.date_start}")
    if process.coverage_start.latest < whole.coverage_start.earliest:
        found = f"it is covered from {process.coverage_start}, {whole.key} from {whole.coverage_start}"
        yield Problem("coverage_start", found, "widen the coverage of the whole")
    if process.coverage_end.earliest > whole.coverage_end.latest:
        found = f"it is covered to {process.coverage_end}, {whole.key} to {whole.coverage_end}"
        yield Problem("coverage_end", found, "widen the coverage of the whole")
