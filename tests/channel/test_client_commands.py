"""``peacedata fetch``, ``versions`` and ``lock``, as a user types them."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from client_repository import Repository, files_of
from client_server import Server, answer_with, serving

from peacedata.channel.client_address import parse_address
from peacedata.channel.client_index import Index as Light
from peacedata.channel.index import Index as Full
from peacedata.channel.lockfile import read_lock
from peacedata.cli import channel_options, commands
from peacedata.errors import ChannelError, InvalidData, PeacedataError, Untrusted


class Shell:
    """A folder to work in, a channel, and a cache of its own."""

    def __init__(self, folder: Path, repository: Repository, server: Server) -> None:
        self.folder, self.repository, self.server = folder, repository, server
        self.root = str(folder / "root.json")

    def run(self, *arguments: str, root: bool = True) -> Result:
        more = ("--root", self.root) if root and arguments[0] in ("fetch", "versions", "lock") else ()
        return CliRunner().invoke(commands, [*arguments, *more])

    def ok(self, *arguments: str, root: bool = True) -> str:
        result = self.run(*arguments, root=root)
        assert result.exit_code == 0, result.output
        return result.output

    def fails(self, *arguments: str, root: bool = True) -> str:
        """What an error says that the program ends with exit code 1."""
        result = self.run(*arguments, root=root)
        assert isinstance(result.exception, PeacedataError), result.output
        return str(result.exception)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    repository = Repository(tmp_path_factory.mktemp("model") / "channel")
    repository.publish("2026.1")
    repository.publish("2026.2")
    return repository


@pytest.fixture
def shell(tmp_path: Path, model: Repository, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    repository = model.copy(tmp_path / "channel")
    (tmp_path / "root.json").write_bytes(repository.first_root)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("PEACEDATA_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("PEACEDATA_OFFLINE", raising=False)
    with serving(repository.folder) as server:
        monkeypatch.setenv("PEACEDATA_CHANNEL", server.address)
        yield Shell(tmp_path, repository, server)


def found(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_fetch_the_latest_and_a_named_one(shell: Shell) -> None:
    output = shell.ok("fetch")
    assert "Release 2026.2 in peacedata-2026.2: 8 of 8 files" in output
    assert "Verified: signed by the channel's keys (root 1, targets 3" in output
    assert found(Path("peacedata-2026.2")) == files_of("2026.2")
    shell.ok("fetch", "2026.1", "--out", "deep/er", root=False)  # the root is remembered
    assert found(Path("deep/er")) == files_of("2026.1")
    assert sorted(path.name for path in Path().iterdir()) == ["deep", "peacedata-2026.2"]
    assert (Path("deep/er/data/events.csv").stat().st_mode & 0o200) != 0  # the user's own files, not the cache's


def test_fetch_from_a_folder(shell: Shell) -> None:
    assert "Release 2026.2" in shell.ok("fetch", "--from", str(shell.repository.folder))
    assert found(Path("peacedata-2026.2")) == files_of("2026.2")
    assert "no folder" in shell.fails("fetch", "--from", "nowhere")


def test_some_files(shell: Shell) -> None:
    shell.ok("fetch", "2026.1", "--table", "events", "--format", "csv", "--out", "some")
    assert set(found(Path("some"))) == {"SHA256SUMS", "data/events.csv"}
    asked = [path for path in shell.server.asked if "/2026.1/" in path]
    assert len(asked) == 1  # nothing else was fetched
    shell.ok("fetch", "2026.1", "--table", "actors", "--out", "some")
    assert set(found(Path("some"))) == {
        "SHA256SUMS",
        "data/events.csv",
        "data/actors.csv",
        "schemas/actors.schema.json",
    }
    shell.ok("fetch", "2026.1", "--format", "sqlite", "--format", "PARQUET", "--out", "two")
    assert set(found(Path("two"))) == {"SHA256SUMS", "peacedata.sqlite", "parquet/events.parquet"}
    shell.ok("fetch", "2026.2", "--format", "sqlite", "--out", "some")  # another release replaces it
    assert found(Path("some")) == {name: files_of("2026.2")[name] for name in ("SHA256SUMS", "peacedata.sqlite")}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--table", "event"), "did you mean 'events'?"),
        (("--format", "parket"), "did you mean 'parquet'?"),
        (("--table", "events", "--format", "sqlite"), "holds all tables at once"),
        (("--table", "actors", "--format", "parquet"), "has no file for actors in parquet"),
    ],
)
def test_what_a_release_has_not(shell: Shell, arguments: tuple[str, ...], said: str) -> None:
    assert said in shell.fails("fetch", "2026.1", *arguments)
    assert list(Path().iterdir()) == []


def test_nothing_is_written_where_something_else_is(shell: Shell) -> None:
    Path("mine").mkdir()
    Path("mine/thesis.txt").write_text("years")
    Path("file").write_text("x")
    for out in ("mine", "file"):
        result = shell.run("fetch", "--out", out)
        assert result.exit_code == 2
        assert "another --out" in result.output
    shell.ok("fetch", "--out", "here")
    Path("here/data/events.csv").write_text("my notes")
    result = shell.run("fetch", "2026.1", "--out", "here")
    assert result.exit_code == 2
    assert "was changed" in result.output
    assert Path("here/data/events.csv").read_text() == "my notes"
    assert Path("mine/thesis.txt").read_text() == "years"


def test_all_or_nothing(shell: Shell) -> None:
    shell.ok("fetch", "2026.1", "--out", "here")
    before = found(Path("here"))
    shell.server.answers["peacedata.sqlite"] = answer_with(b"SQLite 2026.x")
    assert "digest" in shell.fails("fetch", "2026.2", "--out", "here")
    assert "digest" in shell.fails("fetch", "2026.2", "--out", "there")
    assert found(Path("here")) == before
    assert [path.name for path in Path().iterdir()] == ["here"]


def test_the_channel_is_gone_and_the_cache_is_not(shell: Shell) -> None:
    shell.ok("fetch", "2026.1")
    shell.server.answers["/"] = lambda handler, _: setattr(handler, "close_connection", True)  # no answer
    output = shell.ok("fetch", "2026.1", "--out", "again")
    assert "verified on" in output
    assert "not asked again" in output
    assert found(Path("again")) == files_of("2026.1")
    assert "2026.2" in shell.ok("versions")
    assert "try again" in shell.fails("fetch", "2026.2", "--out", "new")
    assert "offline" in shell.fails("fetch", "2026.2", "--offline")
    assert "offline" in shell.fails("fetch", "--offline")


def test_versions(shell: Shell) -> None:
    shell.repository.releases["2026.2"]["withdrawn"] = {"date": "2026-02-02", "reason": "Two \x1b[31mdates\nwere wrong"}
    shell.repository.releases["2026.1"] |= {"change_class": "additive"}
    shell.repository.publish("2026.10")
    shell.ok("fetch", "2026.1", "--format", "csv")
    shell.ok("fetch", "2026.2")
    lines = shell.ok("versions").splitlines()
    assert [line.split() for line in lines[:2]] == [
        ["version", "date", "schema", "change", "cached"],
        ["2026.1", "2026-01-31", "1.0.0", "additive", "part"],
    ]
    assert lines[2].split()[:5] == ["2026.2", "2026-01-31", "1.0.0", "-", "yes"]
    assert lines[2].endswith(r"withdrawn 2026-02-02: Two \x1b[31mdates\nwere wrong")
    assert lines[3].split() == ["2026.10", "2026-01-31", "1.0.0", "-", "no", "latest"]
    listed = json.loads(shell.ok("versions", "--format", "json"))
    assert [release["version"] for release in listed] == ["2026.1", "2026.2", "2026.10"]
    assert "offline" in shell.ok("versions", "--offline")
    withdrawn = shell.run("fetch", "2026.2", "--out", "w")
    assert withdrawn.exit_code == 0
    assert "warning: release 2026.2 was withdrawn on 2026-02-02" in withdrawn.output


def test_an_empty_channel(shell: Shell, tmp_path: Path) -> None:
    empty = Repository(tmp_path / "empty")
    root = tmp_path / "empty-root.json"
    root.write_bytes(empty.first_root)
    arguments = ("--from", str(empty.folder), "--root", str(root))
    assert "no release yet" in shell.ok("versions", *arguments, root=False)
    assert "no release yet" in shell.fails("fetch", *arguments, root=False)


def test_lock(shell: Shell) -> None:
    assert "2 files" in shell.ok("lock", "2026.1", "--format", "csv")
    lock = read_lock(Path("peacedata.lock"))
    assert (lock.version, set(lock.files)) == ("2026.1", {"data/events.csv", "data/actors.csv"})
    assert not any("/2026.1/" in path for path in shell.server.asked)  # nothing is fetched for it
    for channel in ([], ["--from", str(shell.repository.folder)]):
        shutil.rmtree(shell.folder / "cache")
        shell.server.asked.clear()
        output = shell.ok("fetch", "--locked", "--out", "locked", *channel, root=False)
        assert "every file has the digest that the lock file states" in output
        assert not any("metadata" in path for path in shell.server.asked)
        assert set(found(Path("locked"))) == {"SHA256SUMS", "data/events.csv", "data/actors.csv"}
    shell.ok("fetch", "--locked", "--offline", "--out", "again", root=False)
    shell.ok("fetch", "--locked", "--table", "actors", "--out", "one", root=False)
    assert set(found(Path("one"))) == {"SHA256SUMS", "data/actors.csv"}
    assert "no table" in shell.fails("fetch", "--locked", "--table", "places", root=False)
    result = shell.run("fetch", "2026.2", "--locked", root=False)
    assert result.exit_code == 2
    assert "locks release 2026.1" in result.output
    assert shell.ok("lock", "latest", "--out", "other.lock")
    assert read_lock(Path("other.lock")).version == "2026.2"


def test_locked_files_that_changed(shell: Shell) -> None:
    shell.ok("lock", "2026.1")
    shell.server.answers["events.csv"] = answer_with(files_of("2026.2")["data/events.csv"])
    assert "digest" in shell.fails("fetch", "--locked", root=False)
    shell.server.answers["events.csv"] = answer_with(b"x" * 10_000)
    assert "more than" in shell.fails("fetch", "--locked", root=False)
    assert sorted(path.name for path in Path().iterdir()) == ["peacedata.lock"]


def test_locked_from_plain_names_only(shell: Shell) -> None:
    shell.ok("lock", "2026.1")
    shutil.rmtree(shell.repository.folder / "targets")
    shutil.rmtree(shell.repository.folder / "metadata")
    shell.ok("fetch", "--locked", "--out", "here", root=False)
    assert found(Path("here")) == files_of("2026.1")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"format": 2}',
        '{"format": 1, "channel": "x", "version": "../x", "content_hash": "y", "files": {}}',
        '{"format": 1, "channel": "x", "version": "2026.1", "content_hash": "y", "files": {"../x": {}}}',
        '{"format": 1, "format": 1}',
        '{"format": 1, "channel": "x", "version": "2026.1", "content_hash": "y", "files": {"a": {"sha256": "x"}}}',
        "[" * 100_000,
    ],
)
def test_lock_files_that_are_none(shell: Shell, text: str) -> None:
    Path("peacedata.lock").write_text(text)
    assert "is not a lock file" in shell.fails("fetch", "--locked", root=False)


def test_no_lock_file(shell: Shell) -> None:
    result = shell.run("fetch", "--locked", root=False)
    assert result.exit_code == 2
    assert "peacedata lock VERSION" in result.output


def test_no_channel(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PEACEDATA_CHANNEL")
    for verb in (["fetch"], ["versions"], ["lock", "2026.1"]):
        result = shell.run(*verb, root=False)
        assert result.exit_code == 2
        assert "knows no channel yet" in result.output
        assert "--from" in result.output


def test_cache_that_cannot_be_written(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("file").write_text("x")
    monkeypatch.setenv("PEACEDATA_CACHE", str(Path("file/cache").absolute()))
    assert "PEACEDATA_CACHE" in shell.fails("fetch")


def test_where_the_cache_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from peacedata.channel.cache import default_cache

    monkeypatch.setenv("PEACEDATA_CACHE", str(tmp_path / "own"))
    assert default_cache() == tmp_path / "own"
    monkeypatch.setenv("PEACEDATA_CACHE", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert default_cache() == tmp_path / "xdg" / "peacedata"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")  # the specification says to ignore it
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_cache() == tmp_path / ".cache" / "peacedata"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://example.org/data", "https://example.org/data/"),
        ("HTTPS://Example.ORG:443/data///", "https://example.org/data/"),
        ("http://example.org:80", "http://example.org/"),
        ("http://127.0.0.1:8000/x/", "http://127.0.0.1:8000/x/"),
        ("http://[::1]:8000", "http://[::1]:8000/"),
    ],
)
def test_addresses(text: str, address: str) -> None:
    assert parse_address(text).text == address


@pytest.mark.parametrize(
    "text",
    [
        "ftp://example.org/",
        "file:///etc",
        "s3://bucket/x",
        "https://user:secret@example.org/",
        "https://example.org/?x=1",
        "https://example.org/#x",
        "https:///x",
        "https://exa mple.org/",
        "https://example.org/\n",
        "https://ex\u0430mple.org/",
        "http://[::1",
        "http://example.org:99999/",
        "",
        "a\0b",
    ],
)
def test_addresses_that_are_none(text: str) -> None:
    with pytest.raises(Untrusted) as refused:
        parse_address(text)
    assert "secret" not in str(refused.value)


def test_folders_are_one_address_however_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "link").symlink_to("a")
    monkeypatch.chdir(tmp_path)
    assert len({parse_address(text).key for text in ("a", "./a/", "link", str(tmp_path / "a"))}) == 1


INDEXES = [
    b'{"format": 1, "releases": []}',
    b'{"format": 1, "releases": [{"version": "2026.10", "content_hash": "sha256:%064d"},'
    b' {"version": "2026.9", "content_hash": "sha256:%064d", "date": "2026-01-01", "more": {"a": 1},'
    b' "withdrawn": {"date": "2026-01-02", "reason": "x", "replaced_by": "2026.10", "by": "y"}}]}' % (0, 1),
]
NO_INDEXES = [
    b"",
    b"[]",
    b"null",
    b"[" * 100_000,
    b'{"format": 2, "releases": []}',
    b'{"format": "1", "releases": []}',
    b'{"format": 1}',
    b'{"format": 1, "releases": {}}',
    b'{"format": 1, "releases": [1]}',
    b'{"format": 1, "releases": [{"version": "2026.1"}]}',
    b'{"format": 1, "releases": [{"version": "../x", "content_hash": "sha256:%064d"}]}' % 0,
    b'{"format": 1, "releases": [{"version": "2026.1", "content_hash": "sha256:x"}]}',
    b'{"format": 1, "releases": [{"version": "2026.1", "content_hash": "sha256:%064d", "date": "soon"}]}' % 0,
    b'{"format": 1, "releases": [{"version": "2026.1", "content_hash": "sha256:%064d", "withdrawn": {}}]}' % 0,
    b'{"format": 1, "releases": [{"version": "2026.1", "content_hash": "sha256:%064d", "schema_version": 1}]}' % 0,
    b'{"format": 1, "releases": ['
    b'{"version": "2026.1", "content_hash": "sha256:%064d"}, {"version": "2026.1", "content_hash": "sha256:%064d"}]}'
    % (0, 1),
    b'{"format": 1, "releases": []}' + b" " * 5_000_000,
]


@pytest.mark.parametrize("data", INDEXES)
def test_the_client_reads_the_index_as_the_publisher_does(data: bytes) -> None:
    light, full = Light.parse(data), Full.parse(data)
    assert [entry.version for entry in light.entries] == [entry.version for entry in full.entries]
    for one, other in zip(light.entries, full.entries, strict=True):
        for name in ("version", "content_hash", "schema_version", "date", "change_class"):
            assert getattr(one, name) == getattr(other, name)
        for name in ("date", "reason", "replaced_by"):
            assert getattr(one.withdrawn, name, None) == getattr(other.withdrawn, name, None)
    assert getattr(light.latest(), "version", None) == getattr(full.latest(), "version", None)


@pytest.mark.parametrize("data", NO_INDEXES, ids=range(len(NO_INDEXES)))
def test_the_client_refuses_the_indexes_that_the_publisher_does(data: bytes) -> None:
    for reader in (Light, Full):
        with pytest.raises(InvalidData):
            reader.parse(data)


def test_clouds_are_importable_again() -> None:
    channel_options.without_clouds()
    import boto3

    assert boto3.__version__


def test_every_error_of_a_channel_says_what_to_do(shell: Shell) -> None:
    """A message that ends after the bad news helps nobody."""
    said = [
        shell.fails("fetch", "2026.9"),
        shell.fails("fetch", "x"),
        shell.fails("fetch", "--from", "nowhere"),
        shell.fails("fetch", "--from", str(shell.folder / "work"), root=False),
        shell.fails("fetch", "--offline", "2026.1"),
    ]
    for message in said:
        assert any(word in message for word in ("versions`", "expected", "check", "give", "once online")), message
    assert issubclass(Untrusted, ChannelError)
    assert os.environ["PEACEDATA_CHANNEL"] == shell.server.address
