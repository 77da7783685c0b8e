"""A stand-in for GitHub's REST API and its artifact storage: real HTTP on the loopback, and what was asked of it."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

HOME, FORK = "peacedata/peacedata", "stranger/peacedata"
TOKEN = "a-token-that-can-write"  # noqa: S105 - of nobody
SHA = "c0ffee" + "0" * 34


def zipped(**files: str | bytes) -> bytes:
    """A zip of files whose names have `__` for a dot."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return raw.getvalue()


def event(**changed: Any) -> dict[str, Any]:
    """A `workflow_run` event of a finished check."""
    run = {
        "id": 77,
        "event": "pull_request",
        "path": ".github/workflows/pull-request.yml",
        "conclusion": "failure",
        "head_sha": SHA,
        "head_branch": "new rows & more",
        "head_repository": {"full_name": FORK, "owner": {"login": "stranger"}},
        "repository": {"full_name": HOME},
        "pull_requests": [{"number": 666}],  # empty for forks, and not to be believed
    }
    return {"workflow_run": {**run, **changed}}


@dataclass
class GitHub:
    """What the repository holds, and what happened to it."""

    pulls: list[dict[str, Any]] = field(default_factory=lambda: [pull()])
    files: list[str] = field(default_factory=lambda: ["datapackage/data/events.csv"])
    comments: list[dict[str, Any]] = field(default_factory=list)
    artifacts: list[dict[str, Any]] = field(
        default_factory=lambda: [{"id": 5, "name": "contribution-report", "expired": False, "size_in_bytes": 100}]
    )
    content: bytes = b""
    written: list[tuple[str, str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    storage_headers: list[dict[str, str]] = field(default_factory=list)
    address: str = ""
    storage: str = ""

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> Any:
        prefix = f"/repos/{HOME}"
        assert path.startswith(prefix)
        path = path.removeprefix(prefix)
        page = int(query.get("page", ["1"])[0])
        self.asked.append(f"{method} {path}")
        if method in ("POST", "PATCH"):
            self.written.append((method, path, body["body"]))
            return {}
        lists = {
            "/pulls": [
                one for one in self.pulls if query.get("head") == [f"stranger:{event()['workflow_run']['head_branch']}"]
            ],
            "/pulls/7/files": [{"filename": name} for name in self.files],
            "/issues/7/comments": self.comments,
        }
        if path == "/actions/runs/77/artifacts":
            return {"artifacts": self.artifacts}
        return lists[path][(page - 1) * 100 : page * 100]


def pull(number: int = 7, **head: Any) -> dict[str, Any]:
    return {
        "number": number,
        "head": {"sha": SHA, "repo": {"full_name": FORK}, **head},
        "base": {"repo": {"full_name": HOME}},
    }


@contextmanager
def serving(github: GitHub) -> Iterator[GitHub]:
    """Serve it, and the storage of its artifacts on another port, until the end of the block."""

    class Api(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            address = urlsplit(self.path)
            assert self.headers["Authorization"] == f"Bearer {TOKEN}"
            if address.path.endswith("/actions/artifacts/5/zip"):
                self.send_response(302)
                self.send_header("Location", f"{github.storage}/blob")
                self.end_headers()
                return
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            answer = json.dumps(github.answer(self.command, address.path, parse_qs(address.query), body)).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = do_PATCH = handle_any  # noqa: N815 - the names of the standard library

        def log_message(self, *arguments: object) -> None:
            """Keep quiet."""

    class Storage(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            github.storage_headers.append(dict(self.headers.items()))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(github.content)

        def log_message(self, *arguments: object) -> None:
            """Keep quiet."""

    servers = [ThreadingHTTPServer(("127.0.0.1", 0), handler) for handler in (Api, Storage)]
    github.address, github.storage = (f"http://127.0.0.1:{server.server_address[1]}" for server in servers)
    threads = [threading.Thread(target=server.serve_forever, args=(0.01,)) for server in servers]
    for thread in threads:
        thread.start()
    try:
        yield github
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
        for thread in threads:
            thread.join()
