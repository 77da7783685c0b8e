"""The workflows: what they may do, and the run of the one for pull requests from the fetch to the comment."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from actions_runner import Runner, environment_ready, load, nothing, upload
from github_api import SHA, GitHub, serving
from scratch_git import commit, git, project_copy
from test_comment import run as run_comment
from test_offline import isolated

BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def workflows(root: Path) -> dict[str, dict[str, Any]]:
    return {path.name: load(path) for path in sorted((root / ".github" / "workflows").glob("*.yml"))}


# --- What is written --------------------------------------------------------------------------------------------------


def test_zizmor_finds_nothing(root: Path) -> None:
    command = [BIN / "zizmor", "--offline", "--persona", "pedantic", "--no-progress", "--format", "plain", root]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("schema", "pattern"),
    [
        ("github-workflows", ".github/workflows/*.yml"),
        ("github-actions", "action.yml"),
        ("dependabot", ".github/dependabot.yml"),
        ("github-issue-forms", ".github/ISSUE_TEMPLATE/*.yml"),
    ],
)
def test_files_are_of_their_schemas(root: Path, schema: str, pattern: str) -> None:
    files = sorted(root.glob(pattern))
    assert files
    command = [BIN / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_scripts_are_sound(root: Path) -> None:
    scripts = sorted((root / ".github" / "scripts").glob("*.sh"))
    assert scripts
    for script in scripts:
        assert os.access(script, os.X_OK), script
        subprocess.run(["bash", "-n", script], check=True)


def test_ignored_findings_of_zizmor_have_a_reason(root: Path) -> None:
    for path in [root / "action.yml", *(root / ".github").rglob("*.yml")]:
        for line in path.read_text("utf-8").splitlines():
            if "zizmor:" in line:
                assert re.search(r"# zizmor: ignore\[[a-z-]+\] \w+ \w+ \w+", line), line


def test_the_lock_file_of_the_action_is_current(root: Path) -> None:
    command = [sys.executable, root / ".github" / "scripts" / "lock.py", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_no_expression_stands_in_a_shell_command(root: Path, workflows: dict[str, dict[str, Any]]) -> None:
    steps = [*load(root / "action.yml")["runs"]["steps"]]
    steps += [step for flow in workflows.values() for job in flow["jobs"].values() for step in job.get("steps", [])]
    assert len(steps) > 10
    for step in steps:
        assert "${{" not in step.get("run", "")


def test_every_action_is_pinned_with_its_version(root: Path) -> None:
    for path in [root / "action.yml", *(root / ".github" / "workflows").glob("*.yml")]:
        for line in re.findall(r"^\s*(?:- )?uses:(.*)$", path.read_text("utf-8"), re.MULTILINE):
            assert re.fullmatch(r" (\./\S*|[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)", line), (
                f"{path.name}:{line}"
            )


def test_what_reads_contributions_can_write_nothing(workflows: dict[str, dict[str, Any]]) -> None:
    for name in ("pull-request.yml", "test.yml"):
        assert workflows[name]["permissions"] == {}
        for job in workflows[name]["jobs"].values():
            assert job["permissions"] == {"contents": "read"}
            assert job["timeout-minutes"] <= 60
        assert "secrets" not in json.dumps(workflows[name])
    comment = workflows["comment.yml"]
    assert comment["permissions"] == {}
    [job] = comment["jobs"].values()
    assert job["permissions"] == {"actions": "read", "contents": "read", "pull-requests": "write"}


def test_no_workflow_runs_for_a_stranger_with_rights(workflows: dict[str, dict[str, Any]]) -> None:
    for name, flow in workflows.items():
        triggers = flow[True]  # YAML 1.1 reads the key `on` so
        assert "pull_request_target" not in triggers, name
        assert "issue_comment" not in triggers, name
    assert workflows["comment.yml"][True]["workflow_run"]["workflows"] == [workflows["pull-request.yml"]["name"]]


def test_what_is_checked_out_is_ours_and_leaves_no_token(workflows: dict[str, dict[str, Any]]) -> None:
    refs = {}
    for name in ("pull-request.yml", "comment.yml", "test.yml"):
        for job in workflows[name]["jobs"].values():
            for step in job["steps"]:
                if step.get("uses", "").startswith("actions/checkout@"):
                    refs[name] = step["with"].get("ref")
                    assert step["with"]["persist-credentials"] is False
    assert refs == {
        "pull-request.yml": "${{ github.event.pull_request.base.ref }}",
        "comment.yml": None,  # the default branch, which is what `workflow_run` runs on
        "test.yml": None,  # the contribution itself
    }


def test_the_documentation_names_every_input_and_output(root: Path) -> None:
    action, page = load(root / "action.yml"), (root / "docs" / "ci.md").read_text("utf-8")
    rows = {
        name: line for line in page.splitlines() if line.startswith("| `") for name in re.findall(r"`([\w-]+)`", line)
    }
    assert set(action["inputs"]) | set(action["outputs"]) <= set(rows)
    for name, about in action["inputs"].items():
        if about["default"]:
            assert f"`{about['default']}`" in rows[name], name


def test_the_artifact_has_the_names_that_the_comment_expects(root: Path, workflows: dict[str, dict[str, Any]]) -> None:
    [job] = workflows["pull-request.yml"]["jobs"].values()
    [kept] = [step["with"] for step in job["steps"] if step.get("uses", "").startswith("actions/upload-artifact@")]
    names = {Path(line).name for line in kept["path"].split() if "report/" in line}
    script = (root / ".github" / "scripts" / "comment.py").read_text("utf-8")
    assert f'"{kept["name"]}"' in script
    assert all(f'"{name}"' in script for name in names)
    assert names == {"report.json", "report.html", "report.sarif", "diff.md", "diff.txt"}


def test_hooks_are_of_their_schema(root: Path) -> None:
    command = [BIN / "pre-commit", "validate-manifest", root / ".pre-commit-hooks.yaml"]
    subprocess.run(command, check=True, capture_output=True)


# --- What happens -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def origin(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project_copy(root, tmp_path_factory.mktemp("origin") / "project")


class PullRequest:
    """A pull request to a copy of this project, and the machine that its check runs on."""

    def __init__(self, origin: Path, folder: Path) -> None:
        self.origin, self.folder = origin, folder
        self.work = folder / "contributor"
        git(folder, "clone", "--quiet", str(origin), str(self.work))
        self.base = git(self.work, "rev-parse", "HEAD")

    def merge(self) -> str:
        """Commit what was changed, and merge it into the base branch as GitHub does."""
        git(self.work, "add", "--all")
        git(self.work, "commit", "--quiet", "--allow-empty", "--message", "a contribution")
        head = git(self.work, "rev-parse", "HEAD")
        merged = commit(self.work, git(self.work, "rev-parse", "HEAD^{tree}"), self.base, head)
        git(self.work, "push", "--quiet", "--force", "origin", f"{merged}:refs/pull/7/merge")
        return merged

    def check(self, root: Path) -> Runner:
        """Run the job."""

        def checkout(runner: Runner, given: dict[str, str]) -> None:
            assert given["ref"] == "main"
            git(
                self.folder,
                "clone",
                "--quiet",
                "--depth=1",
                "--branch=main",
                f"file://{self.origin}",
                str(runner.workspace),
            )
            environment_ready(runner.temp, runner.workspace, runner.temp / "bin" / "python3")

        github = {
            "sha": self.merge(),
            "event": {"pull_request": {"number": 7, "base": {"ref": "main"}}},
        }
        uses = {
            "actions/checkout": checkout,
            "actions/setup-python": nothing,
            "actions/upload-artifact": upload,
        }
        runner = Runner(self.folder / "work", self.folder / "temp", github, uses)
        runner.job(root / ".github" / "workflows" / "pull-request.yml", "data")
        return runner


@pytest.fixture
def contribution(origin: Path, tmp_path: Path) -> PullRequest:
    return PullRequest(origin, tmp_path)


needs_tools = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


@needs_tools
@isolated
def test_a_bad_contribution_is_annotated_reported_and_commented_on(contribution: PullRequest, root: Path) -> None:
    events = contribution.work / "datapackage" / "data" / "events.csv"
    lines = events.read_text("utf-8").splitlines()
    number = next(at for at, line in enumerate(lines) if line.startswith("istanbul-2025-round-2,"))
    lines[number] = lines[number].replace("istanbul-2025-round-2,", "istanbul-2025-round-2,@everyone <b>")
    events.write_text("\n".join(lines) + "\n", "utf-8")
    # None of this may have any effect: the code, the schemas and the configuration are those of the base branch.
    (contribution.work / "peacedata" / "__init__.py").write_text(
        "raise SystemExit('the code of the contributor ran')\n"
    )
    (contribution.work / "click.py").write_text("raise SystemExit('the code of the contributor ran')\n")
    (contribution.work / ".gitattributes").write_text("*.csv filter=evil\n")
    (contribution.work / "datapackage" / "datapackage.json").write_text('{"resources": []}')
    (contribution.work / "datapackage" / "peacedata.toml").write_text('ignore = ["PD"]\n')
    (contribution.work / "datapackage" / "pyproject.toml").write_text('[tool.peacedata]\nignore = ["PD"]\n')
    runner = contribution.check(root)

    assert runner.code == 1, runner.log
    assert "the code of the contributor ran" not in runner.log
    found = [command for command in runner.commands if command[1].get("file")]
    assert any(properties["file"] == "datapackage/data/events.csv" for _, properties, _ in found)
    assert {properties["line"] for _, properties, _ in found if properties["title"].startswith("PD2")} == {
        str(number + 1)
    }
    assert any("datapackage.json is not taken from a contribution" in message for _, _, message in runner.commands)
    assert "events.csv" in runner.summary.read_text("utf-8")
    assert runner.ran[-1] == "Keep the reports"
    with zipfile.ZipFile(runner.temp / "contribution-report.zip") as archive:
        assert set(archive.namelist()) == {"report.json", "report.html", "report.sarif", "diff.md", "diff.txt"}
        report = json.loads(archive.read("report.json"))
        assert "istanbul-2025-round-2" in archive.read("diff.txt").decode()
    assert report["valid"] is False
    assert (runner.workspace / "datapackage" / "datapackage.json").stat().st_size > 1000

    with serving(GitHub(content=(runner.temp / "contribution-report.zip").read_bytes())) as github:
        assert run_comment(github, contribution.folder, head_sha=SHA) == (0, "wrote a comment\n")
    [(_, path, text)] = github.written
    assert path == "/issues/7/comments"
    assert "`datapackage/data/events.csv:" in text
    assert "What changes in the data" in text


@needs_tools
@isolated
def test_a_good_contribution_passes(contribution: PullRequest, root: Path) -> None:
    codes = contribution.work / "datapackage" / "data" / "sources.csv"
    text = codes.read_text("utf-8")
    first = text.splitlines()[1]
    title = first.split(",")[1]
    codes.write_text(text.replace(title, f"{title} (transcript)", 1), "utf-8")
    runner = contribution.check(root)
    assert runner.code == 0, runner.log
    assert not [message for level, _, message in runner.commands if level == "error"]
    assert "What changes" in runner.summary.read_text("utf-8") or "sources" in runner.summary.read_text("utf-8")


@needs_tools
def test_a_hostile_contribution_is_refused_before_it_is_checked(contribution: PullRequest, root: Path) -> None:
    (contribution.work / "datapackage" / "data" / "places.csv").unlink()
    (contribution.work / "datapackage" / "data" / "places.csv").symlink_to("/etc/passwd")
    runner = contribution.check(root)
    assert runner.code == 1
    assert "Check, with no network" not in runner.ran
    [(level, _, message)] = [command for command in runner.commands if command[1].get("title") == "Contribution"]
    assert level == "error"
    assert "datapackage/data/places.csv is a symbolic link" in message
    with zipfile.ZipFile(runner.temp / "contribution-report.zip") as archive:
        assert archive.namelist() == []
