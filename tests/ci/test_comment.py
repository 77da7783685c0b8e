"""The comment on a pull request: for the right one, from a hostile artifact, and inert whatever that holds."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import redirect_stdout
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from github_api import FORK, HOME, SHA, TOKEN, GitHub, event, pull, serving, zipped
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / ".github" / "scripts" / "comment.py"
FINDING = {
    "code": "PD232",
    "severity": "error",
    "message": "'tallks' is none of the codes",
    "file": "datapackage/data/events.csv",
    "table": "events",
    "record": 3,
    "line": 3,
    "field": 2,
    "letter": "B",
    "column": "event_type",
    "key": "talks-1",
    "value": "tallks",
    "hint": "did you mean talks?",
}
HOSTILE = (
    "@everyone #1 GH-1 https://evil.example www.evil.example <b>x</b> <!-- --> ![x](y) [x](y) `code` ``` ~~~ | a |\n"
    "</details></code></pre>\n\n# big\n::error::x\x1b[2J\u202e\n```\n@everyone\n<img src=x>"
)


@pytest.fixture(scope="session")
def module() -> ModuleType:
    return loaded()


def loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("ci_comment", SCRIPT)
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    sys.modules["ci_comment"] = made  # dataclasses look their module up
    before = list(sys.path)
    spec.loader.exec_module(made)
    sys.path[:] = before
    return made


COMMENT = loaded()


def report(*findings: dict[str, Any], **changed: Any) -> bytes:
    errors = sum(one.get("severity") == "error" for one in findings)
    counts: dict[str, int] = {}
    for one in findings:
        counts[str(one.get("code"))] = counts.get(str(one.get("code")), 0) + 1
    content = {
        "version": 1,
        "valid": not errors,
        "errors": errors,
        "warnings": len(findings) - errors,
        "counts": counts,
        "tables": [],
        "findings": list(findings),
        **changed,
    }
    return json.dumps(content).encode()


@pytest.fixture
def github() -> Iterator[GitHub]:
    with serving(GitHub()) as served:
        yield served


def variables(github: GitHub, folder: Path, **changed: Any) -> dict[str, str]:
    (folder / "event.json").write_text(json.dumps(event(**changed)))
    return {
        "GITHUB_EVENT_PATH": str(folder / "event.json"),
        "GITHUB_REPOSITORY": HOME,
        "GITHUB_API_URL": github.address,
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_TOKEN": TOKEN,
    }


def run(github: GitHub, folder: Path, **changed: Any) -> tuple[int, str]:
    """The exit code of the script and what it wrote."""
    written = io.StringIO()
    with patch.dict(os.environ, variables(github, folder, **changed), clear=True), redirect_stdout(written):
        code = COMMENT.main()
    return code, written.getvalue()


def test_the_script_needs_no_installed_package(github: GitHub, tmp_path: Path) -> None:
    github.content = zipped(report__json=report(FINDING), diff__txt="")
    command = [sys.executable, "-I", "-S", str(SCRIPT)]
    environment = {"PATH": os.environ["PATH"], **variables(github, tmp_path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "wrote a comment\n", "")


def test_findings_and_changes_become_one_comment(github: GitHub, tmp_path: Path) -> None:
    github.content = zipped(report__json=report(FINDING), diff__txt="+ talks-1\n", report__html="<html>", diff__md="x")
    assert run(github, tmp_path) == (0, "wrote a comment\n")
    [(method, path, text)] = github.written
    assert (method, path) == ("POST", "/issues/7/comments")
    assert text.startswith("<!-- peacedata:")
    assert "## ❌ 1 error in the data" in text
    assert "| error `PD232` | `datapackage/data/events.csv:3`<br>`B event_type`<br>`talks-1` |" in text
    assert "`did you mean talks?`" in text
    assert "```diff\n+ talks-1\n```" in text
    assert f"https://github.com/{HOME}/actions/runs/77" in text
    assert "[!WARNING]" not in text
    assert all("Authorization" not in headers for headers in github.storage_headers)
    assert len(github.storage_headers) == 1


def test_the_next_run_changes_the_same_comment(github: GitHub, tmp_path: Path) -> None:
    bot = {"login": "github-actions[bot]", "type": "Bot"}
    others = [{"id": number, "user": {"login": "somebody", "type": "User"}, "body": "hello"} for number in range(130)]
    forged = {"id": 900, "user": {"login": "stranger", "type": "User"}, "body": f"{COMMENT.MARKER}\nforged"}
    another = {"id": 901, "user": bot, "body": f"of another workflow, quoting {COMMENT.MARKER}"}
    ghost = {"id": 902, "user": None, "body": None}
    ours = {"id": 903, "user": bot, "body": f"{COMMENT.MARKER}\nold"}
    github.comments = [*others, forged, another, ghost, ours]
    github.content = zipped(report__json=report(), diff__txt="")
    assert run(github, tmp_path, conclusion="success") == (0, "changed the comment\n")
    [(method, path, text)] = github.written
    assert (method, path) == ("PATCH", "/issues/comments/903")
    assert "## ✅ Nothing found in the data" in text


def test_where_there_is_no_news_nobody_is_bothered(github: GitHub, tmp_path: Path) -> None:
    github.content = zipped(report__json=report(), diff__txt="")
    github.files = ["README.md"]
    assert run(github, tmp_path, conclusion="success") == (0, "nothing to say\n")
    assert github.written == []


def test_a_run_that_ended_early_is_told(github: GitHub, tmp_path: Path) -> None:
    github.artifacts = []
    assert run(github, tmp_path)[0] == 0
    assert "## ❌ The data was not checked" in github.written[0][2]


def test_a_changed_check_is_not_trusted(github: GitHub, tmp_path: Path) -> None:
    github.content = zipped(report__json=report(), diff__txt="")
    github.files = [f"docs/{number}.md" for number in range(250)] + [
        "datapackage/x",
        ".github/workflows/pull-request.yml",
    ]
    run(github, tmp_path, conclusion="success")
    assert "[!WARNING]" in github.written[0][2]


def test_a_pull_request_with_more_files_than_are_listed_is_not_trusted(github: GitHub, tmp_path: Path) -> None:
    github.content = zipped(report__json=report(), diff__txt="")
    github.files = [f"docs/{number}.md" for number in range(3500)]
    run(github, tmp_path, conclusion="success")
    assert "[!WARNING]" in github.written[0][2]


@pytest.mark.parametrize(
    "changed",
    [
        {"event": "push"},
        {"path": ".github/workflows/other.yml"},
        {"path": "dynamic/.github/workflows/pull-request.yml"},
        {"repository": {"full_name": FORK}},
        {"conclusion": "cancelled"},
        {"conclusion": None},
        {"head_repository": None},
        {"head_sha": "0" * 40},
        {"head_sha": "main`@everyone"},
        {"head_branch": "another"},
        {"head_repository": {"full_name": "other/peacedata", "owner": {"login": "stranger"}}},
    ],
)
def test_runs_that_belong_to_no_pull_request_are_left_alone(
    github: GitHub, tmp_path: Path, changed: dict[str, Any]
) -> None:
    github.content = zipped(report__json=report(FINDING))
    assert run(github, tmp_path, **changed)[0] == 0
    assert github.written == []
    assert github.storage_headers == []


@pytest.mark.parametrize("pulls", [[], [pull(sha="1" * 40)], [pull(repo=None)], [pull(), pull(8)]])
def test_the_pull_request_is_the_one_whose_newest_commit_was_checked(
    github: GitHub, tmp_path: Path, pulls: list[dict[str, Any]]
) -> None:
    github.pulls = pulls
    assert "open pull requests have the commit" in run(github, tmp_path)[1]
    assert github.written == []


def test_the_number_of_the_pull_request_is_never_taken_from_the_artifact(github: GitHub, tmp_path: Path) -> None:
    github.content = zipped(report__json=report(number=1, pull_request=1), diff__txt="1")
    run(github, tmp_path)
    assert {path for _, path, _ in github.written} == {"/issues/7/comments"}


def claiming(name: str, size: int) -> bytes:
    """A zip whose directory says that a large member is small."""
    raw = bytearray(zipped(**{name: b"0" * size}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = raw.find(signature)
        raw[at + offset : at + offset + 4] = struct.pack("<I", 10)
    return bytes(raw)


def encrypted() -> bytes:
    raw = bytearray(zipped(report__json=report()))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.find(signature) + offset] |= 1
    return bytes(raw)


def twice() -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("report.json", report())
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("report.json", b"{}")
    return raw.getvalue()


def linked() -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        about = zipfile.ZipInfo("report.json")
        about.external_attr = 0o120777 << 16
        archive.writestr(about, "/etc/passwd")
    return raw.getvalue()


def odd_compression() -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("report.json", report())
    return raw.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no zip",
        zipped(report__json=report())[:-30],
        zipped(**{"../../../etc/cron__d/x": b"x"}),
        zipped(**{"/etc/passwd": b"x"}),
        zipped(pr_number__txt=b"1"),
        zipped(**{"dir/report__json": report()}),
        zipped(**{f"{number}__json": b"" for number in range(100)}),
        zipped(report__json=b"0" * (17 << 20)),
        zipped(report__json=report(), diff__txt=b"0" * (5 << 20)),
        claiming("report__json", 30 << 20),
        encrypted(),
        twice(),
        linked(),
        odd_compression(),
        zipped(report__json=b"[" * 200_000),
        zipped(report__json=b"[]"),
        zipped(report__json=b"null"),
        zipped(report__json=b"\xff"),
        zipped(report__json=b'{"errors": ' + b"9" * 5000 + b"}"),
        zipped(report__json=report(errors=-1)),
        zipped(report__json=report(errors=True)),
        zipped(report__json=report(errors=1e9)),
        zipped(report__json=report(warnings=10**30)),
        zipped(report__json=report(counts=[])),
        zipped(report__json=report(counts={"PD100": "@everyone"})),
        zipped(report__json=report(findings="PD100")),
        zipped(report__json=report({"severity": "error"})),
        zipped(report__json=report({**FINDING, "code": 5})),
    ],
)
def test_hostile_artifacts_are_refused(github: GitHub, tmp_path: Path, content: bytes) -> None:
    github.content = content
    assert run(github, tmp_path)[0] == 1
    [(_, path, text)] = github.written
    assert path == "/issues/7/comments"
    assert "## ❌ The report of the check was refused" in text
    assert len(text) < 2000
    assert [path.name for path in tmp_path.iterdir()] == ["event.json"]


def test_artifacts_that_say_that_they_are_large_are_not_fetched(github: GitHub, tmp_path: Path) -> None:
    github.artifacts[0]["size_in_bytes"] = 1 << 40
    assert run(github, tmp_path)[0] == 1
    assert github.storage_headers == []


def test_two_artifacts_of_one_name_are_refused(github: GitHub, tmp_path: Path) -> None:
    github.artifacts *= 2
    assert run(github, tmp_path)[0] == 1


def test_a_fault_of_github_is_no_finding(github: GitHub, tmp_path: Path) -> None:
    github.address = "http://127.0.0.1:9"
    code, said = run(github, tmp_path)
    assert code == 3
    assert "GitHub could not be asked" in said
    assert TOKEN not in said


# --- Inert ------------------------------------------------------------------------------------------------------------


class Rendered(HTMLParser):
    """A comment as a browser gets it: links, tags, HTML comments, and the text that stands outside code."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.comments: list[str] = []
        self.outside = ""
        self._code = 0
        extensions = ["table", "autolink", "strikethrough", "tasklist"]
        options = Options.CMARK_OPT_UNSAFE  # as GitHub does before it sanitises: raw HTML would show
        self.feed(cmarkgfm.markdown_to_html_with_extensions(text, options, extensions))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        self._code += tag == "code"

    def handle_endtag(self, tag: str) -> None:
        self._code -= tag == "code"

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_data(self, data: str) -> None:
        if not self._code:
            self.outside += data


