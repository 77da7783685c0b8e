"""Where a comparison reads from: folders, zips, lone files and git revisions, and what is refused."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from scratch import commit, edit, git, project

from peacedata.errors import InvalidData, InvalidDescriptor
from peacedata.release.build import Built
from peacedata.release.diff import compare
from peacedata.release.git import NoRevision, Revision
from peacedata.release.identity import hash_of_snapshot
from peacedata.release.source import NoSource, Reading, open_source, paired


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three commits: the dataset, one event more, and one cell changed."""
    folder = project(tmp_path_factory.mktemp("scratch"))
    git(folder, "tag", "v2026.1")
    edit(folder, "events", lambda rows: rows.append({**rows[0], "event_id": "a-new-one"}))
    commit(folder)
    edit(folder, "events", lambda rows: rows[0].update(title="Another"))
    commit(folder)
    return folder


@pytest.fixture
def here(repository: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(repository)
    return repository


def counts(old: str, new: str, table: str = "events") -> tuple[int, int, int]:
    before, after = paired(open_source(old, near=new), open_source(new, near=old))
    [found] = [one for one in compare(before, after).tables if one.name == table]
    return len(found.rows.added), len(found.rows.removed), len(found.rows.changed)


def test_revisions_by_branch_tag_and_place(here: Path) -> None:
    assert counts("git:v2026.1", "datapackage") == (1, 0, 1)
    assert counts("git:HEAD~1", "git:main") == (0, 0, 1)
    assert counts("git:main", "git:HEAD~2") == (0, 1, 1)
    assert counts("git:HEAD~1:datapackage", "datapackage/datapackage.json") == (0, 0, 1)
    assert counts("git:HEAD~2:datapackage/data/events.csv", "datapackage") == (1, 0, 1)
    assert counts("git:HEAD:./datapackage", "datapackage") == (0, 0, 0)


def test_a_revision_has_the_identity_of_its_working_copy(here: Path) -> None:
    assert hash_of_snapshot(open_source("git:main")) == hash_of_snapshot(open_source("datapackage"))


def test_a_release_and_its_zip_are_the_working_copy(built: Built, synthetic_copy: Path) -> None:
    for made in (built.folder, built.folder / f"peacedata-{built.version}.zip"):
        snapshot = open_source(str(made))
        assert hash_of_snapshot(snapshot) == built.content_hash
        assert {one.name: one.status for one in compare(open_source(str(synthetic_copy)), snapshot).changed_tables} == {
            # what a canonical form changes: a decomposed letter
            "events": "changed"
        }


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("git:", "no name of a revision"),
        ("git:--help", "no name of a revision"),
        ("git:-n1", "no name of a revision"),
        ("git:nope", "has no revision 'nope'"),
        ("git:main\0", "no name of a revision"),
        ("git:main;touch x", "has no revision"),
        ("git:main:nowhere", "nothing to compare"),
        ("git:main:LICENSE-DATA", "no datapackage.json and no CSV"),
        ("git:main:../outside", "outside the repository"),
        ("git:main:datapackage/data/nope.csv", "nothing to compare"),
        ("nowhere", "there is no 'nowhere'"),
        ("https://example.org/data.csv", "there is no"),
        ("LICENSE-DATA", "no folder, zip"),
    ],
)
def test_what_cannot_be_compared_is_said(here: Path, name: str, says: str) -> None:
    with pytest.raises((NoSource, NoRevision), match=says):
        open_source(name)
    assert not (here / "x").exists()


def test_links_in_a_revision_are_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project(tmp_path / "project")
    (tmp_path / "secret.csv").write_text("event_id\nsecret\n", "utf-8")
    (folder / "datapackage" / "data" / "events.csv").unlink()
    (folder / "datapackage" / "data" / "events.csv").symlink_to("../../../secret.csv")
    commit(folder)
    monkeypatch.chdir(folder)
    with pytest.raises(InvalidData, match="link"):
        open_source("git:main")
    with pytest.raises(InvalidData, match="link"):
        open_source("datapackage")


@pytest.mark.parametrize("path", ["../../secret.csv", "/etc/passwd", "data/../../x.csv"])
def test_paths_in_a_revision_stay_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    folder = project(tmp_path / "project")
    (folder / "secret.csv").write_text("a\n1\n", "utf-8")
    descriptor = {"name": "x", "resources": [{"name": "t", "path": path, "schema": {"fields": []}}]}
    (folder / "datapackage" / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    commit(folder)
    monkeypatch.chdir(folder)
    with pytest.raises(InvalidDescriptor, match="no safe path"):
        open_source("git:main")


def test_nothing_that_a_repository_configures_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project(tmp_path / "project")
    mark = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {mark}\ncat\n", "utf-8")
    program.chmod(0o755)
    (folder / ".gitattributes").write_text("*.csv filter=evil diff=evil\n*.json filter=evil diff=evil\n", "utf-8")
    commit(folder)
    for name in (
        "filter.evil.smudge",
        "filter.evil.process",
        "diff.evil.textconv",
        "diff.evil.command",
        "diff.external",
    ):
        git(folder, "config", name, str(program))
    for name in ("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass", "gpg.program"):
        git(folder, "config", name, str(program))
    hooks = folder / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("post-checkout", "fsmonitor-watchman", "reference-transaction", "post-index-change"):
        (hooks / name).write_bytes(program.read_bytes())
        (hooks / name).chmod(0o755)
    mark.unlink(missing_ok=True)
    monkeypatch.chdir(folder)
    for name in ("GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_SSH_COMMAND", "GIT_ASKPASS"):
        monkeypatch.setenv(name, str(program))
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    assert len(open_source("git:main").tables) == 15
    assert not mark.exists()
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()} == before


