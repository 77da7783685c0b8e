"""Shared by all tests: where the project is, and its dataset."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

import peacedata
from peacedata.dataset.dataset import Dataset

ROOT = Path(__file__).resolve().parent.parent

# The suite stays fast; a nightly run may ask for more with --hypothesis-profile=thorough.
settings.register_profile("fast", max_examples=60, deadline=None)
settings.register_profile("thorough", max_examples=2000, deadline=None)
settings.load_profile("fast")


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def working_copy(root: Path) -> Path:
    return root / "datapackage"


@pytest.fixture(scope="session")
def dataset(working_copy: Path) -> Dataset:
    return peacedata.open(working_copy)
