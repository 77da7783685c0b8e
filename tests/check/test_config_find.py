"""Where a configuration is looked for, and where it is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from peacedata.check.config.parse import config_of, read_config
from peacedata.check.config.read import find_sources

OWN, SHARED = 'ignore = ["PD116"]\n', '[tool.peacedata]\nignore = ["PD117"]\n'


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a repository's root, and a current folder outside of it that has no configuration."""
    (tmp_path / "elsewhere" / ".git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "elsewhere")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    project = tmp_path / "project"
    (project / ".git").mkdir(parents=True)
    (project / "package" / "data").mkdir(parents=True)
    (project / "package" / "data" / "events.csv").write_text("id\n")
    return project


def found(*paths: Path) -> list[str]:
    return [str(source.path) for source in find_sources(paths)]


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_nothing_is_found_where_nothing_is(elsewhere: Path) -> None:
    assert found(elsewhere / "package") == []
    assert found() == []


@pytest.mark.parametrize("start", ["package/data/events.csv", "package/data", "package", ""])
@pytest.mark.parametrize(("name", "text"), [("peacedata.toml", OWN), ("pyproject.toml", SHARED)])
def test_upwards_to_the_root_of_the_repository(elsewhere: Path, start: str, name: str, text: str) -> None:
    path = write(elsewhere / name, text)
    assert found(elsewhere / start) == [str(path)]


def test_the_nearest_one_counts(elsewhere: Path) -> None:
    write(elsewhere / "peacedata.toml", OWN)
    near = write(elsewhere / "package" / "pyproject.toml", SHARED)
    assert found(elsewhere / "package" / "data") == [str(near)]


def test_not_beyond_the_root_of_the_repository(elsewhere: Path) -> None:
    write(elsewhere.parent / "peacedata.toml", OWN)
    assert found(elsewhere / "package") == []


def test_not_beyond_home(tmp_path: Path) -> None:
    folder = tmp_path / "home" / "data"
    folder.mkdir(parents=True)
    write(tmp_path / "peacedata.toml", OWN)
    assert found(folder) == []
    path = write(tmp_path / "home" / "peacedata.toml", OWN)
    assert found(folder) == [str(path)]


def test_not_in_a_folder_where_everybody_may_leave_a_file(tmp_path: Path) -> None:
    shared = tmp_path / "everybody"
    (shared / "mine").mkdir(parents=True)
    shared.chmod(0o1777)
    write(shared / "peacedata.toml", OWN)
    assert found(shared / "mine", shared) == []


def test_a_file_from_elsewhere_follows_the_current_folder(
    elsewhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(elsewhere / "pyproject.toml", SHARED)
    monkeypatch.chdir(elsewhere / "package")
    (tmp_path / "sent").mkdir()
    sent = write(tmp_path / "sent" / "events.csv", "id\n")
    assert found(sent) == [str(path)]
    nearer = write(tmp_path / "sent" / "peacedata.toml", OWN)
    assert found(sent) == [str(nearer)]


def test_paths_with_different_configurations(elsewhere: Path) -> None:
    write(elsewhere / "peacedata.toml", OWN)
    near = write(elsewhere / "package" / "peacedata.toml", OWN)
    assert found(elsewhere / "package", near) == [str(near)]
    assert found(elsewhere / "package", elsewhere) == [str(near), str(elsewhere / "peacedata.toml")]


def test_a_pyproject_of_others_is_passed_over(elsewhere: Path) -> None:
    path = write(elsewhere / "peacedata.toml", OWN)
    for text in ("[tool.black]\n", "[tool.black", '[project]\ndependencies = ["peacedata"]\n', "\0peacedata"):
        write(elsewhere / "package" / "pyproject.toml", text)
        assert found(elsewhere / "package") == [str(path)]


def test_a_broken_pyproject_that_speaks_of_us_is_not(elsewhere: Path) -> None:
    write(elsewhere / "pyproject.toml", '[tool.peacedata]\nignore = ["PD116"\n')
    (source,) = find_sources([elsewhere])
    (problem,) = config_of(source).problems
    assert (problem.code, problem.line) == ("PD180", 3)


def test_the_own_file_wins_and_the_other_is_named(elsewhere: Path) -> None:
    write(elsewhere / "peacedata.toml", OWN)
    write(elsewhere / "pyproject.toml", SHARED)
    (source,) = find_sources([elsewhere])
    config = config_of(source)
    assert config.ignore == ("PD116",)
    (problem,) = config.problems
    assert problem.code == "PD185"
    assert "pyproject.toml" in problem.message


def test_links_are_not_followed(elsewhere: Path, tmp_path: Path) -> None:
    target = write(tmp_path / "target.toml", OWN)
    (elsewhere / "peacedata.toml").symlink_to(target)
    (source,) = find_sources([elsewhere])
    (problem,) = config_of(source).problems
    assert problem.code == "PD180"
    assert "link" in problem.message
    assert config_of(source).ignore == ()
    (elsewhere / "peacedata.toml").unlink()
    (elsewhere / "pyproject.toml").symlink_to(write(tmp_path / "shared.toml", SHARED))
    assert found(elsewhere) == []


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"\xff", "UTF-8"),
        (b"a = " + b"[" * 5000, "deep"),
        (b"# " + b"x" * (1 << 20), "larger"),
        (b"a" + b".a" * 20_000 + b" = 1", "dots"),
        (b'ignore = ["PD1', "TOML"),
        (b"ignore = 1\nignore = 2\n", "TOML"),
        (b"a = " + b"9" * 5000, "TOML"),
    ],
    ids=["latin", "deep", "large", "dots", "open", "twice", "number"],
)
def test_what_cannot_be_read_is_one_finding(tmp_path: Path, content: bytes, part: str) -> None:
    path = tmp_path / "peacedata.toml"
    path.write_bytes(content)
    (problem,) = read_config(path).problems
    assert problem.code == "PD180"
    assert part in problem.message
    assert len(problem.message) < 500


def test_devices_and_missing_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "peacedata.toml")
    for path in (tmp_path / "peacedata.toml", tmp_path / "none.toml", tmp_path):
        (problem,) = read_config(path).problems
        assert problem.code == "PD180"


def test_a_pyproject_that_is_named_must_have_the_table(tmp_path: Path) -> None:
    (problem,) = read_config(write(tmp_path / "pyproject.toml", "[tool.black]\n")).problems
    assert problem.code == "PD180"
    assert read_config(write(tmp_path / "any.toml", SHARED)).ignore == ("PD117",)
    assert read_config(write(tmp_path / "any.toml", OWN)).ignore == ("PD116",)
    assert read_config(write(tmp_path / "bom.toml", "\ufeff" + OWN)).ignore == ("PD116",)