def test_a_missing_object_is_not_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project(tmp_path / "project")
    mark = tmp_path / "ran"
    entry = Revision("main", folder)._entry("datapackage/data/events.csv")
    (folder / ".git" / "objects" / entry.sha[:2] / entry.sha[2:]).unlink()
    git(folder, "config", "remote.origin.url", f"ext::touch {mark}")
    git(folder, "config", "remote.origin.promisor", "true")
    git(folder, "config", "extensions.partialClone", "origin")
    git(folder, "config", "protocol.ext.allow", "always")
    monkeypatch.chdir(folder)
    with pytest.raises(NoRevision):
        open_source("git:main")
    assert not mark.exists()


def test_outside_of_a_repository_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(tmp_path, "--version")  # skips without git
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(NoRevision, match="in no git repository"):
        open_source("git:main")


def csv_file(path: Path, text: str) -> str:
    path.write_text(text, "utf-8")
    return str(path)


def test_lone_files_have_the_key_that_is_named_or_that_of_their_schema(tmp_path: Path) -> None:
    old = csv_file(tmp_path / "old.csv", "a,b\n1,x\n2,y\n")
    new = csv_file(tmp_path / "new.csv", "a,b\n1,x\n2,z\n")
    for reading in (Reading(key=("a",)), Reading(schema={"fields": [], "primaryKey": "a"})):
        [found] = compare(*paired(open_source(old, reading), open_source(new, reading))).tables
        assert (found.name, len(found.rows.changed), found.rows.key) == ("new", 1, ("a",))
    [found] = compare(*paired(open_source(old), open_source(new))).tables
    assert (len(found.rows.added), len(found.rows.removed)) == (1, 1)
    assert "there is no key, so whole rows are compared" in found.rows.notes
    with pytest.raises(NoSource, match="has no column 'c' for the key; it has a, b"):
        open_source(old, Reading(key=("c",)))


def test_ragged_rows_and_odd_headers_are_said(tmp_path: Path) -> None:
    old = csv_file(tmp_path / "t.csv", "a,b,b,\n1,x,y,z\n2\n3,x,y,z,more\n")
    snapshot = open_source(old, Reading(key=("a",)))
    table = snapshot.tables["t"]
    assert table.columns == ("a", "b", "b (column 3)", "(column 4)", "(cell 5)")
    assert [row.cells[-1] for row in table.rows] == ["", "", "more"]
    assert table.notes == (
        "the header has 'b' twice",
        "one record has fewer cells than the header, the first is record 3",
        "one record has more cells than the header, the first is record 4",
    )
    assert compare(snapshot, snapshot).empty


@pytest.mark.parametrize("data", [b"\xff\xfea", b"a\n\x00", b'a\n"' + b"x" * 2_000_000])
def test_hostile_files_are_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "t.csv").write_bytes(data)
    with pytest.raises(InvalidData):
        open_source(str(tmp_path / "t.csv"))


def test_a_lone_file_without_its_table_is_said(tmp_path: Path, synthetic_copy: Path) -> None:
    lone = open_source(csv_file(tmp_path / "evnts.csv", "event_id\nx\n"))
    with pytest.raises(NoSource, match=r"--table: processes, events"):
        paired(open_source(str(synthetic_copy)), lone)
    _, new = paired(open_source(str(synthetic_copy)), lone, "events")
    assert new.tables["events"].key == ("event_id",)


def test_inline_data_and_other_dialects_are_read(tmp_path: Path) -> None:
    (tmp_path / "semicolons.csv").write_text("# a comment\na;b\n1;x\n", "utf-8")
    resources = [
        {"name": "objects", "data": [{"a": 1, "b": None}, {"a": 2, "b": True}]},
        {"name": "rows", "data": [["a", "b"], [1, "x"]]},
        {
            "name": "file",
            "path": "semicolons.csv",
            "dialect": {"delimiter": ";", "headerRows": [2]},
            "schema": {"fields": [{"name": "a"}, {"name": "b"}], "primaryKey": ["a"]},
        },
        {"name": "picture", "path": "picture.png", "format": "png"},
    ]
    (tmp_path / "picture.png").write_bytes(os.urandom(8))
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": resources}), "utf-8")
    snapshot = open_source(str(tmp_path))
    assert [list(row.cells) for row in snapshot.tables["objects"].rows] == [["1", ""], ["2", "true"]]
    assert [list(row.cells) for row in snapshot.tables["rows"].rows] == [["1", "x"]]
    assert [list(row.cells) for row in snapshot.tables["file"].rows] == [["1", "x"]]
    (tmp_path / "picture.png").write_bytes(os.urandom(8))
    assert compare(snapshot, open_source(str(tmp_path))).files == (("picture", "changed"),)