def inert(text: str, address: str) -> Rendered:
    """Check that nothing in a comment does anything but what our own sentences do."""
    shown = Rendered(text)
    allowed = {"h2", "p", "code", "pre", "table", "thead", "tbody", "tr", "th", "td", "br", "details", "summary", "a"}
    assert set(shown.tags) <= allowed | {"blockquote"}
    assert shown.tags.count("details") <= 1
    assert shown.links == [address]
    assert [comment.strip() for comment in shown.comments] == [COMMENT.MARKER[4:-3].strip()]
    assert not re.search(r"@|://|www\.|#\d|GH-|[<>]|\x1b|[\u200b-\u200f\u202a-\u202e\u2066-\u2069]", shown.outside)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", text)
    assert text.startswith(COMMENT.MARKER)
    assert text.count(COMMENT.MARKER) == 1 or COMMENT.MARKER not in text.split("\n", 1)[1].replace("`", "")
    assert len(text.encode()) <= 65_536
    return shown


RUN = COMMENT.Run(77, SHA, "stranger", FORK, "branch", False)
ADDRESS = f"https://github.com/{HOME}/actions/runs/77"


def test_what_the_data_says_is_shown_and_does_nothing() -> None:
    findings = [{**FINDING, name: HOSTILE} for name in FINDING if name not in ("code", "severity", "record", "line")]
    parts = {"report.json": report(*findings), "diff.txt": HOSTILE.encode()}
    text = COMMENT.comment(RUN, ADDRESS, parts, doubted=True)
    shown = inert(text, ADDRESS)
    assert "@everyone" in text
    assert shown.tags.count("tr") == len(findings) + 1
    assert shown.tags.count("pre") == 1


