"""Small builds, keys and readers for the tests of publishing."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tuf.api.exceptions import DownloadHTTPError
from tuf.ngclient import FetcherInterface, Updater, UpdaterConfig

from peacedata.channel.ceremony import new_keys
from peacedata.channel.folder import Release, read_build
from peacedata.channel.init import init
from peacedata.channel.keys import ONE_EACH, Keyring, Plan
from peacedata.channel.publisher import Publisher
from peacedata.channel.secret import Passphrases
from peacedata.channel.stores.protocol import Content, Store
from peacedata.release.content_hash import hash_of_files

PASSPHRASE = b"correct horse battery staple"
HERE = Path(__file__).resolve().parent

# How often publishing is killed. `make soak` sets it to 200; then every point of every work is tried, on a gateway too.
ROUNDS = int(os.environ.get("PEACEDATA_KILLS", "10"))
SOAK = ROUNDS > 10


def write_build(folder: Path, version: str, note: str = "", extra: int = 2, size: int = 40) -> Path:
    """A build as small as one can be: one table, its schema, descriptor and sums, and a few other files."""
    table = f"event_id,note\n1,{version} {note}\n".encode()
    schema = {"fields": [{"name": "event_id", "type": "string"}, {"name": "note", "type": "string"}]}
    files = {"data/events.csv": table, "schemas/events.schema.json": json.dumps(schema).encode()}
    files |= {f"more/file-{n}.bin": f"{version} {n} ".encode() * size for n in range(extra)}
    descriptor = {
        "version": version,
        "created": "2026-11-22T00:00:00Z",
        "peacedata": {"schema": "1.0.0", "contentHash": f"sha256:{hash_of_files(files)}", "changeClass": "additive"},
        "resources": [
            {
                "name": "events",
                "path": "data/events.csv",
                "hash": f"sha256:{hashlib.sha256(table).hexdigest()}",
                "bytes": len(table),
                "rowCount": 1,
                "schema": schema,
            }
        ],
    }
    files["datapackage.json"] = json.dumps(descriptor).encode()
    sums = sorted(f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in files.items())
    files["SHA256SUMS"] = "".join(sums).encode()
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def make_keys(folder: Path, plan: Plan = ONE_EACH, **days: int) -> Path:
    """The keys of a channel."""
    from peacedata.channel.layout import EXPIRY_DAYS

    new_keys(folder, PASSPHRASE, plan=plan, days={**EXPIRY_DAYS, **days})
    return folder


def keyring(*folders: Path) -> Keyring:
    """The keys in some folders, opened with the passphrase of these tests."""
    passphrases = Passphrases()
    passphrases._known.append(PASSPHRASE)
    return Keyring(folders, passphrases)


def publisher(store: Store, *keys: Path, **options: bool) -> Publisher:
    """Who may change a channel in these tests."""
    return Publisher(store, keyring(*keys), **options)  # type: ignore[arg-type]


def make_channel(store: Store, keys: Path) -> Store:
    """An empty channel."""
    assert init(publisher(store, keys))
    return store


def release(tmp_path: Path, version: str, **how: object) -> Release:
    """A build that was read."""
    folder = tmp_path / f"build-{version}-{os.urandom(4).hex()}"
    return read_build(write_build(folder, version, **how))  # type: ignore[arg-type]


class StoreFetcher(FetcherInterface):
    """Gives an independent client the files of a store, as a web server would."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def _fetch(self, url: str) -> Iterator[bytes]:
        blob = self._store.read(url.removeprefix("http://store/"), 1 << 28)
        if blob is None:
            raise DownloadHTTPError(f"{url} is missing", 404)
        return iter([blob.data])


def updater(store: Store, cache: Path, root: bytes) -> Updater:
    """A client of python-tuf's that knows nothing of this project."""
    (cache / "files").mkdir(parents=True, exist_ok=True)
    return Updater(
        str(cache),
        "http://store/metadata/",
        str(cache / "files"),
        "http://store/targets/",
        fetcher=StoreFetcher(store),
        config=UpdaterConfig(),
        bootstrap=root,
    )


def fetched(store: Store, cache: Path, root: bytes) -> dict[str, dict[str, bytes]]:
    """Every release of a channel with all its files, as an independent client sees them after a refresh."""
    client = updater(store, cache, root)
    client.refresh()
    return {entry["version"]: one_release(client, entry["version"]) for entry in listed(client)}


def listed(client: Updater) -> list[dict[str, object]]:
    """What the index says to an independent client."""
    info = client.get_targetinfo("releases.json")
    assert info is not None
    entries: list[dict[str, object]] = json.loads(Path(client.download_target(info)).read_bytes())["releases"]
    return entries


def one_release(client: Updater, version: str) -> dict[str, bytes]:
    """Every file of a release."""
    sums = _target(client, f"{version}/SHA256SUMS").decode().splitlines()
    return {"SHA256SUMS": _target(client, f"{version}/SHA256SUMS")} | {
        line[66:]: _target(client, f"{version}/{line[66:]}") for line in sums
    }


def _target(client: Updater, name: str) -> bytes:
    info = client.get_targetinfo(name)
    assert info is not None, name
    return Path(client.download_target(info)).read_bytes()


def expected(release: Release) -> dict[str, bytes]:
    """The files of a build."""
    found = {}
    for path, content in release.files.items():
        with content.open() as file:
            found[path] = file.read()
    return found


def everything(store: Store) -> dict[str, bytes]:
    """Every file of a store with its bytes."""
    found = {}
    for path, _ in store.names(""):
        with store.open(path) as file:
            found[path] = file.read()
    return found


class Counting:
    """A store that counts what is asked of it, and calls somebody before each operation."""

    def __init__(self, store: Store, before: Callable[[str, str], None] = lambda name, path: None) -> None:
        self._store, self._before = store, before
        self.name = store.name
        self.asked: list[tuple[str, str]] = []
        self.written = self.read_bytes = 0

    def __getattr__(self, name: str) -> object:
        found = getattr(self._store, name)
        if name not in {"read", "open", "create", "replace", "names", "remove"}:
            return found

        def ask(path: str, *rest: object) -> object:
            self._before(name, path)
            self.asked.append((name, path))
            answer = found(path, *rest)
            if rest and isinstance(rest[0], Content):
                self.written += rest[0].size
            elif name == "replace":
                self.written += len(rest[0])  # type: ignore[arg-type]
            elif name == "read" and answer is not None:
                self.read_bytes += len(answer.data)
            return answer

        return ask


@contextmanager
def moto() -> Iterator[str]:
    """A server that speaks the protocol of S3, with the bucket ``channels``; its address is in the environment."""
    process = subprocess.Popen(
        [sys.executable, str(HERE / "publish_moto.py")], stdout=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


@contextmanager
def s3_environment(endpoint: str) -> Iterator[None]:
    """Credentials and an address that boto3 takes from the environment."""
    wanted = {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": os.environ.get("PEACEDATA_TEST_S3_KEY", "testing"),
        "AWS_SECRET_ACCESS_KEY": os.environ.get("PEACEDATA_TEST_S3_SECRET", "testing"),
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def make_bucket(name: str) -> None:
    """A bucket at the service that the environment names."""
    import boto3

    boto3.client("s3").create_bucket(Bucket=name)
