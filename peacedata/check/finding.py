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
        fixable: whether ``peacedata fix`` would mend it; it is proved for this very cell, not only for its code.
        cell: the cell of a workbook, such as ``events!F12``; it stands in place of the line.
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
    fixable: bool = False
    cell: str | None = None

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
        sheet = f"!{self.cell.rpartition('!')[0]}" if self.cell else ""
        return (self.file + sheet, self.record or 0, self.field or 0, self.code)


# Code, severity, table and file: by these all findings are counted, also those that are not kept.
Place = tuple[str, Severity, str, str]


class Findings:
    """Findings of one run: at most ``cap`` per code are kept, all are counted.

    Attributes:
        cap: how many findings of one code are kept.
        kept: those that are kept.
        counts: how many there are of each code.
        severities: how many there are of each code and severity.
        places: how many there are of each code and severity in each table and file.
    """

    def __init__(self, cap: int = 1000) -> None:
        self.cap = cap
        self.kept: list[Finding] = []
        self.counts: Counter[str] = Counter()
        self.severities: Counter[tuple[str, Severity]] = Counter()
        self.places: Counter[Place] = Counter()

    def add(self, finding: Finding) -> None:
        """Count a finding and keep it while its code is under the cap."""
        self.tally(finding.code, finding.severity, finding.table, finding.file)
        if self.counts[finding.code] <= self.cap:
            self.kept.append(finding)

    def tally(self, code: str, severity: Severity, table: str = "", file: str = "", number: int = 1) -> None:
        """Count findings without keeping them."""
        self.counts[code] += number
        self.severities[code, severity] += number
        self.places[code, severity, table, file] += number

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
        self.places.update(part.places)

    def total(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(count for (_, found), count in self.severities.items() if found is severity)

    def where(self, wanted: Callable[[str], bool]) -> Findings:
        """The findings whose code is wanted, with their exact totals."""
        chosen = Findings(self.cap)
        chosen.kept = [finding for finding in self.kept if wanted(finding.code)]
        chosen.counts = Counter({code: count for code, count in self.counts.items() if wanted(code)})
        chosen.severities = Counter({key: count for key, count in self.severities.items() if wanted(key[0])})
        chosen.places = Counter({key: count for key, count in self.places.items() if wanted(key[0])})
        return chosen

    def below(self, folder: Path) -> Findings:
        """The findings with their files named from outside the folder in which they were found."""
        moved = self.where(lambda code: True)
        moved.kept = [
            replace(one, file=os.path.join(folder, one.file)) if one.file else one  # noqa: PTH118 - addresses stay
            for one in self.kept
        ]
        moved.places = Counter()
        for (code, severity, table, file), count in self.places.items():
            moved.places[code, severity, table, os.path.join(folder, file) if file else file] += count  # noqa: PTH118 - ditto
        return moved

    def __iter__(self) -> Iterator[Finding]:
        return iter(sorted(self.kept, key=Finding.position))

    def __len__(self) -> int:
        return self.counts.total()
