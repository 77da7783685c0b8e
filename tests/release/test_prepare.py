"""Preparing a release in scratch repositories: what is decided, what is refused, what is written."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from scratch import add_source, commit, edit, git, project, retitle

from peacedata.dataset.dataset import open_dataset
from peacedata.errors import InvalidDescriptor
from peacedata.release import files as files_module
from peacedata.release import prepare as prepare_module
from peacedata.release.content_hash import content_hash
from peacedata.release.diff import Bump, ChangeClass
from peacedata.release.files import write_together
from peacedata.release.last import NoLast
from peacedata.release.package import prepare as make_package
from peacedata.release.prepare import Contradiction, Plan, plan_release
from peacedata.release.releases import entries_of, read_releases, releases_schema
from peacedata.release.version import DataVersion, NoVersion, SchemaVersion, next_version

DAY = date(2026, 12, 1)


def plan(folder: Path, **options: object) -> Plan:
    return plan_release(folder / "datapackage", **{"day": DAY, **options})  # type: ignore[arg-type] # options by name


def drop_source(folder: Path) -> None:
    """Take out the second source; its claims go to the first."""
    edit(folder, "sources", lambda rows: rows.pop(1))
    edit(folder, "claims", lambda rows: [row.update(source_id="first-2024") for row in rows])
    edit(folder, "events", lambda rows: [row.update(confidence="medium") for row in rows])


def tombstone(folder: Path, **cells: str) -> None:
    usual = {"table": "sources", "record_id": "second-2024", "release": "2026.1.1", "reason": "Entered twice"}
    edit(folder, "retired", lambda rows: rows.append({**usual, "replaced_by": "first-2024", **cells}))


def test_the_first_release_has_none_before_it(tmp_path: Path) -> None:
    folder = project(tmp_path / "project")
    found = plan(folder)
    assert (str(found.entry.version), found.last, found.diff) == ("2026.1", None, None)
    written = [path.name for path in found.write()]
    assert written == ["CHANGELOG.md", "CITATION.cff", "datapackage.json", "releases.json"]
    content = json.loads((folder / "datapackage" / "releases.json").read_text("utf-8"))
    jsonschema.validate(content, releases_schema())
    [entry] = content["releases"]
    assert entry["content_hash"] == f"sha256:{content_hash(open_dataset(folder / 'datapackage'))}"
    assert (entry["version"], entry["date"], entry["rows"]["events"]) == ("2026.1", "2026-12-01", 2)
    assert plan(folder).changed == ()


@pytest.mark.parametrize(
    ("change", "version", "change_class"),
    [(retitle, "2026.1.1", "corrective"), (add_source, "2026.2", "additive")],
)
def test_the_change_decides_class_and_version(released: Path, change: object, version: str, change_class: str) -> None:
    change(released)  # type: ignore[operator] # a function on the folder
    found = plan(released)
    assert (str(found.entry.version), found.entry.change_class, found.bump) == (version, change_class, Bump.NONE)
    found.write()
    assert [str(one.version) for one in read_releases(released / "datapackage")] == ["2026.1", version]
    assert json.loads((released / "datapackage" / "datapackage.json").read_text("utf-8"))["version"] == version
    citation = (released / "CITATION.cff").read_text("utf-8")
    assert f'version: "{version}"\n' in citation
    assert 'date-released: "2026-12-01"\n' in citation


def test_a_correction_that_brings_more_is_a_release_of_its_own(released: Path) -> None:
    retitle(released)
    add_source(released)
    found = plan(released)
    assert (str(found.entry.version), found.entry.change_class) == ("2026.2", "corrective")


def test_twice_prepares_the_same_and_a_further_change_moves_it(released: Path) -> None:
    retitle(released)
    plan(released).write()
    again = plan_release(released / "datapackage")  # another day: the day that was prepared stays
    assert again.changed == ()
    assert again.entry.date == DAY
    text = (released / "CHANGELOG.md").read_text("utf-8")
    (released / "CHANGELOG.md").write_text(
        text.replace("is computed. -->\n", "is computed. -->\n\nWhy: a typo.\n", 1), "utf-8"
    )
    add_source(released)
    moved = plan(released)
    moved.write()
    assert str(moved.entry.version) == "2026.2"
    assert [str(one.version) for one in read_releases(released / "datapackage")] == ["2026.1", "2026.2"]
    text = (released / "CHANGELOG.md").read_text("utf-8")
    assert text.count("## [") == 4
    assert "2026.1.1" not in text
    assert (
        text.index("## [Unreleased]")
        < text.index("## [2026.2]")
        < text.index("Why: a typo.")
        < text.index("## [2026.1]")
    )
    assert plan(released).changed == ()


def test_the_changelog_keeps_what_people_wrote(released: Path) -> None:
    add_source(released)
    plan(released).write()
    text = (released / "CHANGELOG.md").read_text("utf-8")
    assert "## [Unreleased]\n\n### Added\n- A line about the library.\n\n## [2026.2] - 2026-12-01\n" in text
    assert "- `sources`: 1 row: `third-2026`." in text
    assert text.endswith("## [0.1.0] - 2026-01-01\n\n### Added\n- All of it.\n")


def test_nothing_changed_is_nothing_to_release(released: Path) -> None:
    found = plan(released)
    assert found.nothing
    assert found.changed == ()


def test_ids_need_a_tombstone_of_this_release(released: Path) -> None:
    drop_source(released)
    with pytest.raises(
        Contradiction, match=r"PD801 second-2024: it is gone(.|\n)*sources,second-2024,2026.1.1,REASON,"
    ):
        plan(released)
    tombstone(released, release="2026.9")
    with pytest.raises(Contradiction, match=r"gone since release 2026.9, but this release is 2026.1.1"):
        plan(released)
    edit(released, "retired", lambda rows: rows[0].update(release="2026.1.1"))
    found = plan(released)
    assert (str(found.entry.version), found.entry.change_class) == ("2026.1.1", "corrective")
    assert "- `sources`: 1 row: `second-2024`." in found.files[released / "CHANGELOG.md"].decode()


@pytest.mark.parametrize(
    ("version", "says"),
    [
        ("2026.1", "not above 2026.1"),
        ("2025.7", "not above 2026.1"),
        ("2026.1.1", "too low: the change since 2026.1 is additive, so the least version is 2026.2"),
        ("2027.1", "not of the year of its release"),
        ("2026.3.1", "would correct 2026.3"),
    ],
)
def test_versions_that_contradict_the_change_are_refused(released: Path, version: str, says: str) -> None:
    add_source(released)
    with pytest.raises(Contradiction, match=says):
        plan(released, version=version)
    assert str(plan(released, version="2026.4").entry.version) == "2026.4"


@pytest.mark.parametrize("version", ["26.1", "2026", "2026.0", "2026.01", "2026.1.0", "v2026.2", "2026.2-rc", ""])
def test_what_is_no_version_is_refused(version: str) -> None:
    with pytest.raises(NoVersion):
        DataVersion.parse(version)


def test_errors_of_the_check_are_refused(released: Path) -> None:
    edit(released, "events", lambda rows: rows[0].update(process_id="nowhere"))
    with pytest.raises(Contradiction, match=r"the check has 1 error;(.|\n)*events.csv:2: PD310"):
        plan(released)


def test_a_day_before_the_last_release_is_refused(released: Path) -> None:
    retitle(released)
    with pytest.raises(Contradiction, match="is before 2026-11-22"):
        plan(released, day=date(2026, 11, 1))


def test_the_version_of_the_schema_must_follow_its_change(released: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last release had a longer list of codes, so that this one's is breaking."""
    path = released / "datapackage" / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    fields = next(one for one in package["resources"] if one["name"] == "events")["schema"]["fields"]
    mode = next(field for field in fields if field["name"] == "mode")
    mode["constraints"]["enum"].append("telepathy")
    path.write_text(json.dumps(package), "utf-8")
    listed = released / "datapackage" / "releases.json"
    entry = json.loads(listed.read_text("utf-8"))
    entry["releases"][0]["content_hash"] = f"sha256:{content_hash(open_dataset(released / 'datapackage'))}"
    listed.write_text(json.dumps(entry), "utf-8")
    commit(released)
    git(released, "tag", "--force", "v2026.1")
    mode["constraints"]["enum"].remove("telepathy")
    path.write_text(json.dumps(package), "utf-8")
    with pytest.raises(
        Contradiction, match=r'major, so it must be 2.0.0(.|\n)*SCHEMA_VERSION = "2.0.0"(.|\n)*events.mode: code'
    ):
        plan(released)
    monkeypatch.setattr(prepare_module, "SCHEMA_VERSION", "2.0.0")
    found = plan(released)
    assert (found.bump, found.entry.change_class, str(found.entry.version)) == (Bump.MAJOR, "breaking", "2026.2")


