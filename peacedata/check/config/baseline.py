"""Which findings the entries of a baseline stand for, and which entries could have been met in a run."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from peacedata.check.config.codes import is_of_engine
from peacedata.check.config.globs import matches
from peacedata.check.config.settings import Config, Known, comparable
from peacedata.check.finding import Finding, Findings
from peacedata.check.report import Report

_REFERENCE = "PD310"
# After these a table was not read on, or its columns are not those of its schema, so that its cells were not judged.
_UNREAD = ("PD10", "PD110", "PD111", "PD112", "PD113", "PD114", "PD115", "PD14", "PD20")
_KEYS = "PD3"
_SINCE = "PD8"


class Match(NamedTuple):
    """What an entry of the baseline was found to stand for.

    Attributes:
        fitting: how many findings it fits that no entry which says more had taken.
        known: these findings; none if there are more than it stands for, because nobody knows which are meant.
    """

    fitting: int
    known: tuple[Finding, ...]


def match(config: Config, findings: Iterable[Finding]) -> dict[Known, Match]:
    """The findings of each entry; the entry that names most has the first choice."""
    if not config.baseline:
        return {}
    places: dict[tuple[str, ...], list[Finding]] = defaultdict(list)
    codes = {known.code for known in config.baseline}
    for finding in findings:
        if finding.code in codes:
            for name in ("key", "value"):
                places[finding.code, name, comparable(getattr(finding, name) or "")].append(finding)
            places[finding.code,].append(finding)
    taken: set[int] = set()
    matched = {}
    for known in sorted(config.baseline, key=_precision, reverse=True):
        near = [(known.code, name, comparable(known.named[name])) for name in ("key", "value") if name in known.named]
        some = places[near[0] if near else (known.code,)]
        some = [one for one in some if id(one) not in taken and known.fits(one, config.folder)]
        taken.update(map(id, some))
        matched[known] = Match(len(some), tuple(some) if len(some) <= known.count else ())
    return matched


def _precision(known: Known) -> tuple[int, int]:
    """How much an entry says of the place of a finding, and in all."""
    named = known.named
    return len({"table", "key", "column", "value"} & named.keys()), len(named)


class Judge:
    """Tells an entry whose finding is gone from one whose finding was not looked for in this run."""

    def __init__(self, report: Report, config: Config, shown: Findings) -> None:
        """Judge by the report of the run, the configuration, and what is shown in the end."""
        self._report = report
        self._config = config
        kept = Counter(finding.code for finding in report.findings.kept)
        self._capped = {code for code, number in report.findings.counts.items() if number > kept[code]}
        self._unread = {table for code, _, table, _ in shown.places if code.startswith(_UNREAD)}
        self._broken_links = any(code.startswith(_KEYS) for code in report.findings.counts)
        self._keys_in = cache(report.scope.keys_in)

    def was_looked_for(self, known: Known) -> bool:
        """Whether the finding of an entry would have been met if it were still there."""
        return (
            known.code not in self._capped
            and not self._config.hidden(known.code)
            and self._could_be_found(known)
            and (self._table_was_read(known) if known.table else self._file_was_read(known))
        )

    def _could_be_found(self, known: Known) -> bool:
        """Whether the check ran: rules only over data of our model that fits it and whose links lead somewhere."""
        if known.code.startswith(_SINCE) and not self._report.scope.compared:
            return False
        if not is_of_engine(known.code):
            return not self._broken_links and known.table in (*self._report.scope.judged, None)
        if known.code == _REFERENCE:
            return self._report.scope.references and not self._unread
        return True

    def _table_was_read(self, known: Known) -> bool:
        scope, table = self._report.scope, known.table or ""
        if table in self._unread and not known.code.startswith("PD1"):
            return False
        if table in scope.whole:
            return True
        return table in scope.parts and bool(known.key) and known.key in self._keys_in(table)

    def _file_was_read(self, known: Known) -> bool:
        """For an entry that names no table; one that does not name a file either speaks of all that was checked."""
        files = [table.file for table in self._report.tables if table.name in self._report.scope.whole]
        if known.file is None:
            return bool(files)
        folder = os.path.dirname(known.file)  # noqa: PTH120  # the text of a pattern, not a path
        return any(
            matches(known.file, file, folder=self._config.folder) or file.startswith(f"{folder}/") for file in files
        )
