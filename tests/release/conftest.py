from __future__ import annotations

from pathlib import Path

import pytest
from synthetic import write_dataset

from peacedata.dataset.dataset import open_dataset
from peacedata.release.build import Built, build


@pytest.fixture(scope="session")
def synthetic_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working copy of the synthetic dataset."""
    return write_dataset(tmp_path_factory.mktemp("working") / "datapackage")


@pytest.fixture(scope="session")
def built(synthetic_copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """One build for all tests that only read it."""
    return build(open_dataset(synthetic_copy), tmp_path_factory.mktemp("release") / "build")