def test_a_release_without_its_tag_is_not_guessed(released: Path) -> None:
    git(released, "tag", "--delete", "v2026.1")
    retitle(released)
    with pytest.raises(NoLast, match="git fetch --tags"):
        plan(released)
    git(released, "branch", "old")
    assert str(plan(released, since="git:old").entry.version) == "2026.1.1"


def test_a_tag_with_other_data_is_refused(released: Path) -> None:
    retitle(released)
    commit(released)
    git(released, "tag", "--force", "v2026.1")
    add_source(released)
    with pytest.raises(NoLast, match="a release never changes"):
        plan(released)


def test_a_release_that_is_out_is_not_prepared_again_from_an_older_one(released: Path) -> None:
    retitle(released)
    plan(released).write()
    commit(released, "v2026.1.1")
    add_source(released)
    with pytest.raises(NoLast, match=r"2026\.1\.1 was released after"):
        plan(released, since="git:v2026.1")


def test_all_files_are_written_or_none(released: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    retitle(released)
    found = plan(released)
    before = {path: path.read_bytes() if path.exists() else None for path in found.files}
    renamed: list[Path] = []
    replace = Path.replace

    def fail(self: Path, target: Path) -> Path:
        renamed.append(target)
        if len(renamed) == 3:
            raise OSError("no space left")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no space"):
        found.write()
    assert {path: path.read_bytes() if path.exists() else None for path in found.files} == before
    assert not list(released.rglob("*.partial"))


def test_links_are_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("there", "utf-8")
    (tmp_path / "link").symlink_to("there")
    with pytest.raises(ValueError, match="link"):
        write_together({tmp_path / "link": b"new"})
    assert (tmp_path / "there").read_text("utf-8") == "there"
    assert files_module.__doc__


def test_a_build_carries_version_class_and_day(released: Path) -> None:
    retitle(released)
    plan(released).write()
    package = make_package(open_dataset(released / "datapackage"))
    assert package.version == "2026.1.1"
    assert package.descriptor["peacedata"]["changeClass"] == "corrective"
    assert package.descriptor["created"] == "2026-12-01T00:00:00Z"
    add_source(released)  # what is not what was prepared has no class
    assert "changeClass" not in make_package(open_dataset(released / "datapackage")).descriptor["peacedata"]


def test_the_list_of_releases_is_no_part_of_the_identity(released: Path) -> None:
    with_list = content_hash(open_dataset(released / "datapackage"))
    (released / "datapackage" / "releases.json").unlink()
    assert content_hash(open_dataset(released / "datapackage")) == with_list


@pytest.mark.parametrize(
    "content",
    [
        [],
        {"releases": []},
        {"format": 1, "releases": [3]},
        {"format": 1, "releases": [{"version": "1"}]},
        {"format": 2, "releases": []},
        {"format": 1, "releases": {}},
    ],
)
def test_a_list_of_releases_that_is_none_is_said(content: object) -> None:
    with pytest.raises(InvalidDescriptor, match=r"releases\.json"):
        entries_of(content)


def test_what_others_wrote_into_an_entry_stays(released: Path) -> None:
    path = released / "datapackage" / "releases.json"
    content = json.loads(path.read_text("utf-8"))
    content["releases"][0]["withdrawn"] = {"date": "2026-11-30", "reason": "A leak"}
    path.write_text(json.dumps(content), "utf-8")
    retitle(released)
    plan(released).write()
    content = json.loads(path.read_text("utf-8"))
    jsonschema.validate(content, releases_schema())
    assert content["releases"][0]["withdrawn"]["reason"] == "A leak"


@pytest.mark.parametrize(
    ("last", "change_class", "grew", "year", "expected"),
    [
        (None, ChangeClass.ADDITIVE, True, 2026, "2026.1"),
        ("2026.1", ChangeClass.CORRECTIVE, False, 2026, "2026.1.1"),
        ("2026.1.1", ChangeClass.CORRECTIVE, False, 2027, "2026.1.2"),
        ("2026.1.1", ChangeClass.CORRECTIVE, True, 2026, "2026.2"),
        ("2026.9", ChangeClass.ADDITIVE, True, 2026, "2026.10"),
        ("2026.9.4", ChangeClass.BREAKING, False, 2027, "2027.1"),
    ],
)
def test_the_next_version(last: str | None, change_class: ChangeClass, grew: bool, year: int, expected: str) -> None:
    before = DataVersion.parse(last) if last else None
    assert str(next_version(before, change_class, date(year, 5, 1), grew=grew)) == expected


def test_versions_are_ordered_as_numbers() -> None:
    texts = ["2025.12", "2026.1", "2026.1.1", "2026.1.10", "2026.2", "2026.10"]
    assert sorted(map(DataVersion.parse, reversed(texts))) == [DataVersion.parse(text) for text in texts]
    assert [str(DataVersion.parse(text)) for text in texts] == texts
    version = SchemaVersion.parse("1.2.3")
    assert [str(version.bumped(bump)) for bump in Bump] == ["1.2.3", "1.2.4", "1.3.0", "2.0.0"]
