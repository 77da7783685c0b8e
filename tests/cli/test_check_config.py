"""``peacedata check`` with a configuration, as its users meet it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from peacedata.cli import commands

SCHEMA = '{"fields": [{"name": "id"}, {"name": "n", "type": "integer"}], "primaryKey": "id"}'
KNOWN = '[[baseline]]\ncode = "PD220"\ntable = "people"\nkey = "a"\ncolumn = "n"\nreason = "so the source"\n'
Check = Callable[..., Result]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a table that has two errors, and one byte order mark."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "schema.json").write_text(SCHEMA)
    (tmp_path / "data" / "people.csv").write_text("\ufeffid,n\na,x\nb,y\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def check(project: Path) -> Check:
    def run(*arguments: object) -> Result:
        words = ["check", "data/people.csv", "--schema", "schema.json", *map(str, arguments)]
        result = CliRunner().invoke(commands, words)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


def counts(result: Result) -> dict[str, int]:
    found: dict[str, int] = json.loads(result.output)["counts"]
    return found


def config(project: Path, text: str, name: str = "peacedata.toml") -> Path:
    path = project / name
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_configuration(check: Check) -> None:
    result = check("--format", "json")
    assert result.exit_code == 1
    assert counts(result)["PD220"] == 2


@pytest.mark.parametrize("table", ["", "tool.peacedata."])
def test_a_known_finding_does_not_fail_the_check(project: Path, check: Check, table: str) -> None:
    both = KNOWN + KNOWN.replace('key = "a"', 'key = "b"')
    config(project, both.replace("[[", f"[[{table}"), "pyproject.toml" if table else "peacedata.toml")
    result = check()
    assert result.exit_code == 0, result.output
    (project / "data" / "people.csv").write_text("id,n\nnew,z\nb,y\na,x\n")
    result = check("--format", "json")
    assert result.exit_code == 1
    (finding,) = json.loads(result.output)["findings"]
    assert finding["key"] == "new"


def test_mending_what_is_known_makes_the_entry_stale(project: Path, check: Check) -> None:
    config(project, "# ours\n" + KNOWN)
    (project / "data" / "people.csv").write_text("id,n\na,1\n")
    result = check()
    assert result.exit_code == 0
    assert result.output.startswith("peacedata.toml:2: warning PD186: baseline entry 1 (PD220")
    assert check("--fail-on", "warning").exit_code == 1
    config(project, KNOWN + '[severity]\nPD186 = "error"\n')
    assert check().exit_code == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('ignore = ["PD2"', "PD180"),
        ('ignores = ["PD2"]', "PD181"),
        ("ignore = 2", "PD182"),
        ('ignore = ["PD299"]', "PD183"),
        (KNOWN.replace("so the source", " "), "PD184"),
        ('ignore = ["PD2", "PD188"]', "PD188"),
    ],
)
def test_a_wrong_configuration_fails_the_check_whatever_is_ignored(
    project: Path, check: Check, text: str, code: str
) -> None:
    (project / "data" / "people.csv").write_text("id,n\na,1\n")
    config(project, text)
    for options in ((), ("--ignore", "PD"), ("--select", "PD4")):
        result = check("--format", "json", *options)
        assert result.exit_code == 1
        assert counts(result) == {code: 1}


def test_what_is_said_of_a_configuration_cannot_be_ignored_by_an_option(check: Check) -> None:
    result = check("--ignore", "PD183")
    assert result.exit_code == 2
    assert "always shown" in result.output


def test_options_go_before_settings(project: Path, check: Check) -> None:
    config(project, 'select = ["PD4"]\nignore = ["PD1"]\n')
    assert counts(check("--format", "json")) == {}
    assert counts(check("--format", "json", "--select", "PD22")) == {"PD220": 2}
    assert counts(check("--format", "json", "--select", "PD", "--ignore", "PD220")).keys().isdisjoint({"PD220"})
    assert counts(check("--format", "json", "--no-config"))["PD220"] == 2
    assert counts(check("--format", "json", "--isolated"))["PD220"] == 2
    other = config(project, 'ignore = ["PD"]', "other.toml")
    assert counts(check("--format", "json", "--config", other)) == {}


def test_wrong_use(project: Path, check: Check) -> None:
    path = config(project, "")
    for options, part in (
        (("--config", path, "--no-config"), "leave out one"),
        (("--config", "none.toml"), "does not exist"),
        (("--config", "data"), "directory"),
        (("--ignore", "PD299"), "no finding code"),
        (("--ignore", "pd220"), "PD220"),
    ):
        result = check(*options)
        assert result.exit_code == 2, result.output
        assert part in result.output


def test_paths_with_different_configurations_are_wrong_use(project: Path) -> None:
    for folder in ("one", "two"):
        (project / folder).mkdir()
        shutil.copy("data/people.csv", project / folder)
        config(project / folder, 'ignore = ["PD2"]')
    words = ["check", "one/people.csv", "two/people.csv", "--schema", "schema.json"]
    result = CliRunner().invoke(commands, words)
    assert result.exit_code == 2
    assert "one/peacedata.toml and two/peacedata.toml" in result.output
    assert CliRunner().invoke(commands, [*words, "--config", "one/peacedata.toml"]).exit_code == 0


@pytest.mark.parametrize("pattern", ["people", "people.csv", "data/*.csv", "./data/", "**/people.csv"])
def test_per_file_ignores(project: Path, check: Check, pattern: str) -> None:
    config(project, f'[per-file-ignores]\n"{pattern}" = ["PD1", {{ code = "PD2", reason = "as it came" }}]\n')
    assert check("--fail-on", "warning").exit_code == 0
    config(project, f'[per-file-ignores]\n"x{pattern}" = ["PD2"]\n')
    assert check().exit_code == 1


@pytest.mark.parametrize(
    ("form", "mark"),
    [("sarif", '"level": "warning"'), ("github", "::warning "), ("text", "warning PD220"), ("junit", "warning PD220")],
)
def test_a_severity_reaches_every_format(project: Path, check: Check, form: str, mark: str) -> None:
    config(project, '[severity]\nPD2 = "warning"\n')
    result = check("--format", form)
    assert result.exit_code == 0
    assert mark in result.output
    assert check("--fail-on", "warning").exit_code == 1
    config(project, '[severity]\nPD220 = "error"\nPD116 = "error"\n')
    assert check().exit_code == 1


@pytest.mark.parametrize("form", ["text", "json", "markdown", "html", "sarif", "github", "junit", "frictionless"])
def test_every_format_can_say_what_is_wrong_with_a_configuration(project: Path, check: Check, form: str) -> None:
    config(project, 'ignore = ["PD299"]\n[per-file-ignores]\n"<b>`|\\u001b[31m::error::##[x]" = 1\n')
    result = check("--format", form)
    assert result.exit_code == 1
    assert "\x1b" not in result.output
    assert "PD299" in result.output


def test_a_draft_with_its_reasons_makes_the_check_clean(project: Path, check: Check) -> None:
    result = check("--baseline-draft")
    assert result.exit_code == 0
    assert result.output.count('reason = ""') == result.output.count("[[tool.peacedata.baseline]]")
    config(project, result.output)
    assert check().exit_code == 1
    config(project, result.output.replace('reason = ""', 'reason = "known"'))
    assert check("--fail-on", "warning").exit_code == 0
    again = check("--baseline-draft")
    assert "[[" not in again.output


def test_a_draft_has_the_tables_of_the_configuration_at_hand(project: Path, check: Check) -> None:
    config(project, 'ignore = ["PD1"]\n')
    out = project / "draft.toml"
    assert check("--baseline-draft", "--output", out).exit_code == 0
    assert out.read_text("utf-8").count("\n[[baseline]]\n") == 2
    (project / "peacedata.toml").write_text('ignore = ["PD1"]\n' + out.read_text("utf-8").replace('n = ""', 'n = "x"'))
    assert check("--fail-on", "warning").exit_code == 0


# The dataset of this project, with its rules


@pytest.fixture
def copy(tmp_path: Path, working_copy: Path) -> Path:
    (tmp_path / ".git").mkdir()
    shutil.copytree(working_copy, tmp_path / "datapackage")
    return tmp_path / "datapackage"


def report_of(*arguments: object) -> dict[str, Any]:
    result = CliRunner().invoke(commands, ["check", *map(str, arguments), "--format", "json", "--as-of", "2026-01-01"])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    report: dict[str, Any] = json.loads(result.output)
    return report


def test_rules_in_a_baseline(copy: Path) -> None:
    events = copy / "data" / "events.csv"
    (copy / "peacedata.toml").write_text(
        '[[baseline]]\ncode = "PD405"\ntable = "events"\nkey = "my-call"\nreason = "x"\n'
    )
    before = report_of(copy, "--no-config")
    stale = report_of(copy)
    assert stale["counts"] == before["counts"] | {"PD186": 1}
    header = events.read_text("utf-8").splitlines()[0].split(",")
    row = dict.fromkeys(header, "") | {
        "event_id": "my-call", "process_id": "istanbul-2025", "event_type": "talks", "status": "occurred",
        "title": "My call", "date_start": "2025-06-03", "mode": "phone", "place_id": "istanbul",
        "confidence": "medium", "summary": "They spoke.",
    }  # fmt: skip
    sent = copy.parent / "events.csv"
    sent.write_text(",".join(header) + "\n" + ",".join(row.values()) + "\n", encoding="utf-8")
    options = ("--package", copy, "--config", copy / "peacedata.toml")
    found = report_of(sent, *options)
    unknown = report_of(sent, "--package", copy, "--no-config")
    assert unknown["counts"]["PD405"] == 1, unknown["counts"]
    assert "PD405" not in found["counts"]
    assert "PD186" not in found["counts"]
    other = dict(row, event_id="other-call", mode="in_person")
    sent.write_text(",".join(header) + "\n" + ",".join(other.values()) + "\n", encoding="utf-8")
    assert "PD186" not in report_of(sent, *options)["counts"]  # the record that it speaks of was not checked
    mended = dict(row, mode="in_person")
    sent.write_text(",".join(header) + "\n" + ",".join(mended.values()) + "\n", encoding="utf-8")
    assert report_of(sent, *options)["counts"].get("PD186") == 1
    places = copy / "data" / "places.csv"
    assert "PD186" not in report_of(places, *options)["counts"]


def test_a_contributed_configuration_is_followed_unless_an_option_says_otherwise(project: Path) -> None:
    ours = config(project, "")
    (project / "sent").mkdir()
    (project / "sent" / "people.csv").write_text("id,n\na,x\n")
    config(project / "sent", 'ignore = ["PD"]\n')
    words = ["check", "sent/people.csv", "--schema", "schema.json"]
    assert CliRunner().invoke(commands, words).exit_code == 0
    assert CliRunner().invoke(commands, [*words, "--no-config"]).exit_code == 1
    assert CliRunner().invoke(commands, [*words, "--config", str(ours)]).exit_code == 1


def test_a_configuration_costs_nothing_where_there_is_none(project: Path) -> None:
    code = (
        "import sys; from peacedata.cli import commands\n"
        "try: commands(['check', 'data/people.csv', '--schema', 'schema.json'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'tomllib', 'rapidfuzz', 'pydantic'} & {*sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project,
        env={**os.environ, "HOME": str(project)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"
