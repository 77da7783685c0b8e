"""A web server for tests of the client: it serves a folder, and can be told to misbehave."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

Answer = Callable[[BaseHTTPRequestHandler, bytes | None], None]


class Server(ThreadingHTTPServer):
    """Serves a folder.

    Attributes:
        answers: what to do instead, by a part of the path.
        asked: the paths that were asked for.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.stop = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits 40 ms for the client's acknowledgement of its headers
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        path = self.server.folder / self.path.lstrip("/")
        data = path.read_bytes() if path.is_file() else None
        for part, answer in self.server.answers.items():
            if part in self.path:
                answer(self, data)
                return
        send(self, data)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def send(handler: BaseHTTPRequestHandler, data: bytes | None, status: int = 200, **headers: str) -> None:
    """An honest answer."""
    handler.send_response(404 if data is None else status)
    handler.send_header("Content-Length", str(len(data or b"")))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(data or b"")


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """A server on the loopback address."""
    server = Server(folder)
    thread = threading.Thread(target=lambda: server.serve_forever(0.02), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stop.set()
        server.shutdown()
        server.server_close()
        thread.join()


def answer_with(data: bytes) -> Answer:
    """An answer with these bytes, whatever was asked for."""
    return lambda handler, _: send(handler, data)
