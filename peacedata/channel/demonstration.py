"""Publishes a build to a channel on this computer, serves it, and fetches it back as somebody who has never seen it.

``make release`` ends with it. Keys, passphrase, channel and servers live in a temporary folder and are gone at the end,
however it ends. Needs no rights: nginx, where there is one, runs as the user, on a free port of the loopback address.
"""

from __future__ import annotations

import argparse
import os
import pwd
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import FrameType

from peacedata.errors import PeacedataError
from peacedata.intake.package import FILE_NAME, read_json
from peacedata.release.listing import Folder

_CONFIGURATION = """\
daemon off; worker_processes 1; pid nginx.pid; error_log stderr warn; {user}
events {{ worker_connections 64; }}
http {{
    access_log off; default_type application/octet-stream;
    client_body_temp_path temporary; proxy_temp_path temporary; fastcgi_temp_path temporary;
    uwsgi_temp_path temporary; scgi_temp_path temporary;
    server {{ listen 127.0.0.1:{port}; location / {{ root channel; }} }}
}}
"""


class Failed(Exception):
    """The demonstration did not succeed; the message says where."""


def demonstrate(build: Path, server: str) -> None:
    """Publish, serve, fetch and compare, and print what was proven.

    Args:
        build: what `peacedata build` has made.
        server: ``nginx``, ``python``, or ``auto`` for the first that is there.

    Raises:
        Failed: if anything on the way fails.
    """
    started = time.monotonic()
    version = str(read_json(build, FILE_NAME)["version"])
    with tempfile.TemporaryDirectory(prefix="peacedata-demonstration-") as name:
        folder = Path(name).resolve()
        # The folder, and so the passphrase, is for its owner only.
        (folder / "passphrase").write_text(f"{secrets.token_urlsafe(24)}\n", "utf-8")
        keys, secret = ["--keys", "keys"], ["--passphrase-file", "passphrase"]
        _peacedata(folder, "keys", "new", "--dir", "keys", *secret)
        _peacedata(folder, "channel", "init", "--to", "channel", *keys, *secret)
        said = _peacedata(folder, "publish", str(build.resolve()), "--to", "channel", *keys, *secret).splitlines()[0]
        with serving(folder, server) as (address, how):
            _say(f"\n{said}\nServed on the loopback address by {how} at {address}")
            began = time.monotonic()
            fetch = ["fetch", version, "--from", address, "--root", "keys/root.json", "--out", "fetched"]
            _say(_peacedata(folder, *fetch, PEACEDATA_CACHE="cache").rstrip())
            took = time.monotonic() - began
        compared = _compare(build, folder / "fetched")
    _say(
        f"Fetched by a new reader, who had nothing but root.json, in {took:.1f} seconds: {compared} files, each with "
        f"the bytes of {build}\nKeys, channel and server are gone again; {time.monotonic() - started:.1f} seconds"
    )


@contextmanager
def serving(folder: Path, server: str) -> Iterator[tuple[str, str]]:
    """Serve ``channel`` in a folder; gives its address and the name of the server.

    The port is taken before the server starts, and handed to it open, so nobody else can get it in between.

    Raises:
        Failed: if nginx is asked for and not there, or does not start.
    """
    nginx = shutil.which("nginx", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/local/sbin")
    if server == "nginx" and nginx is None:
        raise Failed("nginx is not installed; `apt-get install nginx-light` brings it")
    with socket.create_server(("127.0.0.1", 0)) as door:
        address = f"http://127.0.0.1:{door.getsockname()[1]}/"
        if nginx and server != "python":
            with _nginx(nginx, folder, door) as how:
                yield address, how
        else:
            with _python(folder, door):
                yield address, f"Python {sys.version.split()[0]}"


@contextmanager
def _nginx(program: str, folder: Path, door: socket.socket) -> Iterator[str]:
    # Started by root, its worker would be somebody who cannot read the folder.
    user = f"user {pwd.getpwuid(0).pw_name};" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(_CONFIGURATION.format(user=user, port=door.getsockname()[1]), "utf-8")
    environment = {"PATH": os.defpath, "NGINX": f"{door.fileno()};"}  # how nginx is given an open socket
    command = [program, "-p", str(folder), "-c", "nginx.conf", "-e", "stderr"]
    process = subprocess.Popen(  # noqa: S603 - the program that is installed here, and a file that we wrote
        command,
        cwd=folder,
        env=environment,
        pass_fds=[door.fileno()],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        time.sleep(0.1)
        if process.poll() is not None:
            raise Failed(f"nginx did not start: {process.communicate()[1].strip()[-500:]}")
        yield _version(program)
    finally:
        process.terminate()
        try:
            process.communicate(timeout=5)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # its worker too
            process.communicate()


def _version(program: str) -> str:
    done = subprocess.run([program, "-v"], capture_output=True, text=True, check=False)  # noqa: S603 - the same program
    return done.stderr.strip().rpartition(" ")[2] or "nginx"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def _python(folder: Path, door: socket.socket) -> Iterator[None]:
    handler = partial(_Quiet, directory=str(folder / "channel"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler, bind_and_activate=False)
    server.socket.close()
    server.socket = door
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _peacedata(folder: Path, *arguments: str, **environment: str) -> str:
    """Run a command as its user would, with nothing of this user's settings; returns what it prints.

    Raises:
        Failed: if it fails.
    """
    _say("$ peacedata " + shlex.join(arguments))
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own program
        [sys.executable, "-m", "peacedata", *arguments],
        cwd=folder,
        env={**kept, "HOME": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        why = (done.stderr or done.stdout).strip()[-2000:]
        raise Failed(f"peacedata {arguments[0]} exits {done.returncode}: {why}")
    return done.stdout


def _compare(build: Path, fetched: Path) -> int:
    """How many files are the same in both folders.

    Raises:
        Failed: if one is not.
    """
    ours, theirs = Folder(build), Folder(fetched)
    if ours.names != theirs.names:
        raise Failed(f"other files were fetched than built: {sorted(ours.names ^ theirs.names)[:3]}")
    for name in ours.names:
        if (build / name).read_bytes() != (fetched / name).read_bytes():
            raise Failed(f"{name} was fetched with other bytes than built")
    return len(ours.names)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _stop(number: int, frame: FrameType | None) -> None:
    """End as after Ctrl-C, so that everything is cleaned up."""
    raise KeyboardInterrupt


def main() -> int:
    """Demonstrate."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("build", type=Path, help="a folder that `peacedata build` has made")
    parser.add_argument("--server", choices=["auto", "nginx", "python"], default="auto")
    given = parser.parse_args()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        demonstrate(given.build, given.server)
    except (Failed, PeacedataError, OSError, KeyError) as error:
        sys.stderr.write(f"The demonstration failed: {error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("The demonstration was interrupted; everything that it made is gone\n")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
