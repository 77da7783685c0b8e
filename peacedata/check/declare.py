"""How a check is declared: its code, what it says, why, and examples that are run as tests."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict, Unpack

from peacedata.check.finding import Finding, Severity


class Place(TypedDict, total=False):
    """Where a finding stands and how to mend it; the attributes are those of Finding."""

    file: str
    table: str
    record: int | None
    line: int | None
    field: int | None
    column: str | None
    key: str | None
    value: str | None
    hint: str | None
    cell: str | None


CODE = re.compile(r"PD[1-8][0-9]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The declaration of one finding code.

    Attributes:
        code: ``PD`` and three digits; the first digit is the layer.
        name: short kebab-case name.
        severity: the default severity.
        says: one sentence that states the bad condition.
        why: why it matters, in a few sentences.
        mend: how to mend it, as instructions to whoever holds the file.
        related: codes that are often found beside this one, or taken for it.
        bad: an example that is found: partial rows per table for a rule, a text (and a schema) for a file check, or
            where no text can show it what spoils a sound file (``sh``: commands) or workbook (``workbook``: Python).
        good: the mended example, which is clean.
        fixable: whether ``peacedata fix`` can mend it without a human decision, where it can prove what is meant; each
            finding says whether it is one of these.
        frictionless: the error type under which frictionless reports the same defect, empty if it has none.
    """

    code: str
    name: str
    says: str
    why: str
    mend: str = ""
    related: tuple[str, ...] = ()
    severity: Severity = Severity.ERROR
    bad: Mapping[str, Sequence[Mapping[str, str]]] | Mapping[str, str] = field(default_factory=dict)
    good: Mapping[str, Sequence[Mapping[str, str]]] | Mapping[str, str] = field(default_factory=dict)
    fixable: bool = False
    frictionless: str = ""

    def __post_init__(self) -> None:
        if not CODE.fullmatch(self.code):
            raise ValueError(f"{self.code!r} is not a finding code: expected PD1xx to PD8xx")

    def finding(self, message: str, **place: Unpack[Place]) -> Finding:
        """A finding of this code with its default severity; ``place`` are the other attributes of Finding."""
        return Finding(code=self.code, severity=self.severity, message=message, **place)
