"""Writes one comment on a pull request: what the check found in its data, and what it changes.

Runs after the check, with a token that may write comments. Everything that the check left behind is a stranger's: its
artifact could have been made by a changed workflow. Three rules follow.

- Which pull request it is comes from the event and the API, never from the artifact.
- The artifact is a zip of at most a few files with known names and sizes, read in memory and written nowhere.
- What it says goes into code spans and a fenced block, where GitHub reads no markup, mention or link. The sentences
  around them are ours.

Needs the standard library and, of this project, the functions that escape.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from peacedata.check.shorten import shorten
from peacedata.report.escape import code_span, printable

WORKFLOW, ARTIFACT = ".github/workflows/pull-request.yml", "contribution-report"
REPORT, DIFF = "report.json", "diff.txt"
EXPECTED = {REPORT, DIFF, "diff.md", "report.html", "report.sarif"}
MARKER = "<!-- peacedata: what the check of the contribution found -->"
AUTHOR = "github-actions[bot]"

MIB = 1 << 20
MOST_ZIP, MOST_REPORT, MOST_DIFF = 64 * MIB, 16 * MIB, 4 * MIB
MOST_ANSWER, MOST_PAGES, SECONDS = 8 * MIB, 30, 30
MOST_COMMENT = 65_536  # characters, says GitHub; counted in bytes here, to be on the safe side
MOST_DIFF_SHOWN = 30_000
MOST_CELL = 200
_LADDER = (200, 100, 50, 20, 10, 5, 2, 0)
_CODE = re.compile(r"PD[0-9]{3}")


class Refused(Exception):
    """The artifact is not what our own check writes; the message says in which way."""


class Nothing(Exception):
    """There is nothing to comment on; the message says why."""


# --- GitHub -----------------------------------------------------------------------------------------------------------


class _NoRedirect(HTTPRedirectHandler):
    """Leaves redirects to the caller: a token is for one host."""

    def redirect_request(self, *arguments: Any) -> None:
        """Follow none."""


class Api:
    """The REST API of GitHub for one repository.

    Args:
        address: the address of the API, from the runner.
        repository: owner and name.
        token: the token of the job.
    """

    def __init__(self, address: str, repository: str, token: str) -> None:
        self.base, self.token = f"{address}/repos/{repository}", token
        self._opener = build_opener(_NoRedirect)

    def _open(self, address: str, method: str = "GET", content: object = None) -> HTTPResponse:
        body = None if content is None else json.dumps(content).encode()
        # The address begins with that of the API, which the runner gives.
        request = Request(address, data=body, method=method)  # noqa: S310
        request.add_header("Accept", "application/vnd.github+json")
        request.add_header("Authorization", f"Bearer {self.token}")
        request.add_header("X-GitHub-Api-Version", "2022-11-28")
        request.add_header("User-Agent", "peacedata-comment")
        response: HTTPResponse = self._opener.open(request, timeout=SECONDS)
        return response

    def get(self, path: str, **query: object) -> Any:
        """The JSON at a path of the repository."""
        with self._open(f"{self.base}/{path}{'?' * bool(query)}{urlencode(query)}") as response:
            return json.loads(_at_most(response, MOST_ANSWER, "an answer of the API"))

    def pages(self, path: str, **query: object) -> Iterator[Any]:
        """The members of a list, page by page."""
        for page in range(1, MOST_PAGES + 1):
            members = self.get(path, per_page=100, page=page, **query)
            yield from members
            if len(members) < 100:
                return

    def send(self, method: str, path: str, content: object) -> None:
        """Create or change something."""
        with self._open(f"{self.base}/{path}", method, content) as response:
            response.read(MOST_ANSWER)

    def artifact(self, number: int) -> bytes:
        """The zip of an artifact. The API answers with a redirect to a storage, which does not get the token."""
        try:
            with self._open(f"{self.base}/actions/artifacts/{number}/zip") as response:
                return _at_most(response, MOST_ZIP, "the artifact")
        except HTTPError as answer:
            target = answer.headers.get("Location", "")
            if answer.code not in (302, 307) or urlsplit(target).scheme not in ("https", urlsplit(self.base).scheme):
                raise
        # https, or the scheme of the API where a test stands in for it.
        with self._opener.open(Request(target), timeout=SECONDS) as response:  # noqa: S310
            return _at_most(response, MOST_ZIP, "the artifact")


def _at_most(stream: Any, most: int, what: str) -> bytes:
    content: bytes = stream.read(most + 1)
    if len(content) > most:
        raise Refused(f"{what} has more than {most:,} bytes")
    return content


# --- Which run, which pull request ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Run:
    """The finished run of the check, as the event tells of it."""

    number: int
    commit: str
    owner: str
    source: str
    branch: str
    passed: bool


def run_of(event: dict[str, Any], repository: str) -> Run:
    """The run that the event is about.

    Raises:
        Nothing: if it was not a run of our check for a pull request to this repository.
    """
    run = event["workflow_run"]
    if run["event"] != "pull_request" or run["path"].partition("@")[0] != WORKFLOW:
        raise Nothing("the run was not the check of a pull request")
    if run["repository"]["full_name"] != repository or run["conclusion"] not in ("success", "failure"):
        raise Nothing("the run did not finish, or was not one of this repository")
    head = run["head_repository"]
    if not head or not re.fullmatch(r"[0-9a-f]{40,64}", run["head_sha"]):
        raise Nothing("the repository of the pull request is gone")
    passed = run["conclusion"] == "success"
    return Run(int(run["id"]), run["head_sha"], head["owner"]["login"], head["full_name"], run["head_branch"], passed)


def pull_of(api: Api, run: Run, repository: str) -> int:
    """The number of the one open pull request whose newest commit the run checked.

    Raises:
        Nothing: if there is none: it was closed, or has a newer commit, whose own run will comment.
    """
    numbers = [
        int(pull["number"])
        for pull in api.pages("pulls", state="open", head=f"{run.owner}:{run.branch}")
        if pull["head"]["sha"] == run.commit
        and (pull["head"]["repo"] or {}).get("full_name") == run.source
        and pull["base"]["repo"]["full_name"] == repository
    ]
    if len(numbers) != 1:
        raise Nothing(f"{len(numbers)} open pull requests have the commit of the run as their newest")
    return numbers[0]


def changed_by(api: Api, pull: int) -> set[str]:
    """The top folders and files that the pull request changes; all of them where the API does not list every file."""
    names: list[str] = []
    files = 0
    for file in api.pages(f"pulls/{pull}/files"):
        names += [file["filename"], file.get("previous_filename") or ""]
        files += 1
    every = {".github", "datapackage"} if files >= MOST_PAGES * 100 else set()
    return every | {name.partition("/")[0] for name in names}


# --- The artifact -----------------------------------------------------------------------------------------------------


def artifact_of(api: Api, run: Run) -> dict[str, bytes] | None:
    """The files of the artifact that we show; None if the run has none.

    Raises:
        Refused: if it is not what our check writes.
    """
    found = api.get(f"actions/runs/{run.number}/artifacts", name=ARTIFACT, per_page=100)["artifacts"]
    found = [one for one in found if one["name"] == ARTIFACT and not one["expired"]]
    if not found:
        return None
    if len(found) > 1 or found[0]["size_in_bytes"] > MOST_ZIP:
        raise Refused(f"there are {len(found)} artifacts, or one of more than {MOST_ZIP:,} bytes")
    return unzipped(api.artifact(int(found[0]["id"])))


def unzipped(content: bytes) -> dict[str, bytes]:
    """The report and the diff from a zip; its other files are not even decompressed.

    Raises:
        Refused: if it is no zip, or holds a file that it should not hold.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            if len(names) > len(EXPECTED) or len(set(names)) < len(names) or not set(names) <= EXPECTED:
                raise Refused(f"it holds other files than {', '.join(sorted(EXPECTED))}")
            wanted = [(entry, {REPORT: MOST_REPORT, DIFF: MOST_DIFF}.get(entry.filename)) for entry in entries]
            return {entry.filename: _member(archive, entry, most) for entry, most in wanted if most}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise Refused(f"it is no zip that can be read ({type(error).__name__})") from None
    except Exception as error:  # zlib and struct have errors of their own; whatever they are, the zip is to blame
        if isinstance(error, Refused):
            raise
        raise Refused(f"it cannot be unpacked ({type(error).__name__})") from None


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused(f"{entry.filename} is encrypted or compressed in an unknown way")
    with archive.open(entry) as stream:  # the size that the zip claims is not believed
        return _at_most(stream, most, entry.filename)


