"""What the documentation says is so: links lead somewhere, codes, verbs and options exist."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import cmarkgfm
import pytest

from peacedata.check.run import all_checks
from peacedata.cli import VERBS, commands
from peacedata.manual.cli_reference import ENVIRONMENT
from peacedata.schema.markdown import anchor

ROOT = Path(__file__).resolve().parent.parent.parent
# What the project's own tools make; everything else that ends in .md is documentation.
NOT_OURS = {"build", "dist", "node_modules", "results", ".venv", ".bench", ".git"}
PAGES = sorted(
    path
    for path in ROOT.rglob("*.md")
    if not NOT_OURS & set(path.relative_to(ROOT).parts[:-1])
    and not any(part.startswith(".") and part != ".github" for part in path.relative_to(ROOT).parts)
)
CODES = {check.code for check in all_checks()}
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


@cache
def html(page: Path) -> str:
    return cmarkgfm.github_flavored_markdown_to_html(page.read_text("utf-8"))


@cache
def anchors(page: Path) -> frozenset[str]:
    headings = re.findall(r"<h[1-6]>(.*?)</h[1-6]>", html(page), re.DOTALL)
    return frozenset(anchor(re.sub(r"<[^>]+>", "", heading).replace("&amp;", "&")) for heading in headings)


def prose(page: Path) -> str:
    return re.sub(r"^(`{3,}).*?^\1`*$", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)


def broken_links(page: Path) -> Iterator[str]:
    for target in re.findall(r'(?:href|src)="([^"]*)"', html(page)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, fragment = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or ROOT not in (file, *file.parents):
            yield f"{target}: no such file"
        elif fragment and fragment not in anchors(file / "README.md" if file.is_dir() else file):
            yield f"{target}: no such heading"


def test_there_is_documentation() -> None:
    names = {str(page.relative_to(ROOT)) for page in PAGES}
    assert {"README.md", "CONTRIBUTING.md", "docs/README.md", "docs/cli.md", "docs/rules/PD401.md"} <= names


@each_page
def test_relative_links_lead_somewhere(page: Path) -> None:
    assert list(broken_links(page)) == []


def test_a_broken_link_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text("# Here it is\n[a](#here-it-is) [b](#there) [c](none.md) [d](https://example.org/x)\n", "utf-8")
    found = list(broken_links(page))
    assert "none.md: no such file" in found
    assert "#there: no such heading" in found or "#there: no such file" in found
    assert len(found) >= 2


@each_page
def test_every_code_that_is_mentioned_exists(page: Path) -> None:
    mentioned = set(re.findall(r"\bPD[0-9]{3}\b", page.read_text("utf-8"))) - {"PD999"}
    assert mentioned <= CODES


@each_page
def test_every_command_that_is_shown_exists(page: Path) -> None:
    text = page.read_text("utf-8")
    shown = re.findall(r"`(peacedata(?: [^`\n]*)?)`", prose(page))
    for block in re.findall(r"^```(?:console|sh|bash|yaml)\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        shown += re.findall(r"^(?:\$ )?(?:\.venv/bin/)?(peacedata .*)$", block, re.MULTILINE)
    for line in shown:
        assert problem(line) == "", f"{line}: {problem(line)}"


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("peacedata check a.csv --format json # why", ""),
        ("peacedata --version", ""),
        ("peacedata chekc", "no verb chekc"),
        ("peacedata check --sleect PD4", "no option --sleect"),
        ("peacedata rules | grep --count x", ""),
    ],
)
def test_a_wrong_command_is_noticed(line: str, complaint: str) -> None:
    assert problem(line) == complaint


def problem(line: str) -> str:
    """What is wrong with a command line: a verb or an option that does not exist."""
    words = shlex.split(re.split(r"[|;>&]|\s#", line)[0].replace("'", "").replace("…", "..."))[1:]
    command: click.Command = commands
    context = click.Context(commands)
    for word in words:
        name = word.partition("=")[0]
        if name.startswith("-") and len(name) > 1:
            known = {
                spelt for option in command.get_params(context) for spelt in (*option.opts, *option.secondary_opts)
            }
            if name not in known:
                return f"no option {name}"
        elif isinstance(command, click.Group) and re.fullmatch(r"[a-z-]+", word):
            found = command.get_command(context, word)
            if found is None:
                return f"no verb {word}"
            command, context = found, click.Context(found)
    return ""


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_says_what_it_does(verb: str) -> None:
    command = commands.get_command(click.Context(commands), verb)
    assert command is not None
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            assert parameter.help, f"peacedata {verb} {parameter.opts[0]}"


def test_every_variable_of_the_environment_is_documented() -> None:
    read = set()
    for path in (ROOT / "peacedata").rglob("*.py"):
        if path.name != "spark.py":  # what Spark reads is documented there
            read |= set(re.findall(r'environ(?:\.get\(|\[)"([A-Z_]+)"', path.read_text("utf-8")))
    assert read == set(ENVIRONMENT)
