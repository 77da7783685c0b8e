"""Shared by all tests: where the project is, and its dataset."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

import peacedata
from peacedata.dataset.dataset import Dataset

ROOT = Path(__file__).resolve().parent.parent

# The suite stays fast; a nightly run may ask for more with --hypothesis-profile=thorough.
# In CI the examples are the same each time, so that a failure there is a change's own.
settings.register_profile("fast", max_examples=60, deadline=None, derandomize=bool(os.environ.get("CI")))
settings.register_profile("thorough", max_examples=2000, deadline=None)
settings.load_profile("fast")


@pytest.fixture
def ordinary_user() -> Iterator[tuple[Path, Callable[[], None]]]:
    """A folder, and what gives up root's rights until the end of the test; root may read everything."""
    if not hasattr(os, "geteuid"):
        pytest.skip("this system has no user ids")
    was_root = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        try:
            yield Path(folder), lambda: os.seteuid(65534) if was_root else None
        finally:
            if was_root:
                os.seteuid(0)


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def working_copy(root: Path) -> Path:
    return root / "datapackage"


@pytest.fixture(scope="session")
def dataset(working_copy: Path) -> Dataset:
    return peacedata.open(working_copy)