@dataclass(frozen=True)
class Found:
    """What the report says, by type; nothing of it is safe to print."""

    errors: int
    warnings: int
    counts: dict[str, int]
    findings: list[dict[str, Any]]


def found_in(content: bytes) -> Found:
    """Read the report.

    Raises:
        Refused: if it is not of the form that the project documents.
    """
    try:
        report = json.loads(content.decode("utf-8"))
        counts = {code: _count(number) for code, number in report["counts"].items() if _CODE.fullmatch(code)}
        if not isinstance(report["findings"], list):
            raise TypeError
        findings = [one for one in report["findings"] if _CODE.fullmatch(one["code"])]
        return Found(_count(report["errors"]), _count(report["warnings"]), counts, findings)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Refused(f"{REPORT} is not a report ({type(error).__name__})") from None


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10**12:
        raise ValueError
    return value


# --- The comment ------------------------------------------------------------------------------------------------------


def span(value: object) -> str:
    """A value from the report as a code span of a table cell; empty for what is no text or number."""
    return code_span(shorten(str(value), MOST_CELL)) if isinstance(value, str | int) and value != "" else ""


def fence(text: str, most: int) -> str:
    """A text as a fenced block, cut at a line end; the fence is longer than any in it, so that nothing ends it."""
    lines, used, cut = [], 0, False
    for line in text.splitlines():
        shown = shorten(printable(line, keep="\t"), 4 * MOST_CELL)
        used += len(shown.encode()) + 1
        if used > most:
            cut = True
            break
        lines.append(shown)
    longest = max((len(run) for line in lines for run in re.findall(r"`+", line)), default=0)
    marks = "`" * max(3, longest + 1)
    more = "\nThere is more: the artifact of the run has all of it.\n" if cut else ""
    return "\n".join([f"{marks}diff", *lines, marks, ""]) + more


