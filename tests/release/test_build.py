from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from synthetic import HEAD, ROWS, contents, write_dataset

import peacedata
from peacedata.dataset.dataset import open_dataset
from peacedata.errors import ForeignFolder, InvalidData, InvalidDescriptor, SelfCheckFailed
from peacedata.release import build as build_module
from peacedata.release import place
from peacedata.release.build import Built, build
from peacedata.release.exporters import exporters
from peacedata.release.package import prepare
from peacedata.release.second_opinion import ask_frictionless

BUILD = """
import os, signal, sys
{first}
from peacedata.dataset.dataset import open_dataset
from peacedata.release import build, place
{before}
build.build(open_dataset(sys.argv[1]), sys.argv[2])
"""


# Another day for whoever asks. What checks the layout of datetime's classes when it is imported comes first.
OTHER_DAY = """
import datetime, time
import pandas.io.stata, pyarrow.parquet
seconds, local, utc = time.time, time.localtime, time.gmtime
class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(seconds() + 3000 * 86400, tz)
    today = utcnow = now
datetime.datetime = pandas.io.stata.datetime = Later
time.time = lambda: seconds() + 3000 * 86400
time.localtime = lambda given=None: local(time.time() if given is None else given)
time.gmtime = lambda given=None: utc(time.time() if given is None else given)
"""


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """An earlier release, to be replaced."""
    folder = tmp_path_factory.mktemp("old")
    return build(open_dataset(write_dataset(folder / "datapackage", version="2025.9")), folder / "build")


def run(
    package: Path,
    out: Path,
    *,
    script: str = BUILD,
    first: str = "",
    before: str = "",
    environment: Mapping[str, str] | None = None,
    umask: int = -1,
) -> int:
    """Build in a process of its own; returns how it ended."""
    command = [sys.executable, "-W", "error", "-c", script.format(first=first, before=before), str(package), str(out)]
    env = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"} | dict(environment or {})
    return subprocess.run(command, env=env, umask=umask, cwd=out.parent.parent, check=False).returncode


@pytest.mark.parametrize(
    ("environment", "umask"),
    [
        ({"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1", "LC_ALL": "C", "LANG": "C"}, 0o077),
        ({"TZ": "America/St_Johns", "PYTHONHASHSEED": "4242", "LC_ALL": "tr_TR.UTF-8", "PYTHONUTF8": "0"}, 0o000),
    ],
)
def test_same_bytes_everywhere(
    synthetic_copy: Path, built: Built, tmp_path: Path, environment: Mapping[str, str], umask: int
) -> None:
    out = tmp_path / "a much deeper" / "ünusual" / "path"
    out.parent.mkdir(parents=True)
    assert run(synthetic_copy, out, first=OTHER_DAY, environment=environment, umask=umask) == 0
    found = contents(out)
    assert found == contents(built.folder)
    for exporter in exporters().values():  # every format was compared, and none is empty
        pattern = exporter.path_in("peacedata", "2026.1").split(", ")[0].replace("<table>", "events")
        assert found[pattern]


def test_a_release_built_from_a_release_is_the_same(built: Built, tmp_path: Path) -> None:
    build(open_dataset(built.folder), tmp_path / "again")
    assert contents(tmp_path / "again") == contents(built.folder)


def test_same_bytes_whatever_order_the_rows_came_in(built: Built, tmp_path: Path) -> None:
    other = write_dataset(tmp_path / "other", {name: list(reversed(rows)) for name, rows in ROWS.items()})
    build(open_dataset(other), tmp_path / "build")
    assert contents(tmp_path / "build") == contents(built.folder)


def test_the_descriptor_states_hash_bytes_rows_and_identity(built: Built) -> None:
    descriptor = json.loads((built.folder / "datapackage.json").read_text("utf-8"))
    assert descriptor["version"] == "2026.1"
    assert descriptor["licenses"] == HEAD["licenses"]
    assert descriptor["peacedata"] == {
        "schema": "1.0.0",
        "contentHash": f"sha256:{built.content_hash}",
        "library": peacedata.__version__,
    }
    assert "created" not in descriptor
    events = descriptor["resources"][1]
    assert events["bytes"] == (built.folder / "data" / "events.csv").stat().st_size
    assert (events["rowCount"], events["hash"][:7]) == (2, "sha256:")
    assert events["schema"] == json.loads((built.folder / "schemas" / "events.schema.json").read_text("utf-8"))


