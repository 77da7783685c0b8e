"""A report after a configuration: what is hidden is counted by cause, and what is known is taken out one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from peacedata.check.config.baseline import Judge, Match, match
from peacedata.check.config.checks import AMBIGUOUS, STALE
from peacedata.check.config.settings import Config, Known
from peacedata.check.declare import Check
from peacedata.check.finding import Finding, Findings
from peacedata.check.report import Report
from peacedata.check.shorten import quote, shorten


def configured(report: Report, config: Config, cap: int = 1000) -> Report:
    """The report as a configuration wants it.

    Args:
        report: of a run; with a baseline it should have kept ``config.room`` findings of a code beyond the cap.
        config: the configuration.
        cap: findings that are kept for each code.

    Returns:
        A report whose findings are the ones that are neither hidden nor known, with the severities that the
        configuration gives them, and what is wrong with the configuration itself. ``suppressed`` counts the others:
        both together are the findings of the run.
    """
    return _Application(report, config, cap).report()


class _Application:
    """One report and one configuration."""

    def __init__(self, report: Report, config: Config, cap: int) -> None:
        self._report = report
        self._config = config
        self._cap = cap
        self._hidden = {
            (code, table, file): config.hidden(code, table, file) for code, _, table, file in report.findings.places
        }

    def report(self) -> Report:
        matched = match(self._config, self._report.findings.kept)
        known = {id(finding) for found in matched.values() for finding in found.known}
        suppressed: Counter[str] = Counter()
        findings = self._counted(suppressed)
        kept: Counter[str] = Counter()
        for finding in self._report.findings.kept:
            if self._hidden[finding.code, finding.table, finding.file]:
                continue
            severity = self._config.level(finding.code, finding.severity)
            if id(finding) in known:
                suppressed["baseline"] += 1
                findings.tally(finding.code, severity, finding.table, finding.file, -1)
            elif kept[finding.code] < self._cap:
                kept[finding.code] += 1
                findings.kept.append(replace(finding, severity=severity))
        findings.counts, findings.severities, findings.places = +findings.counts, +findings.severities, +findings.places
        for problem in (*self._config.problems, *self._about_baseline(matched, findings)):
            findings.add(replace(problem, severity=self._config.level(problem.code, problem.severity)))
        return replace(self._report, findings=findings, suppressed=suppressed, config=self._config.name or None)

    def _counted(self, suppressed: Counter[str]) -> Findings:
        """All findings that are not hidden, counted; the hidden ones are counted by cause."""
        findings = Findings(self._cap)
        for (code, severity, table, file), number in self._report.findings.places.items():
            cause = self._hidden[code, table, file]
            if cause:
                suppressed[cause] += number
            else:
                findings.tally(code, self._config.level(code, severity), table, file, number)
        return findings

    def _about_baseline(self, matched: dict[Known, Match], findings: Findings) -> Iterator[Finding]:
        """What is to be said of entries that fit too many findings, or fewer than they stand for."""
        judge = Judge(self._report, self._config, findings)
        for known, found in sorted(matched.items(), key=lambda one: one[0].number):
            if found.fitting > known.count:
                more = f"fits {found.fitting} findings but stands for {known.count}, so that all of them are shown"
                yield self._entry(AMBIGUOUS, known, more, "name more of the finding that is meant, or its `count`")
            elif found.fitting < known.count and judge.was_looked_for(known):
                if not found.fitting:
                    yield self._entry(STALE, known, "matches no finding any more", "take it out")
                else:
                    few = f"stands for {known.count} findings but matches only {found.fitting}"
                    yield self._entry(STALE, known, few, f"write count = {found.fitting}")

    def _entry(self, check: Check, known: Known, says: str, hint: str) -> Finding:
        named = ", ".join(f"{name} {quote(value)}" for name, value in known.named.items())
        return check.finding(
            f"baseline entry {known.number} ({known.code}, {shorten(named)}) {says}",
            file=self._config.name,
            line=known.line,
            key=f"baseline entry {known.number}",
            value=known.code,
            hint=hint,
        )
