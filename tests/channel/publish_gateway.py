"""A real gateway of S3 for the soak tests: radosgw, started here where it is installed."""

from __future__ import annotations

import os
import random
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

_SCRIPT = Path(__file__).resolve().with_name("radosgw.sh")
_PROGRAMS = ("radosgw", "radosgw-admin", "ceph", "ceph-mon", "ceph-osd", "curl")
_PORTS = 3  # the gateway's, and the monitor's two


@contextmanager
def gateway() -> Iterator[str]:
    """The address of a gateway: the one that ``PEACEDATA_S3_GATEWAY`` names, else one that lives as long as the block.

    Skips the test, with the reason, where neither is to be had.
    """
    if address := os.environ.get("PEACEDATA_S3_GATEWAY"):
        yield address
        return
    if missing := [program for program in _PROGRAMS if not shutil.which(program)]:
        pytest.skip(
            f"no gateway: {', '.join(missing)} not installed, and PEACEDATA_S3_GATEWAY names none; "
            "run: apt-get install ceph-common ceph-mon ceph-osd radosgw curl"
        )
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+") as errors:
        port = _free_ports()
        process = subprocess.Popen(
            ["/bin/sh", str(_SCRIPT), f"{folder}/gateway", str(port)],
            stdin=subprocess.PIPE,  # the script ends when this does, so that no gateway is left behind by a killed test
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,  # Ctrl-C is for the tests; the gateway goes after the last of them
        )
        assert process.stdout is not None
        try:
            if process.stdout.readline() != "ready\n":
                errors.seek(0)
                pytest.fail(f"the gateway did not start: {errors.read()[-2000:]}")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.communicate(timeout=60)


def _free_ports() -> int:
    """The first of as many free ports in a row as the gateway takes, below those that the system gives away."""
    for port in random.sample(range(20_000, 30_000, _PORTS), 100):
        with ExitStack() as taken:
            try:
                for number in range(port, port + _PORTS):
                    taken.enter_context(socket.create_server(("127.0.0.1", number)))
            except OSError:
                continue
            return port
    pytest.fail("no three free ports in a row")
