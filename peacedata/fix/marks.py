"""Says of each finding whether ``peacedata fix`` would make it vanish: it is asked what it would do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from peacedata.check.finding import Finding
from peacedata.fix.fixer import fixers
from peacedata.fix.plan import Planned, plan
from peacedata.intake.package import Package

if TYPE_CHECKING:
    from peacedata.check.report import Report

_WHOLE = {"PD116": "byte-order-mark", "PD117": "line-ends", "PD203": "column-order"}


def mark(
    report: Report,
    package: Package,
    tables: Collection[str],
    only: Mapping[str, Path] | None = None,
    *,
    alone: bool = False,
) -> None:
    """Mark the findings of a report that a fix of the same files would mend.

    Only files in which something of a kind that can be fixed was found are looked at, so that a clean check costs
    nothing more. No finding is marked in a file that is left as it is.

    Args:
        report: the report; its findings are replaced.
        package: what was checked.
        tables: the tables in which findings are marked.
        only: the lone files that were checked, by table.
        alone: whether the package only lends lone files a schema.
    """
    known = {code for fixer in fixers() for code in fixer.mends}
    concerned = {one.table for one in report.findings.kept if one.code in known and not one.fixable} & {*tables}
    if not concerned:
        return
    found = {one.job.resource.name: _Marker(one) for one in plan(package, only, concerned, alone=alone).files}
    report.findings.kept = [
        replace(one, fixable=True)
        if not one.fixable and one.code in known and one.table in found and found[one.table].mends(one)
        else one
        for one in report.findings.kept
    ]


class _Marker:
    """What would become of the findings in one file."""

    def __init__(self, one: Planned) -> None:
        self._one = one
        self._now: dict[int, list[str]] = {}
        self._places: dict[str, int] = {}
        if one.left is None and one.opened is not None:
            sheet = one.opened.sheet
            self._now = dict(zip(sheet.numbers, sheet.rows, strict=True))
            self._places = {column.name: place for place, column in enumerate(sheet.columns)}

    def mends(self, finding: Finding) -> bool:
        """Whether a finding would vanish."""
        one = self._one
        if one.left is not None or one.opened is None:
            return False
        if finding.code in _WHOLE:
            return one.counts[_WHOLE[finding.code]] > 0
        if finding.code == "PD210":
            return finding.record is not None and finding.record not in self._now
        return self._mends_cell(finding)

    def _mends_cell(self, finding: Finding) -> bool:
        sheet = self._one.opened.sheet if self._one.opened is not None else None
        name, number, field = finding.column, finding.record, finding.field
        if sheet is None or name is None or number is None or (number, name) not in sheet.changed:
            return False
        # A field that is matched by its place may be judged by the cells of another column.
        if field is None or sheet.read_labels[field - 1 : field] != (name,):
            return False
        text = self._now[number][self._places[name]]
        check = sheet.fields[name]
        return finding.code not in {fault.check.code for fault in check.judge(text)}
