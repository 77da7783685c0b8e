from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from scratch import CHANGELOG, commit, project
from synthetic import write_dataset

from peacedata.dataset.dataset import Dataset, open_dataset
from peacedata.release.build import Built, build
from peacedata.release.exporters import exporters
from peacedata.release.package import ReleasePackage, prepare
from peacedata.release.prepare import plan_release


@pytest.fixture(scope="session")
def synthetic_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working copy of the synthetic dataset."""
    return write_dataset(tmp_path_factory.mktemp("working") / "datapackage")


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], str]) -> tuple[Path, str]:
    """A folder for all processes of pytest-xdist, which the first one makes; also what it said of the folder."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder, said = base / name / "folder", base / name / "said"
    folder.parent.mkdir(exist_ok=True)
    with (base / name / "lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if not said.exists():
            shutil.rmtree(folder, ignore_errors=True)
            text = make(folder)
            said.write_text(text, "utf-8")
    return folder, said.read_text("utf-8")


@pytest.fixture(scope="session")
def built(synthetic_copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """One build for all tests that only read it."""

    def make(folder: Path) -> str:
        found = build(open_dataset(synthetic_copy), folder)
        return json.dumps([found.version, found.content_hash, found.files, found.rows])

    folder, said = once(tmp_path_factory, "built", make)
    return Built(folder, *json.loads(said))


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

    def make(folder: Path) -> str:
        folder.mkdir()
        for exporter in exporters().values():
            if exporter.name != "xlsx":
                exporter.write(real_package, folder)
        return real_package.content_hash

    folder, content_hash = once(tmp_path_factory, "real-export", make)
    assert content_hash == real_package.content_hash
    return folder


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with one release, prepared, committed and tagged."""
    folder = project(tmp_path_factory.mktemp("template") / "project")
    (folder / "CHANGELOG.md").write_text(CHANGELOG, "utf-8")
    plan_release(folder / "datapackage", day=date(2026, 11, 22)).write()
    commit(folder, "v2026.1")
    return folder


@pytest.fixture
def released(template: Path, tmp_path: Path) -> Path:
    """A copy of the repository, to be changed."""
    return shutil.copytree(template, tmp_path / "project")
