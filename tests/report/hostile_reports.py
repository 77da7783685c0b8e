"""Reports for tests: with one of everything, and with text that wants to break out of wherever it is printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from io import StringIO
from typing import Any

from hypothesis import strategies as st

from peacedata.check.finding import Finding, Findings, Severity
from peacedata.check.report import Report
from peacedata.check.run import all_checks
from peacedata.check.table import TableStats

ATTACKS = [
    "<script>window.broken = 1</script>",
    "</title><img src=x onerror='window.broken = 1'>",
    "</td></tr></table><svg onload=window.broken=1>",
    '" autofocus onfocus="window.broken = 1',
    "</script><script>window.broken = 1</script>",
    "</code></details>",
    "<!--",
    "-->",
    "]]>",
    "&lt;b&gt; &#64;all",
    "{{ 7 * 7 }}{% raw %}",
    "@octocat",
    "#1 GH-1 octo/repo#1",
    "[click](javascript:alert(1))",
    "![x](http://evil.example/x.png)",
    "https://evil.example www.evil.example a@evil.example",
    "| a | b |",
    "\\|",
    "\\",
    "`",
    "```",
    "*b* _i_ ~~s~~",
    "::error::x",
    "::stop-commands::x",
    "\n::add-mask::x",
    "\r\n::set-output name=a::b",
    "%0A::warning::x",
    "##[error]x",
    "##[add-mask]x",
    "##vso[task.setvariable variable=a]x",
    "\x1b[2J\x1b]0;x\x07",
    "\u202e\u2066",
    "\x00\x01\x7f\x85",
    "\ufeff\ufffe\uffff",
    "\udc80",
    "\u2028\u2029",
    "\t ",
    "…😀עברית",
    "=1+1",
    ",:;",
]
CODES = [check.code for check in all_checks()]

hostile = st.lists(st.one_of(st.sampled_from(ATTACKS), st.text(st.characters(exclude_categories=()))), max_size=4).map(
    "".join
)
_maybe = st.one_of(st.none(), hostile)
_number = st.one_of(st.none(), st.integers(1, 99))

findings = st.builds(
    Finding,
    code=st.sampled_from(CODES),
    severity=st.sampled_from(Severity),
    message=hostile,
    file=hostile.map(lambda text: text.replace("\0", "")),
    table=hostile,
    record=_number,
    line=_number,
    field=_number,
    column=_maybe,
    key=_maybe,
    value=_maybe,
    hint=_maybe,
    fixable=st.booleans(),
    cell=_maybe,
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Reports of any findings, with tables and cells as hostile as they are."""
    found = draw(st.lists(findings, max_size=6))
    names = {finding.table for finding in found if finding.table}
    tables = [TableStats(name, draw(hostile), draw(st.lists(hostile, max_size=3)), 1, 1, 1) for name in sorted(names)]
    cells = {
        (finding.table, finding.record): draw(st.lists(hostile, max_size=3))
        for finding in found
        if finding.record is not None
    }
    ranges = draw(st.dictionaries(hostile, st.dictionaries(hostile, st.integers(1, 9), max_size=2), max_size=2))
    causes = st.sampled_from(["select", "ignore", "per-file-ignores", "baseline"])
    suppressed = Counter(draw(st.dictionaries(causes, st.integers(1, 2000))))
    config = draw(_maybe)
    return report_of(*found, tables=tables, cells=cells, ranges=ranges, suppressed=suppressed, config=config)


def report_of(*found: Finding, cap: int = 1000, **rest: Any) -> Report:
    """A report of these findings."""
    gathered = Findings(cap)
    gathered.extend(found)
    return Report(gathered, **rest)


def finding(number: int = 0, **attributes: Any) -> Finding:
    """A finding of a wrong code in a table of events, with other attributes as given."""
    given: dict[str, Any] = {
        "code": "PD232",
        "severity": Severity.ERROR,
        "message": '"tallks" is not allowed: expected one of talks, summit',
        "file": "data/events.csv",
        "table": "events",
        "record": number + 2,
        "line": number + 3,
        "field": 3,
        "column": "event_type",
        "key": f"talks-{number}",
        "value": "tallks",
        "hint": "talks",
    }
    return Finding(**given | attributes)


def example(number: int = 3) -> Report:
    """A report with errors and a warning, and the cells of the records."""
    labels = ["event_id", "process_id", "event_type", "title"]
    return report_of(
        *(finding(one) for one in range(number)),
        finding(9, code="PD310", message='"x" is not in process_id of "processes"', field=2, column="process_id"),
        finding(9, code="PD419", severity=Severity.WARNING, message="no date", field=4, column="title", hint=None),
        tables=[TableStats("events", "data/events.csv", labels, 400, 4, 9000), TableStats("actors", "data/actors.csv")],
        cells={("events", one + 2): [f"talks-{one}", "istanbul", "tallks", "They met"] for one in (*range(number), 9)},
    )


def written(write: Callable[..., None], report: Report, **options: Any) -> str:
    """What a format writes."""
    stream = StringIO()
    write(report, stream, **options)
    return stream.getvalue()