def findings_table(found: Found, most: int) -> str:
    """A table of the first findings, errors first."""
    ordered = sorted(found.findings, key=lambda one: one.get("severity") != "error")
    rows = []
    for one in ordered[:most]:
        line = f":{one['line']}" if isinstance(one.get("line"), int) else ""
        column = " ".join(str(one[name]) for name in ("letter", "column") if isinstance(one.get(name), str))
        places = [f"{one.get('file') or one.get('table') or '-'}{line}", column, one.get("key") or ""]
        where = "<br>".join(text for text in map(span, places) if text)
        level = "error" if one.get("severity") == "error" else "warning"
        rows.append(f"| {level} `{one['code']}` | {where} | {span(one.get('message'))} | {span(one.get('hint'))} |\n")
    more = found.errors + found.warnings - len(rows)
    note = f"\n{more:,} more: in the summary and the artifact of the run.\n" if more > 0 else ""
    return f"| | where | what | how to mend it |\n|---|---|---|---|\n{''.join(rows)}{note}" if rows else note


def comment(run: Run, address: str, parts: dict[str, bytes], *, doubted: bool) -> str:
    """The whole comment.

    Raises:
        Refused: if the report is not one.
    """
    found = found_in(parts[REPORT]) if REPORT in parts else None
    change = parts.get(DIFF, b"").decode("utf-8", "backslashreplace").strip()
    for shown in _LADDER:
        text = "\n".join(
            [MARKER, _head(run, found), *_body(found, change, shown), _foot(run, address, doubted=doubted)]
        )
        if len(text.encode()) <= MOST_COMMENT:
            return text
    raise Refused("it does not fit a comment")


