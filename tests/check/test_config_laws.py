"""What holds for every configuration and every report, and when an entry of a baseline is called stale."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacedata
from peacedata.check.api import validate, validate_rows
from peacedata.check.config.apply import configured
from peacedata.check.config.checks import OWN_CODES
from peacedata.check.config.draft import draft
from peacedata.check.config.parse import read_config
from peacedata.check.config.settings import Config
from peacedata.check.engine import Options
from peacedata.check.finding import Finding, Severity
from peacedata.check.report import Report

SCHEMA = {
    "fields": [
        {"name": "id", "constraints": {"pattern": "[a-z]+"}},
        {"name": "n", "type": "integer"},
        {"name": "m", "type": "integer", "constraints": {"required": True}},
    ],
    "primaryKey": ["id"],
}
CODES = ["PD", "PD1", "PD2", "PD22", "PD220", "PD23", "PD230", "PD231", "PD3", "PD301", "PD302", "PD4", "PD401"]
CELLS = st.sampled_from(["", "a", "b", "B", "1", "2", 'x"\\', "##[x]", "\u202e", "é\n", "\ud800", " ", "😀" * 150])
# A key is matched by a pattern, which takes text that has no lone surrogates, as files do.
ROWS = st.lists(st.tuples(CELLS.filter(lambda cell: cell != "\ud800"), CELLS, CELLS), max_size=8)
SOME = st.lists(st.sampled_from(CODES), max_size=2, unique=True).map(tuple)


def report_on(rows: Sequence[Sequence[str]], cap: int = 1000) -> Report:
    return validate_rows([["id", "n", "m"], *rows], SCHEMA, name="people", cap=cap)


@given(ROWS, SOME, SOME, SOME, st.integers(1, 4))
def test_shown_and_suppressed_are_all_findings(
    rows: list[tuple[str, str, str]], select: tuple[str, ...], ignore: tuple[str, ...], there: tuple[str, ...], cap: int
) -> None:
    report = report_on(rows, cap)
    per_file = (("people", there),) if there else ()
    config = Config(select=select, ignore=ignore, per_file=per_file, severity={"PD22": Severity.WARNING})
    after = configured(report, config, cap)
    assert after.counts.total() + after.suppressed.total() == report.counts.total()
    for code, count in report.counts.items():
        hidden = (select and not code.startswith(select)) or code.startswith((*ignore, *there))
        assert after.counts[code] == (0 if hidden else count)
    assert after.findings.severities.total() == after.findings.places.total() == after.counts.total()
    assert 0 not in after.counts.values()
    assert {one.severity for one in after.findings if one.code == "PD220"} <= {Severity.WARNING}
    assert after.findings.severities["PD220", Severity.ERROR] == 0


@given(ROWS, st.integers(1, 3))
def test_with_everything_ignored_only_the_configuration_is_left(rows: list[tuple[str, str, str]], cap: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "peacedata.toml"
        path.write_text('ignore = ["PD"]\nwrong = 1\n', encoding="utf-8")
        after = configured(report_on(rows, cap), read_config(path), cap)
    assert {finding.code for finding in after.findings} == {"PD181"}
    assert after.suppressed == Counter({"ignore": report_on(rows).counts.total()} if report_on(rows).counts else {})


def drafted(report: Report, folder: Path, reason: str = "known") -> Config:
    text = draft(report, Config())
    path = folder / "pyproject.toml"
    path.write_text(text.replace('reason = ""', f'reason = "{reason}"'), encoding="utf-8")
    assert all(char.isprintable() or char == "\n" for char in text)
    assert "##" not in text
    return read_config(path)


@given(ROWS, st.randoms())
def test_a_draft_with_reasons_is_clean_wherever_the_rows_go(rows: list[tuple[str, str, str]], random: Any) -> None:
    report = report_on(rows)
    with tempfile.TemporaryDirectory() as folder:
        if not report.counts:
            return
        config = drafted(report, Path(folder))
        assert config.problems == ()
        assert not configured(report, config).counts
        moved = list(rows)
        random.shuffle(moved)
        after = configured(report_on(moved), config)
        if Counter(map(identity, report_on(moved).findings)) == Counter(map(identity, report.findings)):
            assert not after.counts
        without = drafted(report, Path(folder), reason=" ")
        assert {problem.code for problem in without.problems} == {"PD184"}
        assert configured(report, without).suppressed.total() == 0


def identity(finding: Finding) -> tuple[object, ...]:
    return finding.code, finding.key, finding.column, finding.value


@given(ROWS, ROWS, st.integers(1, 3))
def test_a_baseline_hides_nothing_new(
    old: list[tuple[str, str, str]], new: list[tuple[str, str, str]], cap: int
) -> None:
    """Of each kind of finding never more are taken out than were known, and no error goes unseen for a cap."""
    before, now = report_on(old), report_on(new, 10_000)
    if not before.counts:
        return
    with tempfile.TemporaryDirectory() as folder:
        config = drafted(before, Path(folder))
    report = report_on(new, cap + config.room)
    after = configured(report, config, cap)
    known = Counter(map(identity, before.findings))
    fresh = Counter(map(identity, now.findings)) - known
    own = sum(after.counts[code] for code in OWN_CODES)
    assert after.counts.total() - own + after.suppressed.total() == now.counts.total()
    assert after.counts.total() - own >= fresh.total()
    assert all(sum(one.code == code for one in after.findings) <= cap for code in after.counts if code not in OWN_CODES)


# Staleness


ENTRY = '[[baseline]]\ncode = "{code}"\ntable = "{table}"\nkey = "{key}"\nreason = "known"\n'


@pytest.fixture
def package(tmp_path: Path) -> Path:
    people = {"name": "people", "path": "people.csv", "schema": SCHEMA}
    visits = {
        "name": "visits",
        "path": "visits.csv",
        "schema": {
            "fields": [{"name": "id"}, {"name": "who"}],
            "primaryKey": ["id"],
            "foreignKeys": [{"fields": ["who"], "reference": {"resource": "people", "fields": ["id"]}}],
        },
    }
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "x", "resources": [people, visits]}))
    (tmp_path / "people.csv").write_text("id,n,m\na,1,1\nb,2,2\n")
    (tmp_path / "visits.csv").write_text("id,who\nv,a\n")
    return tmp_path


def stale(report: Report) -> list[str]:
    return [finding.message for finding in report.findings if finding.code == "PD186"]


def config(folder: Path, code: str = "PD220", table: str = "people", key: str = "a", more: str = "") -> Config:
    path = folder / "peacedata.toml"
    path.write_text(more + ENTRY.format(code=code, table=table, key=key), encoding="utf-8")
    found = read_config(path)
    assert found.problems == ()
    return found


def test_an_entry_that_matches_nothing_is_stale_and_has_its_line(package: Path) -> None:
    (finding,) = validate(package, config=config(package, more="# one\n")).findings
    assert (finding.code, finding.line, finding.severity) == ("PD186", 2, Severity.WARNING)
    assert finding.file.endswith("peacedata.toml")
    assert "PD220" in finding.message
    assert '"people"' in finding.message


def test_a_changed_value_is_a_new_finding(package: Path) -> None:
    (package / "people.csv").write_text("id,n,m\na,x,1\n")
    path = package / "peacedata.toml"
    path.write_text(ENTRY.format(code="PD220", table="people", key="a") + 'value = "x"\n')
    assert not validate(package, config=path).counts
    (package / "people.csv").write_text("id,n,m\na,y,1\n")
    assert set(validate(package, config=path).counts) == {"PD220", "PD186"}


def test_what_was_not_checked_is_not_stale(package: Path) -> None:
    people, known = package / "people.csv", config(package)
    assert stale(validate(people, schema=SCHEMA, config=known))
    assert not stale(validate(package / "visits.csv", config=known))
    assert not stale(validate(package, table="visits", config=known))
    assert not stale(validate(package, config=config(package, table="other")))
    assert not stale(validate(package, config=config(package, more='select = ["PD3"]\n')))
    assert not stale(validate(package, config=config(package, more='ignore = ["PD22"]\n')))
    assert not stale(validate(package, config=config(package, code="PD401")))  # no rule has run
    reference = config(package, code="PD310", table="visits", key="v")
    assert stale(validate(package, config=reference))
    assert not stale(validate(package, table="visits", config=reference))


def test_a_table_that_could_not_be_read_makes_nothing_stale(package: Path) -> None:
    known = config(package)
    for content in (b"", b"id,n,m\na,\x00,1\n", b"id,m\na,1\n", b"id,n,m\n\xff"):
        (package / "people.csv").write_bytes(content)
        report = validate(package, config=known)
        assert not stale(report)
        assert not report.valid
    (package / "people.csv").unlink()
    assert not stale(validate(package, config=known))
    assert not stale(validate(package, config=config(package, code="PD310", table="visits", key="v")))


def test_a_capped_code_makes_nothing_stale(package: Path) -> None:
    rows = "".join(f"{'c' * number},x,1\n" for number in range(1, 50))
    (package / "people.csv").write_text(f"id,n,m\n{rows}")
    known = config(package)
    assert not stale(validate(package, config=known, options=Options(cap=10)))
    assert stale(validate(package, config=known, options=Options(cap=100)))


def test_known_findings_do_not_use_up_the_cap(package: Path) -> None:
    names = [f"{'c' * number}" for number in range(1, 50)]
    path = package / "peacedata.toml"
    path.write_text("".join(ENTRY.format(code="PD220", table="people", key=name) for name in names[:-1]))
    (package / "people.csv").write_text("id,n,m\n" + "".join(f"{name},x,1\n" for name in names))
    report = validate(package / "people.csv", schema=SCHEMA, config=path, options=Options(cap=3))
    assert report.counts == {"PD220": 1}
    assert report.suppressed == {"baseline": 48}
    (finding,) = report.findings
    assert finding.key == names[-1]


def test_an_entry_that_fits_two_findings_hides_none(package: Path) -> None:
    (package / "people.csv").write_text("id,n,m\na,x,y\n")
    report = validate(package, config=config(package))
    assert report.counts == {"PD220": 2, "PD187": 1}
    assert report.suppressed.total() == 0
    report = validate(package, config=config(package, more="# two\n"))
    path = package / "peacedata.toml"
    path.write_text(ENTRY.format(code="PD220", table="people", key="a") + "count = 2\n")
    assert not validate(package, config=path).counts
    path.write_text(ENTRY.format(code="PD220", table="people", key="a") + "count = 3\n")
    (message,) = stale(validate(package, config=path))
    assert "2" in message


def test_two_findings_that_only_their_messages_tell_apart() -> None:
    findings = report_on([]).findings
    for other in ("second", "third"):
        message = f"looks like {other}, which is in record 7"
        findings.add(
            Finding("PD501", Severity.WARNING, message, "events.csv", "events", 5, key="first", column="title")
        )
    with tempfile.TemporaryDirectory() as folder:
        known = drafted(Report(findings), Path(folder))
    assert [entry.message is not None for entry in known.baseline] == [True, True]
    moved = report_on([]).findings
    for number, other in ((90, "third"), (91, "fourth")):
        message = f"looks like {other}, which is in record {number}"
        moved.add(Finding("PD501", Severity.WARNING, message, "events.csv", "events", 6, key="first", column="title"))
    (left,) = configured(Report(moved), known).findings
    assert "fourth" in left.message


# Severity and the rest of the report


def test_severities_decide_whether_a_report_is_valid(package: Path) -> None:
    (package / "people.csv").write_text("id,n,m\na,x,1\n")
    path = package / "peacedata.toml"
    path.write_text('[severity]\nPD220 = "warning"\n')
    report = validate(package, config=path)
    assert report.valid
    assert report.findings.total(Severity.WARNING) == 1
    path.write_text('[severity]\nPD186 = "error"\n' + ENTRY.format(code="PD220", table="people", key="b"))
    report = validate(package, config=path)
    assert {finding.code: finding.severity for finding in report.findings}["PD186"] is Severity.ERROR


def test_the_library_follows_no_configuration_unless_it_is_given(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (package / "people.csv").write_text("id,n,m\na,x,1\n")
    (package / "peacedata.toml").write_text('ignore = ["PD220"]\n')
    monkeypatch.chdir(package)
    assert peacedata.validate(package).counts == {"PD220": 1}
    for given_ in (package / "peacedata.toml", "peacedata.toml", read_config("peacedata.toml")):
        report = peacedata.validate(package, config=given_)
        assert not report.counts
        assert report.suppressed == {"ignore": 1}
        assert report.config
        assert report.config.endswith("peacedata.toml")
    assert peacedata.validate(package, config="none.toml").counts == {"PD220": 1, "PD180": 1}
