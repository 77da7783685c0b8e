"""Shared by the tests of the channel: folders in memory."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_MEMORY = Path("/dev/shm")  # noqa: S108 - the folders made there have names that nobody can guess
_ROOM = 2 << 30  # a container's may be small


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder in memory where there is such a thing, in the place of pytest's.

    A channel makes every file durable before it goes on, which takes most of the time of these tests on a disk; here
    nobody pulls the plug.
    """
    roomy = os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM
    with tempfile.TemporaryDirectory(dir=_MEMORY if roomy else None) as folder:
        yield Path(folder).resolve()
