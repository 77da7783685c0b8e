"""What a configuration says, once it was read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from peacedata.check.config.checks import OWN_CODES
from peacedata.check.config.globs import matches
from peacedata.check.finding import Finding, Severity
from peacedata.check.run import selected

# More findings than a baseline can hold and still be read.
MOST_KNOWN = 100_000
_NUMBERED = re.compile(r"\b(records?|lines?|rows?) \d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An entry of the baseline: a finding that is known.

    It fits a finding that has all that it names; what is None is not looked at, and the empty text stands for what a
    finding does not have. Numbers of records and lines are never looked at, also in messages, because rows move.

    Attributes:
        code: its code.
        table: name of the table.
        file: the file, as a pattern of ``per-file-ignores``.
        key: key of the record, parts joined with ``/``.
        column: name of the column.
        value: the offending text, as the finding has it.
        message: the message of the finding.
        count: how many findings it stands for.
        reason: why they may stay.
        number: its number in the baseline, from 1.
        line: the line of the configuration on which it starts.
    """

    code: str
    table: str | None = None
    file: str | None = None
    key: str | None = None
    column: str | None = None
    value: str | None = None
    message: str | None = None
    count: int = 1
    reason: str = ""
    number: int = 0
    line: int | None = None

    @property
    def named(self) -> dict[str, str]:
        """What it names of a finding, the code apart."""
        names = ("table", "file", "key", "column", "value", "message")
        return {name: given for name in names if (given := getattr(self, name)) is not None}

    def fits(self, finding: Finding, folder: Path | None) -> bool:
        """Whether a finding is one that it stands for; ``folder`` is where the configuration lies."""
        return finding.code == self.code and all(
            matches(wanted, finding.file, folder=folder)
            if name == "file"
            else comparable(wanted) == comparable(getattr(finding, name) or "")
            if name != "message"
            else unnumbered(wanted) == unnumbered(finding.message)
            for name, wanted in self.named.items()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A configuration.

    Attributes:
        path: its file; None if there is none.
        name: how findings name it.
        prefix: what stands before the names of its tables: ``tool.peacedata.`` or nothing.
        select: only codes that begin so; all if empty.
        ignore: no codes that begin so.
        severity: severities by code or beginning of a code; the longest beginning decides.
        per_file: patterns with the codes that are ignored where they match.
        baseline: known findings.
        problems: what is wrong with it.
    """

    path: Path | None = None
    name: str = ""
    prefix: str = "tool.peacedata."
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, Severity] = field(default_factory=dict)
    per_file: tuple[tuple[str, tuple[str, ...]], ...] = ()
    baseline: tuple[Known, ...] = ()
    problems: tuple[Finding, ...] = ()

    @property
    def folder(self) -> Path | None:
        """Where it lies."""
        return self.path.parent.absolute() if self.path else None

    @property
    def room(self) -> int:
        """How many findings of one code must be kept beyond the cap, so that known ones do not use it up."""
        counts: dict[str, int] = {}
        for known in self.baseline:
            counts[known.code] = counts.get(known.code, 0) + known.count
        return min(MOST_KNOWN, max(counts.values(), default=0))

    def overridden(self, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Config:
        """The same with the codes of a command line: ``select`` replaces both lists, ``ignore`` its own."""
        select, ignore = tuple(select), tuple(ignore)
        if select:
            return replace(self, select=select, ignore=ignore)
        return replace(self, ignore=ignore) if ignore else self

    def hidden(self, code: str, table: str = "", file: str = "") -> str | None:
        """Which setting keeps a code from being shown there: ``select``, ``ignore``, ``per-file-ignores``, or none."""
        if code in OWN_CODES:
            return None
        if not selected(self.select, (), code):
            return "select"
        if not selected((), self.ignore, code):
            return "ignore"
        for pattern, codes in self.per_file:
            if code.startswith(codes) and matches(pattern, file, table, self.folder):
                return "per-file-ignores"
        return None

    def level(self, code: str, severity: Severity) -> Severity:
        """How bad a finding is that was found with some severity; what is said of a configuration is never softened."""
        beginning = max((one for one in self.severity if code.startswith(one)), key=len, default=None)
        if beginning is None:
            return severity
        level = self.severity[beginning]
        return severity if code in OWN_CODES and level is Severity.WARNING else level


def comparable(text: str) -> str:
    """A text as TOML can hold it: what stands for bytes that are no UTF-8 is written as an escape."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def unnumbered(message: str) -> str:
    """A message without the numbers of records and lines."""
    return _NUMBERED.sub(r"\1", comparable(message))
