"""What was written by hand and contradicts the release that is prepared is refused, with what to do about it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from scratch import add_source, commit, retitle

from peacedata.release.last import NoLast
from peacedata.release.prepare import Plan, plan_release
from peacedata.release.stated import Contradiction

DAY = date(2026, 12, 1)


def plan(folder: Path, version: str | None = None) -> Plan:
    return plan_release(folder / "datapackage", day=DAY, version=version)


def rewrite(path: Path, change: Callable[[Any], object]) -> None:
    content = json.loads(path.read_text("utf-8"))
    change(content)
    path.write_text(json.dumps(content), "utf-8")


def state_in_descriptor(folder: Path, version: str) -> None:
    rewrite(folder / "datapackage" / "datapackage.json", lambda content: content.update(version=version))


def state_in_citation(folder: Path, version: str) -> None:
    path = folder / "CITATION.cff"
    path.write_text(path.read_text("utf-8").replace('version: "2026.1"', f"version: {version}"), "utf-8")


@pytest.mark.parametrize("state", [state_in_descriptor, state_in_citation])
@pytest.mark.parametrize("version", ["2025.9", "2026.2", "2027.1"])
def test_another_version_is_refused(released: Path, state: Callable[[Path, str], None], version: str) -> None:
    retitle(released)
    state(released, version)
    with pytest.raises(Contradiction, match=rf"says version {version}, but this release is 2026\.1\.1: correct it"):
        plan(released)
    assert str(plan(released, version="2026.2").entry.version) == "2026.2"  # for then somebody has decided
    state(released, "2026.1.1")


@pytest.mark.parametrize("version", ["2026.1", "2026.1.1"])
def test_the_version_of_the_last_release_or_of_this_one_is_not(released: Path, version: str) -> None:
    retitle(released)
    state_in_descriptor(released, version)
    state_in_citation(released, version)
    assert str(plan(released).entry.version) == "2026.1.1"


def test_what_was_prepared_before_may_stand_there(released: Path) -> None:
    retitle(released)
    plan(released).write()
    add_source(released)
    assert str(plan(released).entry.version) == "2026.2"


@pytest.mark.parametrize("heading", ["## [2026.2] - 2026-12-01", "## [2026.1.2] - 2026-12-01", "## [2025.9]"])
def test_a_section_for_a_release_that_there_is_not_is_refused(released: Path, heading: str) -> None:
    retitle(released)
    path = released / "CHANGELOG.md"
    path.write_text(path.read_text("utf-8").replace("## [0.1.0]", f"{heading}\n\nIt is new.\n\n## [0.1.0]"), "utf-8")
    with pytest.raises(Contradiction, match=r"CHANGELOG\.md has a section \[20"):
        plan(released)


def test_a_section_that_was_begun_by_hand_is_taken(released: Path) -> None:
    retitle(released)
    path = released / "CHANGELOG.md"
    text = path.read_text("utf-8")
    path.write_text(text.replace("## [2026.1]", "## [2026.1.1]\n\nA typo.\n\n## [2026.1]", 1), "utf-8")
    written = plan(released).files[path].decode()
    assert written.count("## [2026.1.1]") == 1
    assert "A typo." in written


@pytest.mark.parametrize(
    "change",
    [
        {"date": "2026-11-21"},
        {"change_class": "breaking"},
        {"schema_version": "0.9.0"},
        {"rows": {}},
    ],
    ids=lambda change: str(next(iter(change))),
)
def test_what_is_listed_of_a_release_is_what_its_tag_lists(released: Path, change: dict[str, object]) -> None:
    retitle(released)
    path = released / "datapackage" / "releases.json"
    rewrite(path, lambda content: content["releases"][0].update(change))
    with pytest.raises(NoLast, match=r"says of 2026\.1 what it does not say under the tag v2026\.1(.|\n)*git show"):
        plan(released)


def test_a_release_that_is_taken_out_of_the_list_is_missed(released: Path) -> None:
    retitle(released)
    plan(released).write()
    commit(released, "v2026.1.1")
    add_source(released)
    rewrite(released / "datapackage" / "releases.json", lambda content: content["releases"].pop(0))
    with pytest.raises(NoLast, match=r"says of 2026\.1 what"):
        plan(released)


def test_schemas_that_are_not_the_models_are_refused(released: Path) -> None:
    """Else releases.json would list another content hash than that of what is written beside it."""
    retitle(released)

    def describe(content: Any) -> None:
        content["resources"][1]["schema"]["fields"][0]["description"] = "As the model does not say it."

    rewrite(released / "datapackage" / "datapackage.json", describe)
    with pytest.raises(Contradiction, match="run `peacedata schema`"):
        plan(released)
