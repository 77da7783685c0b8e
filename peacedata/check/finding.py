"""What a check says: one typed record per defect, and the collector that caps the list but never the count."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """How bad a finding is; the worst one decides the exit code."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect at one place.

    Attributes:
        code: stable code such as ``PD201``; its meaning never changes.
        severity: how bad it is.
        message: what is wrong, in one sentence, with the value and what was expected.
        file: path of the file as the user gave it, or relative to the package; empty if no file is concerned.
        table: name of the resource or table; empty if unknown.
        record: 1-based number of the record in its file, header included (the first data record is 2).
        line: 1-based physical line on which the record starts.
        field: 1-based number of the column.
        column: name of the column.
        key: key of the record, parts joined with ``/``.
        value: the offending text as read, shortened when very long.
        hint: how to mend it, or the nearest valid value.
    """

    code: str
    severity: Severity
    message: str
    file: str = ""
    table: str = ""
    record: int | None = None
    line: int | None = None
    field: int | None = None
    column: str | None = None
    key: str | None = None
    value: str | None = None
    hint: str | None = None

    @property
    def letter(self) -> str:
        """Spreadsheet letters of the column (``A``, ``AB``), empty without a column number."""
        number, letters = self.field or 0, ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        return letters

    def position(self) -> tuple[str, int, int, str]:
        """Where it stands, for a total order of a report."""
        return (self.file, self.record or 0, self.field or 0, self.code)


class Findings:
    """Findings of one run: at most ``cap`` per code are kept, all are counted."""

    def __init__(self, cap: int = 1000) -> None:
        self.cap = cap
        self.kept: list[Finding] = []
        self.counts: Counter[str] = Counter()
        self.severities: Counter[tuple[str, Severity]] = Counter()

    def add(self, finding: Finding) -> None:
        """Count a finding and keep it while its code is under the cap."""
        self.counts[finding.code] += 1
        self.severities[finding.code, finding.severity] += 1
        if self.counts[finding.code] <= self.cap:
            self.kept.append(finding)

    def extend(self, findings: Iterable[Finding]) -> None:
        """Add many."""
        for finding in findings:
            self.add(finding)

    def merge(self, part: Findings) -> None:
        """Add the findings of a part of a run; the cap holds for the whole."""
        kept = dict.fromkeys(part.counts, 0)
        for finding in part.kept:
            if self.counts[finding.code] + kept[finding.code] < self.cap:
                self.kept.append(finding)
                kept[finding.code] += 1
        self.counts.update(part.counts)
        self.severities.update(part.severities)

    def total(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(count for (_, found), count in self.severities.items() if found is severity)

    def where(self, wanted: Callable[[str], bool]) -> Findings:
        """The findings whose code is wanted, with their exact totals."""
        chosen = Findings(self.cap)
        chosen.kept = [finding for finding in self.kept if wanted(finding.code)]
        chosen.counts = Counter({code: count for code, count in self.counts.items() if wanted(code)})
        chosen.severities = Counter({key: count for key, count in self.severities.items() if wanted(key[0])})
        return chosen

    def below(self, folder: Path) -> Findings:
        """The findings with their files named from outside the folder in which they were found."""
        moved = self.where(lambda code: True)
        moved.kept = [
            replace(one, file=os.path.join(folder, one.file)) if one.file else one  # noqa: PTH118 - addresses stay
            for one in self.kept
        ]
        return moved

    def __iter__(self) -> Iterator[Finding]:
        return iter(sorted(self.kept, key=Finding.position))

    def __len__(self) -> int:
        return self.counts.total()
