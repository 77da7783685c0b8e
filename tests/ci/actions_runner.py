"""A small runner of GitHub Actions: reads a composite action or a job, resolves its expressions, runs its steps.

It knows the expressions that this project uses and fails on all others, so that no step is passed over in silence.
"""

from __future__ import annotations

import os
import re
import site
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_TOKEN = re.compile(r"\s*(?:('(?:[^']|'')*')|(==|!=|&&|\|\||!|\(|\))|([A-Za-z_][\w.-]*))")
_COMMAND = re.compile(r"::(?P<name>[\w-]+)(?: (?P<properties>.*?))?::(?P<data>.*)")


def load(path: Path) -> dict[str, Any]:
    """A YAML file; YAML 1.1 takes the key ``on`` for true, which nobody here asks for."""
    content: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return content


@dataclass
class Expression:
    """One expression, read from left to right: ``or`` over ``and`` over comparison over ``!``."""

    text: str
    context: Mapping[str, Any]
    succeeded: bool
    tokens: list[str] = field(default_factory=list)

    def value(self) -> Any:
        position = 0
        while self.text[position:].strip():
            match = _TOKEN.match(self.text, position)
            assert match, f"an expression that this runner does not know: {self.text!r}"
            self.tokens.append(match[0].strip())
            position = match.end()
        value = self._either()
        assert not self.tokens, f"left over in {self.text!r}: {self.tokens}"
        return value

    def _next(self, *expected: str) -> bool:
        if self.tokens and self.tokens[0] in expected:
            self.tokens.pop(0)
            return True
        return False

    def _either(self) -> Any:
        value = self._both()
        while self._next("||"):
            other = self._both()
            value = value or other
        return value

    def _both(self) -> Any:
        value = self._compared()
        while self._next("&&"):
            other = self._compared()
            value = value and other
        return value

    def _compared(self) -> Any:
        value = self._single()
        if self._next("=="):
            return value == self._single()
        if self._next("!="):
            return value != self._single()
        return value

    def _single(self) -> Any:
        if self._next("!"):
            return not self._single()
        if self._next("("):
            value = self._either()
            assert self._next(")")
            return value
        token = self.tokens.pop(0)
        if token.startswith("'"):
            return token[1:-1].replace("''", "'")
        if self._next("("):
            assert self._next(")"), f"arguments of {token}"
            return {"always": True, "cancelled": False, "success": self.succeeded, "failure": not self.succeeded}[token]
        value = self.context
        for part in token.split("."):
            value = value.get(part, "") if isinstance(value, Mapping) else ""
        return value


@dataclass
class Log:
    """What a run wrote, as the runner reads it: commands, and not what stands between stop-commands and its token."""

    text: str

    @property
    def commands(self) -> list[tuple[str, dict[str, str], str]]:
        """Name, properties and message of every command that the runner would obey."""
        found, stopped = [], ""
        for line in re.split(r"\r\n|\r|\n", self.text):
            match = _COMMAND.fullmatch(line.strip())
            if not match:
                continue
            if stopped:
                stopped = "" if match["name"] == stopped else stopped
            elif match["name"] == "stop-commands":
                stopped = match["data"]
            else:
                pairs = [pair.split("=", 1) for pair in (match["properties"] or "").split(",") if pair]
                found.append((match["name"], {pair[0]: pair[1] for pair in pairs}, match["data"]))
        assert not stopped, "commands were stopped and never resumed"
        return found


