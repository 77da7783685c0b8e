"""Runs moto as a server that does one thing after the other, for its conditional writes are not atomic else."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

from moto.server import create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server


class _OneByOne:
    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self._app, self._lock = app, Lock()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length)  # the slow part, before the lock
        if len(body) < length:  # a client that was killed; a real service does not keep half a file either
            start_response("400 Bad Request", [("Content-Length", "0")])
            return []
        environ["wsgi.input"] = io.BytesIO(body)
        with self._lock:
            return list(self._app(environ, start_response))


class _Silent(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"  # else a client waits a second for leave to send each file

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - the name is werkzeug's
        """Say nothing."""


if __name__ == "__main__":
    app = _OneByOne(create_backend_app("s3"))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    print(f"http://127.0.0.1:{server.port}", flush=True)  # noqa: T201 - it is how the test learns the port
    server.serve_forever()
