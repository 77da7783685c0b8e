"""A whole check: the engine over the files, then the rules over what they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from peacedata.check.catalog import ENGINE_CHECKS
from peacedata.check.collector import resting_collector
from peacedata.check.declare import Check
from peacedata.check.engine import Options, Report, check_package
from peacedata.check.finding import Finding
from peacedata.intake.package import Package

if TYPE_CHECKING:
    from peacedata.dataset.dataset import Dataset
    from peacedata.dataset.snapshot import Snapshot


@cache
def all_checks() -> tuple[Check, ...]:
    """Every finding code that there is, sorted: those of the engine, of the rules and of the assertions."""
    from peacedata.check.assertion import all_assertions
    from peacedata.check.rule import all_rules

    declared = (*ENGINE_CHECKS, *(rule.check for rule in all_rules()), *(one.check for one in all_assertions()))
    return tuple(sorted(declared, key=lambda check: check.code))


def is_ours(package: Package) -> bool:
    """Whether the package says that it follows this project's model, so that the rules apply to it."""
    return "peacedata" in package.descriptor


def check_dataset(
    package: Package,
    options: Options | None = None,
    *,
    only: Mapping[str, Path] | None = None,
    as_of: date | None = None,
    since: Snapshot | None = None,
) -> Report:
    """Check a package: its files against its schemas, and with the rules if it follows our model.

    Args:
        package: the package.
        options: of the engine; always strict for our own model, as it declares for any other.
        only: lone contributed files by table. They are judged as if they stood in the package, their rows in place of
            those with the same key, and only findings in them are reported.
        as_of: the day from which the check looks; today in UTC by default.
        since: the release before, for what must hold from one to the next.

    Returns:
        The findings of both, in one report.
    """
    ours = is_ours(package)
    report = check_package(package, replace(options or Options(), strict=ours), only=only)
    if ours:
        from peacedata.check.rule import judge_dataset
        from peacedata.dataset.dataset import Dataset

        dataset = Dataset(package, extra=only, lenient=True)
        if dataset.untyped:  # rules are about records of our own model
            return report
        given = {str(path) for path in (only or {}).values()}
        with resting_collector():
            for finding in chain(judge_dataset(dataset, as_of or datetime.now(UTC).date()), _since(dataset, since)):
                if not given or finding.file in given:
                    report.findings.add(finding)
                    if finding.key is not None and finding.key in dataset.table(finding.table) and finding.record:
                        row = dataset.table(finding.table).row_of(finding.key)
                        report.cells.setdefault((finding.table, finding.record), [*row.cells.values()])
        report.mark_fixable(package, only)
        if all(table.complete for table in dataset.tables.values()):
            report.scope.judged.update(dataset.tables)
        report.scope.compared = since is not None
    return report


def _since(dataset: Dataset, earlier: Snapshot | None) -> Iterator[Finding]:
    """What the dataset assertions find beside the release before."""
    if earlier is not None:
        from peacedata.check.assertion import judge_step

        yield from judge_step(dataset, earlier)


def selected(select: Iterable[str], ignore: Iterable[str], code: str) -> bool:
    """Whether a code is wanted: it starts with one of ``select`` (empty: all) and with none of ``ignore``."""
    wanted, unwanted = tuple(select), tuple(ignore)
    return (not wanted or code.startswith(wanted)) and not (unwanted and code.startswith(unwanted))