@dataclass
class Runner:
    """One job on one machine.

    Attributes:
        workspace: the folder of the job.
        temp: the temporary folder of the runner.
        github: the ``github`` context.
        uses: what stands in for the actions that steps use, by the name before the ``@``.
        contexts: further contexts, such as ``vars`` and ``secrets``.
    """

    workspace: Path
    temp: Path
    github: dict[str, Any] = field(default_factory=dict)
    uses: dict[str, Callable[[Runner, dict[str, str]], None]] = field(default_factory=dict)
    contexts: dict[str, dict[str, Any]] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    steps: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    ran: list[str] = field(default_factory=list)
    log: str = ""
    code: int = 0

    def __post_init__(self) -> None:
        self.temp.mkdir(parents=True, exist_ok=True)
        (self.temp / "bin").mkdir(exist_ok=True)
        if not (self.temp / "bin" / "python3").exists():  # the Python that setup-python would have put first
            (self.temp / "bin" / "python3").symlink_to(os.path.realpath(sys.executable))
        self.summary.touch()

    @property
    def summary(self) -> Path:
        return self.temp / "step-summary.md"

    def resolve(self, text: object, inputs: Mapping[str, str]) -> str:
        context = {
            "github": self.github,
            "inputs": inputs,
            "steps": self.steps,
            "runner": {"temp": str(self.temp), "os": "Linux"},
            **self.contexts,
        }

        def one(match: re.Match[str]) -> str:
            value = Expression(match[1], context, self.code == 0).value()
            return str(value).lower() if isinstance(value, bool) else str(value)

        if isinstance(text, bool):
            return str(text).lower()
        return re.sub(r"\$\{\{(.*?)\}\}", one, str(text))

    def wanted(self, step: Mapping[str, Any], inputs: Mapping[str, str]) -> bool:
        condition = str(step.get("if", "success()")).strip()
        condition = condition[3:-2] if condition.startswith("${{") else condition
        context = {"github": self.github, "inputs": inputs, "steps": self.steps}
        value = bool(Expression(condition, context, self.code == 0).value())
        says_when = any(word in condition for word in ("always(", "cancelled(", "failure(", "success("))
        return value and (says_when or self.code == 0)

    def action(self, file: Path, **given: str) -> dict[str, str]:
        """Run a composite action; returns its outputs."""
        content = load(file)
        unknown = set(given) - {name.replace("-", "_") for name in content["inputs"]}
        assert not unknown, f"no such inputs: {unknown}"
        inputs = {
            name: given.get(name.replace("-", "_"), self.resolve(about["default"], {}))
            for name, about in content["inputs"].items()
        }
        self.github["action_path"] = str(file.parent)
        assert content["runs"]["using"] == "composite"
        for step in content["runs"]["steps"]:
            self.step(step, inputs)
        return {name: self.resolve(about["value"], inputs) for name, about in content["outputs"].items()}

    def job(self, file: Path, name: str) -> None:
        """Run the steps of one job of a workflow."""
        for step in load(file)["jobs"][name]["steps"]:
            self.step(step, {})

    def step(self, step: Mapping[str, Any], inputs: Mapping[str, str]) -> None:
        if not self.wanted(step, inputs):
            return
        self.ran.append(step["name"])
        if "uses" in step:
            name, _, version = step["uses"].partition("@")
            assert re.fullmatch(r"[0-9a-f]{40}", version), step["uses"]
            self.uses[name](self, {key: self.resolve(value, inputs) for key, value in step.get("with", {}).items()})
            return
        assert "${{" not in step["run"], "an expression in a shell command"
        self.bash(step, {name: self.resolve(value, inputs) for name, value in step.get("env", {}).items()})

    def bash(self, step: Mapping[str, Any], environment: Mapping[str, str]) -> None:
        script, output = self.temp / "step.sh", self.temp / "step-output"
        script.write_text(step["run"], "utf-8")
        output.write_text("")
        # Without `shell` a workflow gets `bash -e`, with `shell: bash` this.
        flags = ["--noprofile", "--norc", "-eo", "pipefail"] if step.get("shell") == "bash" else ["-e"]
        done = subprocess.run(
            ["bash", *flags, str(script)],
            cwd=self.workspace,
            env={**self.variables(), "GITHUB_OUTPUT": str(output), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=300,
        )
        self.log += done.stdout
        self.code = self.code or done.returncode
        if "id" in step:
            self.steps[step["id"]] = {"outputs": outputs_in(output.read_text("utf-8"))}

    def variables(self) -> dict[str, str]:
        """What a step finds in its environment: nothing of the machine that the test runs on but where pip looks."""
        names = ("HOME", "LANG", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
        kept = {name: value for name, value in os.environ.items() if name in names or name.startswith("PIP_")}
        path = f"{self.temp / 'bin'}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        return {
            **kept,
            "PATH": path,
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_ENV": str(self.temp / "step-env"),
            "GITHUB_PATH": str(self.temp / "step-path"),
            "GITHUB_ACTION_PATH": str(self.github.get("action_path", "")),
            "RUNNER_TEMP": str(self.temp),
            "RUNNER_OS": "Linux",
            **self.environment,
        }

    @property
    def commands(self) -> list[tuple[str, dict[str, str], str]]:
        return Log(self.log).commands


def outputs_in(text: str) -> dict[str, str]:
    """The outputs in the file that ``GITHUB_OUTPUT`` names."""
    found: dict[str, str] = {}
    lines = iter(text.splitlines())
    for line in lines:
        name, here, mark = line.partition("<<")
        if here:
            value = []
            for inner in lines:
                if inner == mark:
                    break
                value.append(inner)
            else:
                raise AssertionError(f"the output {name} has no end")
            found[name] = "\n".join(value)
        else:
            name, _, value_ = line.partition("=")
            found[name] = value_
    return found


def nothing(runner: Runner, given: dict[str, str]) -> None:
    """An action whose work is done already, such as setup-python."""


def upload(runner: Runner, given: dict[str, str]) -> None:
    """What upload-artifact does: a zip of the files that exist, named below the folder that they share."""
    there = [Path(line) for line in given["path"].splitlines() if line and Path(line).is_file()]
    with zipfile.ZipFile(runner.temp / f"{given['name']}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in there:
            archive.write(path, path.name)


def environment_ready(temp: Path, source: Path, python: Path) -> None:
    """The environment that install.sh would make, made of the packages of this test run instead of the registry."""
    environment = temp / "peacedata-environment"
    subprocess.run([python, "-I", "-m", "venv", "--clear", "--without-pip", environment], check=True)
    (place,) = (environment / "lib").glob("python*/site-packages")
    packages = [path for path in sys.path if path.endswith("site-packages")] + site.getsitepackages()
    lines = [str(source)] + [path for path in dict.fromkeys(packages) if Path(path).is_dir()]
    (place / "packages.pth").write_text("\n".join(lines) + "\n")
    about = subprocess.run(
        [python, "-I", "-c", "import sys; print(sys.version, sys.executable)"],
        capture_output=True,
        text=True,
        check=True,
    )
    lock = source / ".github" / "requirements.lock"
    total = subprocess.run(["sha256sum", lock], capture_output=True, text=True, check=True)
    (environment / "ready").write_text(f"{about.stdout.rstrip()}\n{source}\n{total.stdout.rstrip()}\n")