strange = st.text(
    st.one_of(st.characters(exclude_categories=()), st.sampled_from("`~|<>@#[]()!\\&;\n\r\t -*_=:/.w$")), max_size=80
)
words = st.lists(
    st.one_of(strange, st.sampled_from(["```", "````", "~~~", "<!--", "-->", "</details>", "@a", "https://x.example"]))
).map("".join)


@given(
    findings=st.lists(
        st.fixed_dictionaries(
            {"code": st.just("PD232"), "severity": st.one_of(st.sampled_from(["error", "warning"]), words)},
            optional={
                name: st.one_of(words, st.none(), st.integers(), st.booleans(), st.lists(st.integers()))
                for name in FINDING
                if name not in ("code", "severity")
            },
        ),
        max_size=4,
    ),
    change=words,
    counts=st.dictionaries(st.one_of(words, st.just("PD100")), st.integers(1, 9), max_size=3),
)
def test_no_report_and_no_change_escapes(findings: list[dict[str, Any]], change: str, counts: dict[str, int]) -> None:
    parts = {
        "report.json": report(*findings, errors=1, warnings=0, counts={**counts, "PD232": 1}),
        "diff.txt": change.encode("utf-8", "surrogatepass"),
    }
    inert(COMMENT.comment(RUN, ADDRESS, parts, doubted=False), ADDRESS)


