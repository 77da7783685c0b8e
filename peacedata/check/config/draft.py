"""A baseline of the findings of a run, as TOML, for somebody to fill in the reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from peacedata.check.config.checks import OWN_CODES
from peacedata.check.config.settings import MOST_KNOWN, Config, comparable, unnumbered
from peacedata.check.finding import Finding
from peacedata.check.report import Report

_NAMES = ("key", "column", "value")


def draft(report: Report, config: Config) -> str:
    """Entries for a baseline that stands for every finding of a report; each lacks its reason.

    An entry names table, key, column and value, also where there is none, so that it fits nothing else. Findings that
    agree in these are told apart by their messages and then by their files; those that cannot be told apart become one
    entry with their number. Findings about the configuration are left out.

    Args:
        report: the report, as the configuration leaves it.
        config: the configuration that the entries are meant for.
    """
    findings = [finding for finding in report.findings if finding.code not in OWN_CODES]
    if not findings:
        return "# Nothing is found that is not known.\n"
    lines = [f"# {len(findings):,} findings. Fill in every reason, and put the entries into the configuration."]
    beyond = report.findings.counts.total() - len(report.findings.kept)
    if beyond:
        lines.append(f"# {beyond:,} more findings are not listed: more than {MOST_KNOWN:,} of one code.")
    for entry in entries(findings):
        lines += ["", f"[[{config.prefix}baseline]]", *(f"{name} = {_toml(value)}" for name, value in entry.items())]
    return "\n".join(lines) + "\n"


def entries(findings: Iterable[Finding]) -> Iterator[dict[str, str | int]]:
    """The settings of the entries, in the order of the findings."""
    for alike in _groups(findings, _identity):
        first = alike[0]
        place = "table" if first.table or not first.file else "file"
        named = {name: comparable(getattr(first, name) or "") for name in (place, *_NAMES)}
        told_apart = _groups(alike, lambda one: (unnumbered(one.message),))
        for same in told_apart:
            message = {"message": comparable(same[0].message)} if len(told_apart) > 1 else {}
            in_files = _groups(same, lambda one: (one.file,)) if place == "table" else [same]
            for some in in_files:
                file = {"file": comparable(some[0].file)} if len(in_files) > 1 else {}
                count = {"count": len(some)} if len(some) > 1 else {}
                yield {"code": first.code, **named, **file, **message, **count, "reason": ""}


def _identity(finding: Finding) -> tuple[str, ...]:
    place = ("table", finding.table) if finding.table else ("file", finding.file)
    return (finding.code, *place, *(comparable(getattr(finding, name) or "") for name in _NAMES))


def _groups(findings: Iterable[Finding], key: Callable[[Finding], tuple[str, ...]]) -> Sequence[list[Finding]]:
    groups: dict[tuple[str, ...], list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[key(finding)].append(finding)
    return [*groups.values()]


def _toml(value: str | int) -> str:
    """A value as TOML on one line; what a terminal or a log could obey is written as an escape."""
    if isinstance(value, int):
        return str(value)
    text = "".join(_escaped(char) for char in value).replace("##", "#\\u0023")
    return f'"{text}"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    return char if char.isprintable() else f"\\U{ord(char):08x}" if ord(char) > 0xFFFF else f"\\u{ord(char):04x}"
