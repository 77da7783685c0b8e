"""The commands by which a channel is made, published to, looked after and verified."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import publish_channel as help_
import pytest
from publish_desk import PASSPHRASE, Desk

from peacedata.channel.folder import read_build
from peacedata.channel.layout import COMMIT
from peacedata.channel.publish import publish
from peacedata.channel.stores import open_store
from peacedata.channel.stores.protocol import Content
from peacedata.channel.verify import verify
from peacedata.errors import PeacedataError


@pytest.fixture(params=["folder", "s3"])
def desk(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    if request.param == "folder":
        return Desk(tmp_path, "STORE")
    return Desk(tmp_path, f"{request.getfixturevalue('bucket')}/{tmp_path.name}")


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    with help_.moto() as endpoint, help_.s3_environment(endpoint):
        help_.make_bucket("channels")
        yield "s3://channels"


@pytest.fixture
def local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path, "STORE").with_channel()


def test_from_keys_to_a_withdrawn_release(desk: Desk) -> None:
    said = desk.run("keys new --dir KEYS --passphrase-file PW")
    assert "Next: peacedata channel init --to STORE --keys KEYS" in said
    said = desk.run("channel init --to STORE --keys KEYS --passphrase-file PW")
    assert "Made an empty channel" in said
    assert "nothing was changed" in desk.run("channel init --to STORE --keys KEYS --passphrase-file PW")
    desk.build("2026.1")
    said = desk.run("publish build --to STORE --keys KEYS --passphrase-file PW")
    assert "Published release 2026.1" in said
    assert "12 files" in said
    before = desk.everything()
    said = desk.run("publish build --to STORE --keys KEYS --passphrase-file PW")
    assert "already, with the same bytes; nothing was written" in said
    assert desk.everything() == before
    desk.build("2026.2")
    desk.run("publish build --to STORE --keys KEYS --passphrase-file PW")
    said = desk.run("channel verify STORE --root KEYS/root.json")
    assert "Verified: 2 releases, 24 files" in said
    said = desk.run("release withdraw 2026.2 --reason wrong --to STORE --keys KEYS --passphrase-file PW")
    assert "The latest release is now 2026.1" in said
    said = desk.run("release withdraw 2026.2 --reason wrong --to STORE --keys KEYS --passphrase-file PW")
    assert "nothing was changed" in said
    said = desk.run(
        "release withdraw 2026.2 --reason wrong --replaced-by 2026.1 --to STORE --keys KEYS --passphrase-file PW"
    )
    assert "2026.2      2026-11-22  sha256:" in desk.run("channel verify STORE")
    assert "withdrawn: wrong" in desk.run("channel verify STORE")
    root = Path("KEYS/root.json").read_bytes()
    assert len(help_.fetched(open_store(desk.store), desk.folder / "cache", root)) == 2  # the bytes stay
    client = help_.updater(open_store(desk.store), desk.folder / "other", root)
    marks = [entry.get("withdrawn") for entry in help_.listed(client)]
    assert marks == [None, {"date": f"{datetime.now(UTC):%Y-%m-%d}", "reason": "wrong", "replaced_by": "2026.1"}]
    assert not any(PASSPHRASE in said for said in desk.said)


def test_a_dry_run_says_what_would_be_written_and_writes_nothing(desk: Desk) -> None:
    desk.run("keys new --dir KEYS --passphrase-file PW")
    desk.run("channel init --to STORE --keys KEYS --passphrase-file PW")
    desk.build("2026.1")
    before = desk.everything()
    said = desk.run("publish build --to STORE --keys KEYS --dry-run")  # and needs no passphrase
    assert desk.everything() == before
    assert "Dry run: wrote nothing" in said
    would = {line.split()[-1] for line in said.splitlines()[:-1]}
    desk.run("publish build --to STORE --keys KEYS --passphrase-file PW")
    now = desk.everything()
    written = {path if not path.endswith(".releases.json") else "targets/<sha256>.releases.json" for path in now}
    assert would == (written - {path for path in before if not path.endswith(".releases.json")}) | {COMMIT}
    said = desk.run("publish build --to STORE --keys KEYS --dry-run")
    assert "there is nothing to write" in said


def test_a_release_never_changes(local: Desk) -> None:
    before = local.everything()
    local.build("2026.1", note="other")
    said = local.run("publish build --to STORE --keys KEYS --passphrase-file PW", PeacedataError)
    assert re.search(r"release 2026\.1 is published with other bytes: .* such as 2026\.1\.1$", said)
    said = local.run("publish build --to STORE --keys KEYS --dry-run", PeacedataError)
    assert "other bytes" in said
    assert local.everything() == before


def test_only_a_whole_build_is_published(local: Desk) -> None:
    before = local.everything()
    for spoil, said in (
        (lambda: Path("build/data/events.csv").write_text("event_id\n2\n"), "data/events.csv is changed"),
        (lambda: Path("build/extra").write_text("x"), "extra is extra"),
        (lambda: Path("build/SHA256SUMS").unlink(), "SHA256SUMS is missing"),
        (lambda: Path("build/more/link").symlink_to("/etc/passwd"), "more/link is invalid"),
    ):
        local.build("2026.2")
        spoil()
        assert said in local.run("publish build --to STORE --keys KEYS --passphrase-file PW", PeacedataError)
    local.build("2026.0")
    said = local.run("publish build --to STORE --keys KEYS --passphrase-file PW", PeacedataError)
    assert "a channel takes YYYY.N" in said
    assert local.everything() == before


def test_what_was_interrupted_is_finished(local: Desk) -> None:
    names = sorted(Path("STORE/2026.1").rglob("*.*"))
    Path("STORE/2026.1/datapackage.json").unlink()
    said = local.run("channel verify STORE")
    assert "warning: release 2026.1: 1 plain names are missing, for publishing was interrupted" in said
    assert "wrote 2026.1/datapackage.json" in local.run("channel repair --to STORE")
    Path("STORE/2026.1/more/file-0.bin").unlink()  # no interruption leaves a hole
    assert "2026.1/more/file-0.bin: it is missing; run `peacedata channel repair`" in local.run(
        "channel verify STORE", 1
    )
    said = local.run("publish build --to STORE --keys KEYS --passphrase-file PW")
    assert "was in STORE already; wrote 1 files that were missing" in said
    assert "Nothing to repair" in local.run("channel repair --to STORE --keys KEYS")
    assert sorted(Path("STORE/2026.1").rglob("*.*")) == names


def test_every_change_of_every_file_is_named(local: Desk) -> None:
    leads = [
        path for path in local.everything() if not re.search(r"metadata/1\.(targets|snapshot)|releases\.json", path)
    ]
    current = json.loads(Path("STORE", "metadata/2.targets.json").read_bytes())["signed"]["targets"]["releases.json"]
    leads.append(f"targets/{current['hashes']['sha256']}.releases.json")
    store, root = open_store("STORE"), Path("KEYS/root.json").read_bytes()
    assert verify(store, root).ok
    for name in leads:
        path = Path("STORE", name)
        data = path.read_bytes()
        for place in {0, len(data) // 2, len(data) - 1}:
            path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
            report = verify(store, root)
            assert not report.ok, (name, place)
            assert any(name in said for difference in report.differences for said in difference), (name, report)
        if name not in {"metadata/1.root.json", COMMIT}:  # what is said of these is signed, not their bytes
            path.write_bytes(data + b" ")
            assert not verify(store, root).ok, name
        path.unlink()
        if name == "metadata/1.root.json":
            with pytest.raises(PeacedataError, match="there is no channel"):
                verify(store, root)
        elif name != "2026.1/datapackage.json":  # written last, so that it may be on its way
            assert not verify(store, root).ok, name
        path.write_bytes(data)
    assert verify(store, root).ok
    assert store.create("2026.1/extra", Content.of(b"x"))
    assert verify(store, root).orphans == ["2026.1/extra"]


def test_expiry_is_told_and_mended(local: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def later(days: int) -> None:
        day = datetime.now(UTC).replace(microsecond=0) + timedelta(days=days)
        for module in ("signing", "verify", "refresh", "publisher"):
            monkeypatch.setattr(f"peacedata.channel.{module}.now", lambda: day)

    later(6)
    said = local.run("channel verify STORE")
    assert "warning: metadata/timestamp.json expires on" in said
    later(8)
    said = local.run("channel verify STORE", 1)
    assert "metadata/timestamp.json: it expired on" in said
    assert "run `peacedata channel refresh`" in said
    local.run("channel refresh --to STORE --keys KEYS")  # no passphrase: online keys only
    assert "warning" not in local.run("channel verify STORE")
    snapshots = len(list(Path("STORE/metadata").glob("*.snapshot.json")))
    later(20)
    local.run("channel refresh --to STORE --keys KEYS")
    assert len(list(Path("STORE/metadata").glob("*.snapshot.json"))) == snapshots + 1
    later(340)
    said = local.run("channel refresh --to STORE --keys KEYS")
    assert "release 2026.1 expires in less than 30 days" in said
    assert "run: peacedata channel refresh --targets --to STORE" in said
    later(370)
    said = local.run("channel refresh --to STORE --keys KEYS", 1)
    assert "targets expired on" in said


def test_a_wrong_clock_is_noticed(local: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = local.everything()
    day = datetime.now(UTC).replace(microsecond=0) - timedelta(days=400)
    for module in ("signing", "verify", "refresh", "publisher"):
        monkeypatch.setattr(f"peacedata.channel.{module}.now", lambda: day)
    said = local.run("channel refresh --to STORE --keys KEYS", PeacedataError)
    assert "this machine says that it is" in said
    assert "set the clock" in said
    assert local.everything() == before
    local.run("channel refresh --to STORE --keys KEYS --ignore-clock")
    assert local.everything() != before


def test_a_passphrase_is_asked_for_and_never_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    desk = Desk(tmp_path, "STORE")
    said = desk.run("keys new --dir KEYS", typed=f"{PASSPHRASE}\nother\n{PASSPHRASE}\n{PASSPHRASE}\n")
    assert "The two entered values do not match" in said
    desk.run("channel init --to STORE --keys KEYS", typed=f"wrong\n{PASSPHRASE}\n")
    desk.build("2026.1")
    assert "does not open" in desk.run(
        "publish build --to STORE --keys KEYS", PeacedataError, typed="wrong\nwrong\nwrong\n"
    )
    assert "no passphrase was given" in desk.run("publish build --to STORE --keys KEYS", 2, typed="")
    desk.run("publish build --to STORE --keys KEYS", typed=f"{PASSPHRASE}\n")
    assert not any(PASSPHRASE in said or "wrong" in said for said in desk.said)
    assert Path("KEYS/targets.pem").stat().st_mode & 0o777 == 0o600


def test_online_keys_with_a_passphrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    desk = Desk(tmp_path, "STORE")
    (tmp_path / "online").write_text("online\n")
    desk.run("keys new --dir KEYS --passphrase-file PW --online-passphrase-file online")
    desk.run("channel init --to STORE --keys KEYS --passphrase-file PW --passphrase-file online")
    desk.run("channel refresh --to STORE --keys KEYS --passphrase-file online")
    said = desk.run("channel refresh --to STORE --keys KEYS --passphrase-file PW", PeacedataError)
    assert "the passphrase does not open KEYS/snapshot.pem" in said  # though the timestamp alone might do today


def test_exchanging_keys_by_command(local: Desk) -> None:
    said = local.run("keys list --keys KEYS")
    keyid = re.findall(r"[0-9a-f]{64}", said)[2]
    said = local.run("keys rotate online --to STORE --keys KEYS --passphrase-file PW")
    assert "Published root version 2" in said
    said = local.run(f"keys revoke {keyid} --to STORE --keys KEYS --passphrase-file PW", PeacedataError)
    assert "is no key of this channel" in said
    keyid = re.findall(r"[0-9a-f]{64}", local.run("keys list --keys KEYS"))[1]
    said = local.run(f"keys revoke {keyid[:8]} --to STORE --keys KEYS --passphrase-file PW --new-passphrase-file PW")
    assert f"targets: {keyid[:8]} -> " in said
    assert "3 roots" in local.run("channel verify STORE --root KEYS/root.json")
    local.build("2026.2")
    local.run("publish build --to STORE --keys KEYS --passphrase-file PW")


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("publish nowhere --to STORE --keys KEYS", 2, "does not exist"),
        ("publish build --to https://example.org --keys KEYS", 2, "expected a folder, or s3://bucket"),
        ("channel init --to s3:/bucket --keys KEYS", 2, "expected a folder, or s3://bucket"),
        ("publish build --to elsewhere --keys KEYS", PeacedataError, "there is no channel in elsewhere; make one"),
        ("channel verify elsewhere", PeacedataError, "there is no channel in elsewhere"),
        ("channel verify STORE --root build/README", 2, "does not exist"),
        ("channel verify pw", PeacedataError, "pw is a file; expected a folder"),
        ("channel verify STORE --root pw", PeacedataError, "is no TUF metadata"),
        ("channel repair --to elsewhere", PeacedataError, "there is no channel"),
        ("keys new --dir KEYS --passphrase-file PW", PeacedataError, "never overwritten"),
        ("keys new --dir K2 --passphrase-file empty", PeacedataError, "is empty"),
        ("keys new --dir K2 --passphrase-file PW --root-threshold 2", 2, "there are 1 root keys"),
        ("keys rotate nobody --to STORE --keys KEYS", 2, "is not one of"),
        (
            "release withdraw 2026.3 --reason x --to STORE --keys KEYS --passphrase-file PW",
            PeacedataError,
            "no release",
        ),
    ],
)
def test_what_goes_wrong_is_said(local: Desk, command: str, code: int | type[BaseException], said: str) -> None:
    Path("empty").touch()
    before = local.everything()
    assert said in local.run(command, code)
    assert local.everything() == before
    assert not Path("elsewhere").exists()
    assert not Path("K2").exists()


def test_a_key_that_others_can_read_is_told(local: Desk) -> None:
    Path("KEYS/timestamp.pem").chmod(0o644)
    assert "chmod 600 KEYS/timestamp.pem" in local.run("channel refresh --to STORE --keys KEYS")


def test_each_file_is_read_once_more_than_verifying_reads_it(tmp_path: Path) -> None:
    keys = help_.make_keys(tmp_path / "keys")
    store = help_.make_channel(open_store(str(tmp_path / "store")), keys)
    release = read_build(help_.write_build(tmp_path / "build", "2026.1"))
    opened: list[str] = []

    def watched(path: str, content: Content) -> Content:
        def open_it() -> object:
            opened.append(path)
            return content.open()

        return Content(content.size, content.sha256, open_it)  # type: ignore[arg-type] # it gives what the other gives

    files = {path: watched(path, content) for path, content in release.files.items()}
    publish(type(release)(release.entry, files), help_.publisher(store, keys))
    assert sorted(opened) == sorted([*release.files, *release.files])  # once for each of its two names
