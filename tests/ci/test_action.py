"""The action, run step by step in a scratch repository with the variables of a runner."""

from __future__ import annotations

import json
import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from actions_runner import Runner, environment_ready, nothing

from peacedata.cli import VERBS

GOOD = "id,kind\n1,talks\n2,call\n"
BAD = "id,kind\n1,talks\n1,tallks\n"
DESCRIPTOR = {
    "name": "scratch",
    "resources": [
        {
            "name": "events",
            "path": "events.csv",
            "schema": {
                "fields": [
                    {"name": "id", "type": "integer"},
                    {"name": "kind", "type": "string", "constraints": {"enum": ["talks", "call"]}},
                ],
                "primaryKey": ["id"],
            },
        }
    ],
}
pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A temporary folder of a runner in which peacedata is installed already."""
    temp = tmp_path_factory.mktemp("runner")
    python = Runner(temp, temp).temp / "bin" / "python3"
    environment_ready(temp, root, python)
    return temp


@pytest.fixture
def runner(machine: Path, tmp_path: Path) -> Runner:
    workspace = tmp_path / "work space"
    workspace.mkdir()
    package(workspace, GOOD)
    for left in (machine / "step-summary.md", machine / "peacedata-report"):
        shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)
    return Runner(workspace, machine, uses={"actions/setup-python": nothing})


def package(folder: Path, table: str) -> None:
    (folder / "datapackage.json").write_text(json.dumps(DESCRIPTOR))
    (folder / "events.csv").write_text(table)


def annotations(runner: Runner) -> list[tuple[str, dict[str, str], str]]:
    return [command for command in runner.commands if command[0] in ("error", "warning")]


def test_a_good_contribution_passes(runner: Runner, root: Path) -> None:
    outputs = runner.action(root / "action.yml")
    assert runner.code == 0, runner.log
    assert runner.ran == ["Set up Python", "Install peacedata as it is in this version of the action", "Check"]
    assert "installed already" in runner.log
    assert annotations(runner) == []
    assert (outputs["valid"], outputs["errors"], outputs["warnings"]) == ("true", "0", "0")
    assert Path(outputs["reports"]) == runner.temp / "peacedata-report"
    assert json.loads(Path(outputs["json"]).read_text())["valid"] is True
    assert json.loads(Path(outputs["sarif"]).read_text())["version"] == "2.1.0"
    assert "<html" in Path(outputs["html"]).read_text()
    assert outputs["junit"] == outputs["markdown"] == outputs["text"] == outputs["diff"] == ""
    assert "clean: 2 records in 1 file" in runner.summary.read_text()


def test_a_bad_contribution_fails_and_every_place_says_why(runner: Runner, root: Path) -> None:
    package(runner.workspace, BAD)
    outputs = runner.action(root / "action.yml", formats="sarif html junit markdown text")
    assert runner.code == 1, runner.log
    assert (outputs["valid"], outputs["errors"]) == ("false", "2")
    found = {properties["title"].split()[0]: (level, properties) for level, properties, _ in annotations(runner)}
    assert set(found) == {"PD232", "PD301"}
    level, properties = found["PD232"]
    assert level == "error"
    assert (properties["file"], properties["line"], properties["col"]) == ("events.csv", "3", "3")
    assert "2 errors" in runner.summary.read_text()
    assert "PD232" in runner.summary.read_text()
    (run,) = json.loads(Path(outputs["sarif"]).read_text())["runs"]
    assert {result["ruleId"] for result in run["results"]} == {"PD232", "PD301"}
    places = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]]
    assert set(places) == {"events.csv"}
    assert len(ET.parse(outputs["junit"]).getroot().findall(".//failure")) == 2  # noqa: S314 - our own report
    assert "tallks" in Path(outputs["html"]).read_text()
    assert "PD232" in Path(outputs["markdown"]).read_text()
    assert "PD232" in Path(outputs["text"]).read_text()


def test_findings_may_be_made_to_pass(runner: Runner, root: Path) -> None:
    package(runner.workspace, BAD)
    outputs = runner.action(root / "action.yml", fail_on="never", formats="", summary="false")
    assert runner.code == 0
    assert (outputs["valid"], outputs["errors"], outputs["sarif"]) == ("false", "2", "")
    assert len(annotations(runner)) == 2
    assert runner.summary.read_text() == ""


def test_without_annotations_the_log_shows_the_findings(runner: Runner, root: Path) -> None:
    package(runner.workspace, BAD)
    runner.action(root / "action.yml", annotations="false", formats="")
    assert runner.code == 1
    assert annotations(runner) == []
    assert "tallks" in runner.log
    assert "PD232" in runner.summary.read_text()


def test_select_ignore_and_the_folder_are_passed_on(runner: Runner, root: Path) -> None:
    (runner.workspace / "in here").mkdir()
    package(runner.workspace / "in here", BAD)
    outputs = runner.action(
        root / "action.yml", working_directory="in here", select="PD2, PD3", ignore="PD301", formats=""
    )
    assert runner.code == 1
    assert outputs["errors"] == "1"
    [(_, properties, _)] = annotations(runner)
    assert properties["file"] == "in here/events.csv"


def test_patterns_and_schemas(runner: Runner, root: Path) -> None:
    (runner.workspace / "schema.json").write_text(json.dumps(DESCRIPTOR["resources"][0]["schema"]))  # type: ignore[index]
    (runner.workspace / "data").mkdir()
    (runner.workspace / "data" / "one.csv").write_text(GOOD)
    (runner.workspace / "data" / "two words.csv").write_text(BAD)
    given = {"paths": "data/*.csv\n", "schema": "schema.json", "formats": "", "reports": "out"}
    outputs = runner.action(root / "action.yml", **given)
    assert runner.code == 1, runner.log
    assert outputs["errors"] == "2"
    assert {properties["file"] for _, properties, _ in annotations(runner)} == {"data/two words.csv"}
    assert Path(outputs["json"]) == runner.workspace / "out" / "report.json"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"paths": "nowhere"}, "nowhere"),
        ({"paths": "no/*.csv"}, "fits no file"),
        ({"paths": "/etc/*"}, "below the working directory"),
        ({"working_directory": "away"}, "no folder"),
        ({"fail_on": "sometimes"}, "expected one of error, warning, never"),
        ({"annotations": "yes"}, "expected one of true, false"),
        ({"formats": "pdf"}, "expected some of sarif"),
        ({"select": "XX1"}, "no finding code"),
        ({"as_of": "yesterday"}, "does not match the format"),
    ],
)
def test_wrong_use_is_not_taken_for_a_finding(runner: Runner, root: Path, given: dict[str, str], said: str) -> None:
    runner.action(root / "action.yml", **{"formats": "", **given})
    assert runner.code == 2
    assert said in runner.log
    [(level, properties, message)] = annotations(runner)
    assert level == "error"
    assert properties["title"] == "Peacedata"
    assert message


def test_where_there_is_no_package_the_shipped_release_is_not_checked_instead(runner: Runner, root: Path) -> None:
    (runner.workspace / "datapackage.json").unlink()
    runner.action(root / "action.yml")
    assert runner.code == 2
    assert "there is no datapackage.json" in runner.log


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("paths", '$(touch pwned)"; touch pwned; #'),
        ("paths", "--output=pwned"),
        ("paths", "x\n::error::pwned\ny"),
        ("paths", "${{ github.token }}"),
        ("table", "`touch pwned`"),
        ("base", "--help"),
        ("base", "x$(touch pwned)\n::error::pwned"),
        ("select", "PD2;touch\tpwned"),
        ("fail_on", "error\n::error::pwned"),
    ],
)
def test_inputs_are_never_commands(runner: Runner, root: Path, name: str, text: str) -> None:
    content = {"paths": "events.csv" if name == "table" else "", name: text, "formats": ""}
    runner.action(root / "action.yml", **content)
    assert runner.code in (1, 2), runner.log  # a base that is not there is an error of the diff
    assert not list(runner.workspace.glob("pwned*"))
    assert all(properties.get("title") == "Peacedata" for _, properties, _ in runner.commands)


def test_hostile_cells_and_names_give_no_commands(runner: Runner, root: Path) -> None:
    name = "::error::x%0A.csv"
    descriptor = json.loads(json.dumps(DESCRIPTOR).replace("events.csv", name))
    (runner.workspace / "datapackage.json").write_text(json.dumps(descriptor))
    (runner.workspace / name).write_text('id,kind\n1,"::set-output name=x::y\n::error::pwned"\n')
    for annotated in ("true", "false"):
        runner.log, runner.code = "", 0
        runner.action(root / "action.yml", formats="", annotations=annotated)
        assert runner.code == 1
        assert all(properties["title"].startswith("PD") for _, properties, _ in annotations(runner))
        assert {command for command, _, _ in runner.commands} <= {"error", "warning"}


def test_modules_of_a_contributor_are_not_imported(runner: Runner, root: Path) -> None:
    for module in ("click", "peacedata", "json", "venv", "pip", "sitecustomize"):
        (runner.workspace / f"{module}.py").write_text("open('pwned', 'w')\n")
    runner.environment["PYTHONPATH"] = str(runner.workspace)
    runner.action(root / "action.yml", formats="")
    assert runner.code == 0, runner.log
    assert not (runner.workspace / "pwned").exists()


def test_reports_are_not_written_through_a_link(runner: Runner, root: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (runner.workspace / "out").symlink_to(tmp_path / "home")
    for place in ("out", "out/deeper"):
        runner.code = 0
        runner.action(root / "action.yml", reports=place)
        assert runner.code == 2
        assert "link" in runner.log
    assert list((tmp_path / "home").iterdir()) == []


@pytest.mark.skipif("diff" not in VERBS, reason="peacedata has no diff here")
def test_what_changed_is_told(runner: Runner, root: Path) -> None:
    (runner.workspace / "old").mkdir()
    package(runner.workspace / "old", GOOD)
    package(runner.workspace, GOOD + "3,call\n")
    outputs = runner.action(root / "action.yml", base="old", formats="")
    assert runner.code == 0, runner.log
    told = Path(outputs["diff"]).read_text()
    assert "events" in told
    assert told.strip() in runner.summary.read_text()
    assert (Path(outputs["reports"]) / "diff.txt").read_text().strip()


def test_a_fault_of_ours_is_neither_clean_nor_a_finding(runner: Runner, root: Path) -> None:
    environment = runner.temp / "peacedata-environment"
    (place,) = (environment / "lib").glob("python*/site-packages")
    blocker = place / "sabotage.pth"
    blocker.write_text("import sys; sys.modules['peacedata.check.run'] = None\n")
    try:
        outputs = runner.action(root / "action.yml")
    finally:
        blocker.unlink()
    assert runner.code == 3
    assert outputs["valid"] == ""
    assert any("exit code" in message for _, _, message in annotations(runner))


def test_the_environment_is_made_of_the_lock_file_alone(tmp_path: Path, root: Path) -> None:
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    package(workspace, BAD)
    (workspace / "pip.py").write_text("raise SystemExit('a module of the contributor was imported')\n")
    runner = Runner(workspace, tmp_path / "temp", uses={"actions/setup-python": nothing})
    outputs = runner.action(root / "action.yml", formats="")
    assert runner.code == 1, runner.log
    assert outputs["errors"] == "2"
    lock = (root / ".github" / "requirements.lock").read_text("utf-8")
    locked = {match[1].replace("-", "_").lower() for match in re.finditer(r"^([\w.-]+)==", lock, re.MULTILINE)}
    (place,) = (runner.temp / "peacedata-environment" / "lib").glob("python*/site-packages")
    there = {re.split(r"-\d", path.name)[0].replace("-", "_").lower() for path in place.glob("*.dist-info")}
    assert there - {"pip", "setuptools", "peacedata"} == {name.replace(".", "_") for name in locked}
    # A package that was installed from here, not one that points here.
    assert (place / "peacedata" / "_release" / "datapackage.json").is_file()
