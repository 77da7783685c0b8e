"""The command line as a whole, and its small verbs."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from peacedata.check.run import all_checks
from peacedata.cli import VERBS, commands


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(verb: str) -> None:
    result = CliRunner().invoke(commands, [verb, "--help"])
    assert result.exit_code == 0
    assert "Usage" in result.output
    assert all(len(line) <= 80 for line in result.output.splitlines())


def test_a_misspelt_verb_is_a_usage_error() -> None:
    assert CliRunner().invoke(commands, ["chekc"]).exit_code == 2


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.code)
def test_explain_every_code(check) -> None:  # type: ignore[no-untyped-def] # a Check; the name is the fixture's
    for word in (check.code, check.code.lower(), check.name):
        result = CliRunner().invoke(commands, ["explain", word])
        assert result.exit_code == 0, result.output
        assert check.says in result.output
        assert check.why in result.output


def test_explain_shows_examples() -> None:
    output = CliRunner().invoke(commands, ["explain", "PD501"]).output
    assert "Bad:" in output
    assert "Good:" in output
    assert "refusal" in output


def test_explain_suggests() -> None:
    result = CliRunner().invoke(commands, ["explain", "end-before-stert"])
    assert result.exit_code == 2
    assert "end-before-start" in result.output


def test_rules_lists_every_code() -> None:
    text = CliRunner().invoke(commands, ["rules"]).output
    listed = json.loads(CliRunner().invoke(commands, ["rules", "--format", "json"]).output)
    assert [entry["code"] for entry in listed] == [check.code for check in all_checks()]
    assert len(text.splitlines()) == len(listed)
    assert all(entry["says"] in text for entry in listed)


def test_codes_are_unique_and_in_their_layers() -> None:
    checks = all_checks()
    assert len({check.code for check in checks}) == len({check.name for check in checks}) == len(checks)


def test_schema_check(tmp_path: Path, root: Path) -> None:
    for folder in ("schemas", "datapackage"):
        shutil.copytree(root / folder, tmp_path / folder)
    arguments = ["schema", "--check", "--root", str(tmp_path)]
    assert CliRunner().invoke(commands, arguments).exit_code == 0
    schema = tmp_path / "schemas" / "places.schema.json"
    schema.write_text(schema.read_text("utf-8").replace("-180", "-181"), "utf-8")
    result = CliRunner().invoke(commands, arguments)
    assert result.exit_code == 1
    assert "-181" in result.output
    assert CliRunner().invoke(commands, ["schema", "--root", str(tmp_path)]).output == "schemas/places.schema.json\n"
    assert CliRunner().invoke(commands, arguments).exit_code == 0


def test_a_fault_of_ours_exits_3_and_says_so(tmp_path: Path) -> None:
    program = (
        "import sys, peacedata.check.run as run, peacedata.cli as cli\n"
        "def broken(*a, **k): raise RuntimeError('broken inside')\n"
        "run.check_dataset = broken\n"
        "sys.argv = ['peacedata', 'check']\n"
        "cli.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "broken inside" in done.stderr
    assert "fault of the program" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_closed_pipe_is_no_traceback() -> None:
    shell = f"{sys.executable} -m peacedata rules | head -n 1"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=False)
    assert done.stderr == ""