def test_a_comment_fits_however_much_was_found() -> None:
    long = {**FINDING, "message": "й" * 5000, "hint": "`" * 5000, "file": "x" * 5000, "key": "|" * 5000}
    many = report(*[long] * 300, errors=123_456, counts={f"PD{number}": 10**11 for number in range(100, 900)})
    text = COMMENT.comment(
        RUN, ADDRESS, {"report.json": many, "diff.txt": ("`" * 79 + "\n").encode() * 5_000}, doubted=True
    )
    inert(text, ADDRESS)
    assert "123,456 errors" in text
    assert re.search(r"[\d,]+ more: in the summary", text)
    assert "There is more: the artifact of the run has all of it." in text


def test_a_refusal_is_inert_too(module: ModuleType) -> None:
    inert(module.refusal(RUN, ADDRESS, module.Refused(HOSTILE)), ADDRESS)


def test_warnings_alone_and_a_failure_without_findings_are_told_apart(module: ModuleType) -> None:
    passed = module.Run(77, SHA, "stranger", FORK, "branch", True)
    warned = module.comment(passed, ADDRESS, {"report.json": report({**FINDING, "severity": "warning"})}, doubted=False)
    assert "## ⚠️ 1 warning in the data" in warned
    assert "## ⚠️ Nothing found" in module.comment(RUN, ADDRESS, {"report.json": report()}, doubted=False)
    assert "## ✅ Nothing found" in module.comment(passed, ADDRESS, {"report.json": report()}, doubted=False)
