"""Where the findings of one table are gathered: beyond the cap they are counted, and no message is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from peacedata.check.declare import Check
from peacedata.check.finding import Finding, Findings
from peacedata.check.shorten import LONGEST, shorten

_MOST_CELLS = 1000
_MOST_HINTS = 100  # of one check


class Sink:
    """Findings of one table.

    Attributes:
        findings: what was found.
        table: name of the table.
        file: the file that is read at the moment.
        cells: the cells of the records in which something was found and kept.
    """

    def __init__(self, table: str, file: str, cap: int) -> None:
        self.findings = Findings(cap)
        self.table = table
        self.file = file
        self.cells: dict[tuple[str, int], list[str]] = {}
        self._hints: dict[str, dict[tuple[object, str], str | None]] = {}

    def hint(self, check: Check, subject: object, text: str, find: Callable[[], str | None]) -> str | None:
        """A hint, looked for at most once for each text of a subject and at most so often for each check."""
        hints = self._hints.setdefault(check.code, {})
        if (subject, text) not in hints:
            if len(hints) >= _MOST_HINTS or len(text) > LONGEST:
                return None
            hints[subject, text] = find()
        return hints[subject, text]

    def full(self, check: Check) -> bool:
        """Whether further findings of a check are only counted."""
        return self.findings.counts[check.code] >= self.findings.cap

    def tally(self, check: Check, number: int = 1) -> None:
        """Count findings that are not kept."""
        self.findings.tally(check.code, check.severity, self.table, self.file, number)

    def add(self, finding: Finding, cells: Sequence[str | None] = ()) -> None:
        """Add one finding, with the cells of its record."""
        self.findings.add(finding)
        if cells and finding.record is not None:
            self.cells[self.table, finding.record] = [shorten(cell or "") for cell in cells[:_MOST_CELLS]]

    def only(self, finding: Finding) -> None:
        """Forget what was found so far: this finding explains it all."""
        self.findings = Findings(self.findings.cap)
        self.cells = {}
        self.findings.add(finding)
