"""Runs `peacedata check` as a step of GitHub Actions: annotations, step summary, reports, outputs and the exit code.

Run by the Python of the environment that has peacedata. Everything that it should know comes in variables whose names
begin with `PEACEDATA_`, as action.yml sets them; nothing of it is ever part of a shell command.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

# The file that each format is written to.
FILES = {
    "sarif": "report.sarif",
    "html": "report.html",
    "json": "report.json",
    "junit": "report.xml",
    "markdown": "report.md",
    "text": "report.txt",
}
FAIL_ON = ("error", "warning", "never")
MOST_SUMMARY = 1_000_000  # GitHub refuses a step summary of more than 1 MiB
USAGE, FAULT = 2, 3


class UsageError(Exception):
    """An input of the action is wrong; the message says which, and what was expected."""


class Failed(Exception):
    """Peacedata ended with neither a clean result nor findings.

    Args:
        verb: the verb that was run.
        code: the exit code.
        said: what it wrote to standard error.
    """

    def __init__(self, verb: str, code: int, said: str) -> None:
        super().__init__(f"peacedata {verb} ended with exit code {code}; the log says why")
        self.code = code if code in (USAGE, FAULT) else FAULT
        self.said = said


def asked(name: str, default: str = "") -> str:
    """An input."""
    return os.environ.get(f"PEACEDATA_{name}", "").strip() or default


def choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    """An input that must be one of these."""
    value = asked(name, default)
    if value not in choices:
        raise UsageError(f"{name.lower().replace('_', '-')} is {value!r}; expected one of {', '.join(choices)}")
    return value


def listed(name: str) -> list[str]:
    """An input that is a list, with commas or blanks between its members."""
    return asked(name).replace(",", " ").split()


@dataclass(frozen=True)
class Step:
    """What one step was asked for.

    Attributes:
        folder: where the command runs.
        paths: what is checked.
        options: options of `peacedata check` that every run of it gets.
        formats: the reports to write.
        reports: the folder of the reports.
    """

    folder: Path
    paths: tuple[str, ...]
    options: tuple[str, ...]
    formats: tuple[str, ...]
    reports: Path

    def run(self, *arguments: str, summary: bool = False) -> subprocess.CompletedProcess[str]:
        """Run peacedata; only a run that is to write the step summary knows where that is.

        Raises:
            Failed: if it ends with another exit code than 0 and 1.
        """
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PEACEDATA_")}
        if not summary:
            environment.pop("GITHUB_STEP_SUMMARY", None)
        # A list of arguments and no shell; what came from inputs stands behind options that are ours, or after `--`.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", "-m", "peacedata", *arguments],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="backslashreplace",
            check=False,
        )
        if done.returncode not in (0, 1):
            raise Failed(arguments[0], done.returncode, done.stderr)
        return done

    def check(self, form: str, *options: str, summary: bool = False) -> subprocess.CompletedProcess[str]:
        """Run `peacedata check` in one format."""
        return self.run("check", "--format", form, *self.options, *options, "--", *self.paths, summary=summary)


def step_asked_for() -> Step:
    """Read the inputs.

    Raises:
        UsageError: if one of them is wrong.
    """
    folder = Path(asked("WORKING_DIRECTORY", "."))
    if not folder.is_dir():
        raise UsageError(f"working-directory is {str(folder)!r}, which is no folder; check out the repository first")
    formats = listed("FORMATS")
    if unknown := [form for form in formats if form not in FILES]:
        raise UsageError(f"formats has {unknown[0]!r}; expected some of {', '.join(FILES)}")
    reports = Path(asked("REPORTS") or Path(os.environ.get("RUNNER_TEMP", ".")) / "peacedata-report")
    return Step(folder, tuple(_paths(folder)), tuple(_options()), tuple(formats), _new_folder(folder / reports))


def _paths(folder: Path) -> list[str]:
    """The paths, patterns expanded; by default the package in the folder or in `datapackage`.

    The command itself would fall back to the release that it ships, which is not what a workflow wants to know about.
    """
    lines = [line.strip() for line in asked("PATHS").splitlines() if line.strip()]
    if not lines:
        for place in ("datapackage.json", "datapackage/datapackage.json"):
            if (folder / place).is_file():
                return [place]
        raise UsageError("there is no datapackage.json here or in datapackage/; say in paths what to check")
    found: list[str] = []
    for line in lines:
        if any(char in line for char in "*?["):
            if line.startswith("/") or not (
                some := sorted(str(path.relative_to(folder)) for path in folder.glob(line))
            ):
                raise UsageError(f"paths has the pattern {line!r}, which fits no file below the working directory")
            found += some
        else:
            found.append(line)
    return found


def _options() -> list[str]:
    options = []
    if asked("CONFIG"):
        options.append("--no-config" if asked("CONFIG") == "none" else f"--config={asked('CONFIG')}")
    for name in ("PACKAGE", "TABLE", "SCHEMA", "AS_OF", "SINCE"):
        if value := asked(name):
            options += [f"--{name.lower().replace('_', '-')}={value}"]
    for name in ("SELECT", "IGNORE"):
        options += [f"--{name.lower()}={code}" for code in listed(name)]
    least = choice("FAIL_ON", "error", FAIL_ON)
    return [*options, f"--fail-on={'error' if least == 'never' else least}"]


def _new_folder(path: Path) -> Path:
    """The folder of the reports: made here, and not through a link that a contributor may have left in its place."""
    full = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow the links that are looked for
    root = Path(os.environ.get("GITHUB_WORKSPACE") or full.anchor)
    inside = [full, *full.parents]
    if any(place.is_symlink() for place in inside if place != root and place.is_relative_to(root)):
        raise UsageError(f"reports is {str(path)!r}, which is or lies behind a link")
    full.mkdir(parents=True, exist_ok=True)
    for name in (*FILES.values(), "diff.md", "diff.txt"):
        (full / name).unlink(missing_ok=True)  # of a step before this one
    return full


def say(text: str) -> None:
    """Write to the log at once."""
    sys.stdout.write(text)
    sys.stdout.flush()


def quote(text: str) -> None:
    """Write text of any origin to the log, with nothing in it taken for a workflow command."""
    if text:
        token = secrets.token_hex(16)
        say(f"::stop-commands::{token}\n{text.rstrip()}\n::{token}::\n")


def command(name: str, message: str) -> None:
    """Write a workflow command."""
    say(f"::{name} title=Peacedata::{message.replace('%', '%25').replace(chr(13), '%0D').replace(chr(10), '%0A')}\n")


def output(name: str, value: object) -> None:
    """Set an output of the step, whatever characters the value has."""
    if file := os.environ.get("GITHUB_OUTPUT"):
        token = secrets.token_hex(16)
        with Path(file).open("a", encoding="utf-8") as stream:
            stream.write(f"{name}<<{token}\n{value}\n{token}\n")


def write_reports(step: Step) -> int:
    """Write the reports, JSON always among them, and set the outputs.

    Returns:
        The exit code of the check.
    """
    code = 0
    for form in dict.fromkeys(("json", *step.formats)):
        file = step.reports / FILES[form]
        code = max(code, step.check(form, f"--output={file}").returncode)
        output(form, file)
    return code


def annotate(step: Step) -> None:
    """Show the findings: as annotations or as plain text, and all of them in the step summary."""
    inline, summary = (choice(name, "true", ("true", "false")) == "true" for name in ("ANNOTATIONS", "SUMMARY"))
    if inline or summary:
        done = step.check("github", summary=summary)
    if inline:
        say(done.stdout)
    else:
        quote(step.check("text").stdout)


def compare(step: Step, base: str) -> None:
    """Say what changed in the data since a base, in the step summary and as files.

    Raises:
        UsageError: if there is more than one path.
    """
    if len(step.paths) != 1:
        raise UsageError("base compares one package with another: say one path in paths")
    (new,) = step.paths
    # The descriptor names the package as well as its folder does, and a folder is what a comparison is given.
    new = str(Path(new).parent) if Path(new).name == "datapackage.json" else new
    for form, name in (("text", "diff.txt"), ("markdown", "diff.md")):
        done = step.run("diff", "--exit-code", "--format", form, "--", base, new)
        changed = done.returncode == 1
        (step.reports / name).write_text(done.stdout if changed or form == "markdown" else "", "utf-8")
    output("diff", step.reports / "diff.md")
    file = os.environ.get("GITHUB_STEP_SUMMARY")
    if file and asked("SUMMARY", "true") == "true":
        with Path(file).open("a", encoding="utf-8") as stream:
            text = f"\n{done.stdout}\n"
            if stream.tell() + len(text.encode()) <= MOST_SUMMARY:
                stream.write(text)
            else:
                stream.write("\nWhat changed does not fit here; diff.md among the reports has it.\n")


def main() -> int:
    """Check; the exit code is that of `peacedata check`, except that `fail-on: never` makes findings pass."""
    try:
        step = step_asked_for()
        code = write_reports(step)
        report = json.loads((step.reports / FILES["json"]).read_text("utf-8"))
        for name, value in (("valid", code == 0), ("errors", report["errors"]), ("warnings", report["warnings"])):
            output(name, str(value).lower())
        output("reports", step.reports)
        annotate(step)
        if base := asked("BASE"):
            compare(step, base)
    except UsageError as error:
        command("error", str(error))
        return USAGE
    except Failed as error:
        quote(error.said)
        command("error", str(error))
        return error.code
    return 0 if asked("FAIL_ON") == "never" else code


if __name__ == "__main__":
    sys.exit(main())