def test_the_time_is_the_one_given_and_never_the_clock(synthetic_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1770000000")
    assert prepare(open_dataset(synthetic_copy)).descriptor["created"] == "2026-02-02T02:40:00Z"


def test_a_time_written_in_the_descriptor_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1770000000")
    dated = write_dataset(tmp_path / "dated", created="2026-01-31T00:00:00Z")
    assert prepare(open_dataset(dated)).descriptor["created"] == "2026-01-31T00:00:00Z"


def test_the_time_given_does_not_change_the_identity(
    synthetic_copy: Path, built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert prepare(open_dataset(synthetic_copy)).content_hash == built.content_hash


@pytest.mark.parametrize("epoch", ["yesterday", "1e9", "99999999999999999999"])
def test_a_bad_time_is_refused(synthetic_copy: Path, monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(InvalidDescriptor, match="SOURCE_DATE_EPOCH"):
        prepare(open_dataset(synthetic_copy))


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ({"version": ""}, "`version`"),
        ({"version": 2026.1}, "`version`"),
        ({"version": "../2026.1"}, "`version`"),
        ({"name": "../peacedata"}, "`name`"),
        ({"licenses": []}, "`licenses`"),
    ],
)
def test_an_unfit_descriptor_is_refused(tmp_path: Path, head: Mapping[str, Any], message: str) -> None:
    with pytest.raises(InvalidDescriptor, match=message):
        prepare(open_dataset(write_dataset(tmp_path / "unfit", **head)))


@pytest.mark.parametrize(
    ("table", "change", "message"),
    [
        ("events", {"event_type": "party"}, "1 error\\ndata/events.csv, record 3, event_type: PD2"),
        ("events", {"place_id": "nowhere"}, "1 error\\ndata/events.csv, record 3, place_id: PD3"),
        ("events", {"duration_qualifier": ""}, "1 error\\ndata/events.csv, record 3, duration_qualifier: PD4"),
    ],
    ids=["cell", "reference", "rule"],
)
def test_data_with_errors_is_refused(tmp_path: Path, table: str, change: Mapping[str, str], message: str) -> None:
    spoilt = {**ROWS, table: [*ROWS[table][:-1], {**ROWS[table][-1], **change}]}
    folder = write_dataset(tmp_path / "datapackage", spoilt)
    with pytest.raises(InvalidData, match=message):
        build(open_dataset(folder), tmp_path / "build")
    assert not (tmp_path / "build").exists()


def test_a_schema_that_is_not_the_models_is_refused(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path / "drifted")
    text = (folder / "datapackage.json").read_text("utf-8")
    (folder / "datapackage.json").write_text(text.replace('"maxLength": 80', '"maxLength": 81', 1), "utf-8")
    with pytest.raises(InvalidDescriptor, match="the schema of 'processes' is not the model's"):
        prepare(open_dataset(folder))


def test_data_without_its_licence_is_refused(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path / "nobody's" / "package")
    (folder / "LICENSE-DATA").unlink()
    with pytest.raises(InvalidDescriptor, match="LICENSE-DATA"):
        prepare(open_dataset(folder))


def test_a_licence_that_is_a_link_is_refused(tmp_path: Path) -> None:
    folder = write_dataset(tmp_path / "package")
    (tmp_path / "secret").write_text("secret", "utf-8")
    (folder / "LICENSE-DATA").unlink()
    (folder / "LICENSE-DATA").symlink_to(tmp_path / "secret")
    with pytest.raises(InvalidData, match="link"):
        prepare(open_dataset(folder))


def test_an_old_build_is_replaced_as_a_whole(built: Built, old: Built, synthetic_copy: Path, tmp_path: Path) -> None:
    out = tmp_path / "build"
    shutil.copytree(old.folder, out)
    (out / "data" / "events.csv").write_bytes(b"spoilt")
    build(open_dataset(synthetic_copy), out)
    assert contents(out) == contents(built.folder)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["build"]


def test_an_old_build_is_replaced_where_folders_cannot_be_exchanged(
    built: Built, synthetic_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "_exchange", lambda one, other: False)
    for _ in range(2):
        build(open_dataset(synthetic_copy), tmp_path / "build")
    assert contents(tmp_path / "build") == contents(built.folder)
    assert [path.name for path in tmp_path.iterdir()] == ["build"]


def foreign_file(out: Path, built: Built) -> None:
    out.write_text("mine", "utf-8")


def foreign_folder(out: Path, built: Built) -> None:
    out.mkdir()
    (out / "thesis.txt").write_text("mine", "utf-8")


def forged_sums(out: Path, built: Built) -> None:
    foreign_folder(out, built)
    (out / "SHA256SUMS").write_text("", "utf-8")


def unreadable_sums(out: Path, built: Built) -> None:
    foreign_folder(out, built)
    (out / "SHA256SUMS").write_bytes(b"\xff")


def link_to_a_build(out: Path, built: Built) -> None:
    out.symlink_to(built.folder)


def build_with_a_note(out: Path, built: Built) -> None:
    shutil.copytree(built.folder, out)
    (out / "data" / "note.txt").write_text("mine", "utf-8")


def build_with_a_link(out: Path, built: Built) -> None:
    shutil.copytree(built.folder, out)
    (out / "link").symlink_to(out)


@pytest.mark.parametrize(
    "make",
    [foreign_file, foreign_folder, forged_sums, unreadable_sums, link_to_a_build, build_with_a_note, build_with_a_link],
    ids=lambda make: make.__name__,
)
def test_what_no_build_has_made_is_left_alone(
    built: Built, tmp_path: Path, make: Callable[[Path, Built], None]
) -> None:
    out = tmp_path / "out"
    make(out, built)
    before = contents(tmp_path)
    with pytest.raises(ForeignFolder):
        build(open_dataset(built.folder), out)
    assert contents(tmp_path) == before


def test_an_empty_folder_is_filled(built: Built, tmp_path: Path) -> None:
    build(open_dataset(built.folder), tmp_path)
    assert contents(tmp_path) == contents(built.folder)


KILL = "os.kill(os.getpid(), signal.SIGKILL)"
# What a build does once the new folder is written, without the time that the writing takes.
PLACE = """
import os, shutil, signal, sys
from pathlib import Path
from peacedata.release import place
{before}
with place.staged(Path(sys.argv[2])) as folder:
    shutil.copytree(sys.argv[1], folder, dirs_exist_ok=True)
"""


@pytest.mark.parametrize(
    "before",
    [f"build._seal = lambda folder: {KILL}", f"build._prove = lambda package, folder: {KILL}"],
    ids=["before sums", "before proof"],
)
def test_a_kill_while_writing_leaves_the_old_build(built: Built, old: Built, tmp_path: Path, before: str) -> None:
    out = Path(shutil.copytree(old.folder, tmp_path / "build"))
    assert run(built.folder, out, before=before) == -9
    assert contents(out) == contents(old.folder)


@pytest.mark.parametrize(
    "before",
    [
        f"place._exchange = lambda one, other: {KILL}",
        f"real = place._exchange\nplace._exchange = lambda one, other: (real(one, other), {KILL})",
        f"place.shutil.rmtree = lambda *given, **options: {KILL}",
    ],
    ids=["before exchange", "after exchange", "before clearing"],
)
def test_a_kill_while_placing_leaves_one_whole_build(built: Built, old: Built, tmp_path: Path, before: str) -> None:
    out = Path(shutil.copytree(old.folder, tmp_path / "build"))
    assert run(built.folder, out, script=PLACE, before=before) == -9
    assert contents(out) in (contents(old.folder), contents(built.folder))
    assert run(built.folder, out, script=PLACE) == 0
    assert contents(out) == contents(built.folder)


def test_a_kill_between_two_renames_is_undone_by_the_next_build(built: Built, old: Built, tmp_path: Path) -> None:
    out = Path(shutil.copytree(old.folder, tmp_path / "build"))
    kill = f"place.Path.rename = lambda *given: (os.rename(*given), {KILL})"
    assert run(built.folder, out, script=PLACE, before=f"place._exchange = lambda one, other: False\n{kill}") == -9
    assert not out.exists()
    place._recover(out)
    assert contents(out) == contents(old.folder)


def test_nothing_is_put_in_place_if_the_last_check_fails(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(package: object, folder: Path) -> None:
        raise SelfCheckFailed("no")

    monkeypatch.setattr(build_module, "ask_frictionless", fail)
    with pytest.raises(SelfCheckFailed):
        build(open_dataset(built.folder), tmp_path / "build")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("data/events.csv", b"talks", b"tolks"),
        ("data/places.csv", b"41.01", b"91.01"),
        ("datapackage.json", b'"bytes": 43,', b'"bytes": 44,'),
    ],
)
def test_frictionless_is_asked_in_earnest(
    built: Built, synthetic_copy: Path, tmp_path: Path, file: str, old: bytes, new: bytes
) -> None:
    for path, data in contents(built.folder).items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(data.replace(old, new, 1) if path == file else data)
    assert contents(tmp_path) != contents(built.folder)
    with pytest.raises(SelfCheckFailed, match="frictionless"):
        ask_frictionless(prepare(open_dataset(synthetic_copy)), tmp_path)