def _head(run: Run, found: Found | None) -> str:
    if found is None:
        return "## ❌ The data was not checked\n\nThe run ended before there was a report. Its log says why.\n"
    if not found.errors and not found.warnings:
        return (
            "## ✅ Nothing found in the data\n"
            if run.passed
            else "## ⚠️ Nothing found in the data, but the run failed\n"
        )
    mark = "❌" if found.errors or not run.passed else "⚠️"
    counted = (f"{number:,} {noun}{'s' * (number != 1)}" for number, noun in _numbers(found))
    return f"## {mark} {' and '.join(counted)} in the data\n"


def _numbers(found: Found) -> list[tuple[int, str]]:
    return [(number, noun) for number, noun in ((found.errors, "error"), (found.warnings, "warning")) if number]


def _body(found: Found | None, change: str, shown: int) -> Iterator[str]:
    if found and found.counts:
        codes = ", ".join(f"`{code}` ({number:,})" for code, number in sorted(found.counts.items())[:60])
        yield f"{codes}. `peacedata explain CODE` shows what a code means, with a bad and a good example.\n"
        yield findings_table(found, shown)
    if change:
        block = fence(change, MOST_DIFF_SHOWN)
        yield f"<details><summary>What changes in the data</summary>\n\n{block}\n</details>\n"


def _foot(run: Run, address: str, *, doubted: bool) -> str:
    doubt = (
        "\n> [!WARNING]\n> This pull request changes files in `.github/`, so the check itself may not be ours. "
        "Read those changes before you trust this comment.\n"
    )
    return (
        f"{doubt * doubted}\nMade from [this run]({address}) for `{run.commit[:12]}`; its artifact has the report as "
        "HTML, SARIF and JSON. This comment is kept up to date with new commits.\n"
    )


def refusal(run: Run, address: str, why: Refused) -> str:
    """The comment where the artifact was refused."""
    return (
        f"{MARKER}\n## ❌ The report of the check was refused\n\nThe artifact of [the run]({address}) for "
        f"`{run.commit[:12]}` is not what our check writes: {code_span(shorten(str(why), MOST_CELL))}\n"
    )


def put(api: Api, pull: int, text: str, *, news: bool) -> str:
    """Write the comment, or change the one that is there; without news none is begun."""
    for one in api.pages(f"issues/{pull}/comments"):
        user = one.get("user") or {}
        if user.get("login") == AUTHOR and user.get("type") == "Bot" and (one.get("body") or "").startswith(MARKER):
            api.send("PATCH", f"issues/comments/{int(one['id'])}", {"body": text})
            return "changed the comment"
    if not news:
        return "nothing to say"
    api.send("POST", f"issues/{pull}/comments", {"body": text})
    return "wrote a comment"


def handle(api: Api, event: dict[str, Any], repository: str, server: str) -> tuple[str, int]:
    """From the event to the comment.

    Returns:
        What was done, and the exit code: 1 where the artifact was refused.

    Raises:
        Nothing: if there is no pull request to comment on.
    """
    run = run_of(event, repository)
    pull = pull_of(api, run, repository)
    changed = changed_by(api, pull)
    address = f"{server}/{quote(repository)}/actions/runs/{run.number}"
    try:
        parts = artifact_of(api, run) or {}
        text = comment(run, address, parts, doubted=".github" in changed)
    except Refused as why:
        done = put(api, pull, refusal(run, address, why), news=True)
        return f"refused the artifact: {why}; {done}", 1
    found = found_in(parts[REPORT]) if REPORT in parts else None
    quiet = run.passed and found and not found.errors and not found.warnings and "datapackage" not in changed
    return put(api, pull, text, news=not quiet), 0


def main() -> int:
    """Comment; 0 also where there is nothing to comment on."""
    repository, token = os.environ["GITHUB_REPOSITORY"], os.environ["GITHUB_TOKEN"]
    event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_bytes())
    api = Api(os.environ["GITHUB_API_URL"], repository, token)
    try:
        done, code = handle(api, event, repository, os.environ["GITHUB_SERVER_URL"])
    except Nothing as nothing:
        done, code = str(nothing), 0
    except (URLError, HTTPException, TimeoutError) as error:
        done, code = f"GitHub could not be asked: {type(error).__name__}: {error}", 3
    sys.stdout.write(printable(done).replace("::", ":\\x3a") + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
