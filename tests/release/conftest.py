from __future__ import annotations

from pathlib import Path

import pytest
from synthetic import write_dataset

from peacedata.dataset.dataset import Dataset, open_dataset
from peacedata.release.build import Built, build
from peacedata.release.exporters import exporters
from peacedata.release.package import ReleasePackage, prepare


@pytest.fixture(scope="session")
def synthetic_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working copy of the synthetic dataset."""
    return write_dataset(tmp_path_factory.mktemp("working") / "datapackage")


@pytest.fixture(scope="session")
def built(synthetic_copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """One build for all tests that only read it."""
    return build(open_dataset(synthetic_copy), tmp_path_factory.mktemp("release") / "build")


@pytest.fixture(scope="session")
def small_package(synthetic_copy: Path) -> ReleasePackage:
    """What exporters are given of the synthetic dataset."""
    return prepare(open_dataset(synthetic_copy))


@pytest.fixture(scope="session")
def real_package(dataset: Dataset) -> ReleasePackage:
    """What exporters are given of the dataset of this project."""
    return prepare(dataset)


@pytest.fixture(scope="session")
def real_export(real_package: ReleasePackage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset of this project in every format but the workbook, which takes long and has tests of its own."""
    folder = tmp_path_factory.mktemp("real") / "release"
    folder.mkdir()
    for exporter in exporters().values():
        if exporter.name != "xlsx":
            exporter.write(real_package, folder)
    return folder
