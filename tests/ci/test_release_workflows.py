"""The workflows around the channel: what they may do, and their jobs run as a runner would run them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from actions_runner import Expression, Runner, load, nothing
from github_api import HOME, TOKEN, GitHub, serving
from scratch_git import git, project_copy

from peacedata.channel.ceremony import new_keys
from peacedata.channel.folder import read_build
from peacedata.channel.init import init
from peacedata.channel.keys import Keyring
from peacedata.channel.layout import COMMIT, EXPIRY_DAYS, ROLES
from peacedata.channel.publish import publish
from peacedata.channel.publisher import Draft, Publisher
from peacedata.channel.refresh import refresh
from peacedata.channel.secret import Passphrases
from peacedata.channel.stores import open_store
from peacedata.channel.stores.protocol import Content
from peacedata.release.prepare import plan_release

# Small datasets and builds, which the tests of other rooms have made.
sys.path += [str(Path(__file__).resolve().parents[1] / room) for room in ("channel", "release")]

from publish_channel import everything, make_bucket, moto, s3_environment, write_build
from synthetic import ROWS, write_dataset

NAMES = ("release.yml", "refresh.yml", "watchdog.yml")
CONFIGURED = {"release.yml": "PEACEDATA_CHANNEL", "refresh.yml": "PEACEDATA_STORE", "watchdog.yml": "PEACEDATA_CHANNEL"}
PASSPHRASE = "correct horse battery staple"  # noqa: S105 - of keys that live as long as a test

needs_tools = pytest.mark.skipif(
    shutil.which("git") is None or shutil.which("make") is None, reason="needs git and make"
)


@pytest.fixture(scope="module")
def flows(root: Path) -> dict[str, dict[str, Any]]:
    return {name: load(root / ".github" / "workflows" / name) for name in NAMES}


# --- What is written --------------------------------------------------------------------------------------------------


def test_each_job_has_the_rights_that_it_needs(flows: dict[str, dict[str, Any]]) -> None:
    reads = {"contents": "read"}
    rights = {
        ("release.yml", "build"): reads,
        ("release.yml", "attest"): {"attestations": "write", "id-token": "write"},
        ("release.yml", "publication"): reads,
        ("refresh.yml", "refresh"): reads,
        ("watchdog.yml", "look"): reads,
        ("watchdog.yml", "issue"): {"contents": "read", "issues": "write"},
    }
    rights |= {(name, "unconfigured"): {} for name in NAMES}
    found = {(name, job): about["permissions"] for name in NAMES for job, about in flows[name]["jobs"].items()}
    assert found == rights
    assert all(flows[name]["permissions"] == {} for name in NAMES)
    assert all("timeout-minutes" in job for name in NAMES for job in flows[name]["jobs"].values())
    assert all(flows[name]["concurrency"]["cancel-in-progress"] is False for name in NAMES)


def test_secrets_are_those_of_the_online_keys_in_one_environment(flows: dict[str, dict[str, Any]]) -> None:
    assert "secrets" not in json.dumps([flows["release.yml"], flows["watchdog.yml"]])
    [step] = [step for step in flows["refresh.yml"]["jobs"]["refresh"]["steps"] if "secrets" in json.dumps(step)]
    secret = {name for name, value in step["env"].items() if "secrets." in value}
    assert secret == {"SNAPSHOT_KEY", "TIMESTAMP_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
    assert flows["refresh.yml"]["jobs"]["refresh"]["environment"] == "channel"
    assert flows["release.yml"]["jobs"]["publication"]["environment"] == "publication"
    everything = json.dumps(flows).lower()
    assert not any(word in everything for word in ("root_key", "targets_key", "passphrase"))


def test_who_attests_runs_nothing_of_ours(flows: dict[str, dict[str, Any]]) -> None:
    assert all("uses" in step for step in flows["release.yml"]["jobs"]["attest"]["steps"])


def test_the_watchdog_does_not_sleep_with_the_refresh(flows: dict[str, dict[str, Any]]) -> None:
    hours = [flows[name][True]["schedule"][0]["cron"].split()[1] for name in ("refresh.yml", "watchdog.yml")]
    assert hours[0] != hours[1]
    assert flows["release.yml"][True] == {"push": {"tags": ["v*"]}}


@pytest.mark.parametrize("name", NAMES)
def test_where_there_is_no_channel_that_is_said_and_nothing_else_done(
    flows: dict[str, dict[str, Any]], name: str, tmp_path: Path, root: Path
) -> None:
    def runs(**variables: str) -> set[str]:
        context = {"vars": variables, "github": {"ref": "refs/heads/main"}}
        jobs = flows[name]["jobs"].items()
        conditions = {
            job: str(about.get("if", "success()")).removeprefix("${{").removesuffix("}}") for job, about in jobs
        }
        return {job for job, condition in conditions.items() if Expression(condition, context, True).value()}

    always = {"build", "attest"} & set(flows[name]["jobs"])
    assert runs() == {"unconfigured"} | always
    assert runs(**{CONFIGURED[name]: "x"}) == set(flows[name]["jobs"]) - {"unconfigured"}
    runner = Runner(tmp_path, tmp_path / "temp")
    runner.job(root / ".github" / "workflows" / name, "unconfigured")
    [(level, _, message)] = runner.commands
    assert runner.code == 0
    assert level == "notice"
    assert CONFIGURED[name] in message


def test_every_setting_is_documented(root: Path, flows: dict[str, dict[str, Any]]) -> None:
    page = (root / "docs" / "releasing.md").read_text("utf-8").split("## What runs on GitHub")[1]
    text = json.dumps(flows)
    for place in ("vars.", "secrets."):
        for part in text.split(place)[1:]:
            name = part[: next(at for at, char in enumerate(part) if not (char.isalnum() or char == "_"))]
            assert f"`{name}`" in page, name


def test_what_signs_is_installed_with_little_else(root: Path) -> None:
    lock = (root / ".github" / "publish.lock").read_text("utf-8")
    names = {line.partition("==")[0] for line in lock.splitlines() if "==" in line}
    assert {"boto3", "cryptography", "securesystemslib", "tuf"} <= names
    assert not {"pyspark", "pytest", "pyarrow"} & names


# --- A channel --------------------------------------------------------------------------------------------------------


class Channel:
    """A channel with one release, its keys, and a web server."""

    def __init__(self, folder: Path, built: Path, days: dict[str, int] | None = None) -> None:
        self.folder, self.place, self.keys = folder, folder / "channel", folder / "keys"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "secret").write_text(PASSPHRASE)
        new_keys(self.keys, PASSPHRASE.encode(), days={**EXPIRY_DAYS, **(days or {})})
        self.publisher = self.with_days(days or {})
        assert init(self.publisher)
        publish(read_build(built), self.publisher)

    def with_days(self, days: dict[str, int]) -> Publisher:
        ring = Keyring([self.keys], Passphrases([self.folder / "secret"]))
        return Publisher(open_store(str(self.place)), ring, {**EXPIRY_DAYS, **days})

    @property
    def root(self) -> str:
        return (self.keys / "root.json").read_text("utf-8")

    @contextmanager
    def served(self) -> Iterator[str]:
        class Quiet(SimpleHTTPRequestHandler):
            def log_message(self, *arguments: object) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(self.place)))
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Channel:
    folder = tmp_path_factory.mktemp("pristine")
    return Channel(folder / "one", write_build(folder / "build", "2026.1"))


@pytest.fixture
def channel(pristine: Channel, tmp_path: Path) -> Channel:
    """A copy, which a test may spoil."""
    copied = Channel.__new__(Channel)
    copied.folder = shutil.copytree(pristine.folder, tmp_path / "copy")
    copied.place, copied.keys = copied.folder / "channel", copied.folder / "keys"
    copied.publisher = copied.with_days({})
    return copied


def ready(runner: Runner, root: Path) -> None:
    """What install.sh would have made."""
    environment = runner.temp / "peacedata-environment" / "bin"
    environment.mkdir(parents=True)
    for name in ("python", "peacedata"):
        (environment / name).symlink_to(Path(sys.executable).parent / name)
    shutil.copytree(root / ".github", runner.workspace / ".github", ignore=shutil.ignore_patterns("__pycache__"))
    # The real one would install from a registry.
    (runner.workspace / ".github" / "scripts" / "install.sh").write_text("#!/bin/sh\n", "utf-8")


# --- Refresh ----------------------------------------------------------------------------------------------------------


def run_refresh(root: Path, channel: Channel, folder: Path, **changed: str) -> Runner:
    variables = {"PEACEDATA_STORE": str(channel.place), "PEACEDATA_ROOT": channel.root}
    secrets = {
        f"{role.upper()}_KEY": (channel.keys / f"{role}.pem").read_text("utf-8") for role in ("snapshot", "timestamp")
    }
    for name, value in changed.items():
        (secrets if name.endswith(("_KEY", "_KEY_ID")) else variables)[name] = value
    runner = Runner(
        folder / "work",
        folder / "temp",
        {},
        {"actions/checkout": nothing, "actions/setup-python": nothing},
        {"vars": variables, "secrets": secrets},
        {"TMPDIR": str(folder / "temp")},
    )
    runner.workspace.mkdir()
    ready(runner, root)
    runner.job(root / ".github" / "workflows" / "refresh.yml", "refresh")
    assert "PRIVATE" not in runner.log
    assert not list(runner.temp.glob("tmp.*"))
    return runner


def test_the_channel_is_signed_again(root: Path, channel: Channel, tmp_path: Path) -> None:
    before = channel.publisher.state()
    runner = run_refresh(root, channel, tmp_path)
    assert runner.code == 0, runner.log
    assert channel.publisher.state().timestamp.version == before.timestamp.version + 1
    assert not runner.commands


def test_a_channel_in_a_bucket_is_signed_again(root: Path, channel: Channel, tmp_path: Path) -> None:
    before = channel.publisher.state()
    with moto() as endpoint, s3_environment(endpoint):
        make_bucket("channels")
        store = open_store("s3://channels/peace")
        for path, data in everything(channel.publisher.store).items():
            assert store.create(path, Content.of(data))
        bucket = {"PEACEDATA_STORE": "s3://channels/peace", "AWS_DEFAULT_REGION": "us-east-1"}
        keys = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
        runner = run_refresh(root, channel, tmp_path, **bucket, **keys, AWS_ENDPOINT_URL=endpoint)
        assert runner.code == 0, runner.log
        there = Publisher(store, channel.publisher.ring).state()
        assert there.timestamp.version == before.timestamp.version + 1
        (tmp_path / "without").mkdir()
        runner = run_refresh(root, channel, tmp_path / "without", **bucket, AWS_ENDPOINT_URL=endpoint)
        assert runner.code == 1
        assert "Invalid endpoint" not in runner.log
        assert "redentials" in runner.log


def test_a_refresh_that_is_not_enough_fails_loudly(root: Path, channel: Channel, tmp_path: Path) -> None:
    refresh(channel.with_days({"targets": -1, "release": -1}), targets=True)
    runner = run_refresh(root, channel, tmp_path)
    assert runner.code == 1
    assert "targets expired on" in runner.log
    [(level, _, message)] = runner.commands
    assert level == "error"
    assert "An expired channel" in message


@pytest.mark.parametrize("name", ["SNAPSHOT_KEY", "TIMESTAMP_KEY"])
def test_a_refresh_without_a_key_fails(root: Path, channel: Channel, tmp_path: Path, name: str) -> None:
    before = (channel.place / COMMIT).read_bytes()
    runner = run_refresh(root, channel, tmp_path, **{name: ""})
    assert runner.code == 2
    assert f"{name} is not set" in runner.log
    assert (channel.place / COMMIT).read_bytes() == before


def test_a_refresh_with_other_keys_or_another_root_fails(root: Path, channel: Channel, tmp_path: Path) -> None:
    before = (channel.place / COMMIT).read_bytes()
    other = new_keys(tmp_path / "other", PASSPHRASE.encode())
    assert other.version == 1
    for number, changed in enumerate(
        (
            {"TIMESTAMP_KEY": (tmp_path / "other" / "timestamp.pem").read_text("utf-8")},
            {"PEACEDATA_ROOT": (tmp_path / "other" / "root.json").read_text("utf-8")},
            {"TIMESTAMP_KEY": "nonsense"},
        )
    ):
        (tmp_path / str(number)).mkdir()
        assert run_refresh(root, channel, tmp_path / str(number), **changed).code == 1
    assert (channel.place / COMMIT).read_bytes() == before


# --- Watchdog ---------------------------------------------------------------------------------------------------------


class Repository(GitHub):
    """The issues of the project."""

    def __init__(self, *issues: dict[str, Any]) -> None:
        super().__init__()
        self.issues = list(issues)
        self.sent: list[tuple[str, str, dict[str, Any]]] = []

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> Any:
        path = path.removeprefix(f"/repos/{HOME}")
        if method != "GET":
            self.sent.append((method, path, body))
            return {}
        assert (path, query["state"]) == ("/issues", ["open"])
        return self.issues if query["page"] == ["1"] else []


def one_issue(number: int = 7, login: str = "github-actions[bot]", kind: str = "Bot", **more: Any) -> dict[str, Any]:
    from_us = "<!-- peacedata: what the watchdog found -->\nThe watchdog looked"
    return {"number": number, "user": {"login": login, "type": kind}, "body": from_us, **more}


def run_look(root: Path, address: str, text: str, folder: Path) -> Runner:
    folder.mkdir(parents=True, exist_ok=True)
    variables = {"vars": {"PEACEDATA_CHANNEL": address, "PEACEDATA_ROOT": text}}
    runner = Runner(
        folder / "work", folder / "temp", {}, {"actions/checkout": nothing, "actions/setup-python": nothing}, variables
    )
    runner.workspace.mkdir()
    ready(runner, root)
    (runner.workspace / "peacedata").symlink_to(root / "peacedata")
    runner.job(root / ".github" / "workflows" / "watchdog.yml", "look")
    return runner


def run_issue(root: Path, repository: Repository, folder: Path, looked: dict[str, str], address: str) -> Runner:
    folder.mkdir(parents=True, exist_ok=True)
    contexts = {"vars": {"PEACEDATA_CHANNEL": address}, "needs": {"look": {"outputs": looked}}}
    with serving(repository) as github:
        runner = Runner(
            root,
            folder / "temp",
            {"token": TOKEN},
            {"actions/checkout": nothing},
            contexts,
            {
                "GITHUB_API_URL": github.address,
                "GITHUB_SERVER_URL": "https://github.example",
                "GITHUB_REPOSITORY": HOME,
                "GITHUB_RUN_ID": "99",
            },
        )
        runner.job(root / ".github" / "workflows" / "watchdog.yml", "issue")
    return runner


def test_a_sound_channel_and_its_issue_is_closed(root: Path, channel: Channel, tmp_path: Path) -> None:
    with channel.served() as address:
        runner = run_look(root, address, channel.root, tmp_path / "look")
    looked = runner.steps["look"]["outputs"]
    assert runner.code == 0, runner.log
    assert looked == {"found": "[]", "more": "0"}
    assert "A new reader gets release" in runner.log
    assert "Nothing is wrong" in runner.log
    quiet = Repository(one_issue(3, login="somebody", kind="User"), one_issue(4, pull_request={}))
    assert run_issue(root, quiet, tmp_path / "quiet", looked, "x").code == 0
    assert quiet.sent == []
    healed = Repository(one_issue())
    assert run_issue(root, healed, tmp_path / "healed", looked, "x").code == 0
    assert healed.sent == [("PATCH", "/issues/7", {"state": "closed", "state_reason": "completed"})]


def spoil_plain(channel: Channel) -> None:
    [path] = (channel.place).glob("2*/data/events.csv")
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b"2", b"3", 1))


def lose_plain(channel: Channel) -> None:
    [path] = (channel.place).glob("2*/more/file-0.bin")
    path.unlink()


def make_endless(channel: Channel) -> None:
    [path] = (channel.place).glob("2*/more/file-1.bin")
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b"x" * (8 << 20))


def lose_commit(channel: Channel) -> None:
    (channel.place / COMMIT).unlink()


def forge_commit(channel: Channel) -> None:
    said = json.loads((channel.place / COMMIT).read_bytes())
    said["signed"]["version"] += 1
    (channel.place / COMMIT).write_text(json.dumps(said), "utf-8")


def age(**days: int) -> Callable[[Channel], None]:
    """Sign again, for a few days only."""

    def spoil(channel: Channel) -> None:
        publisher = channel.with_days(days)
        refresh(publisher, root="root" in days, targets="targets" in days)
        if "snapshot" in days:
            publisher.transact(lambda state: Draft(snapshot=True))

    return spoil


SPOILT = {
    "changed plain name": (spoil_plain, "data/events.csv: its SHA-256 is"),
    "lost plain name": (lose_plain, "file-0.bin: "),
    "a file that goes on": (make_endless, "file-1.bin: its SHA-256 is"),
    "no commit point": (lose_commit, "timestamp.json"),
    "forged commit point": (forge_commit, "is signed by 0 of the keys"),
    "timestamp not refreshed": (age(timestamp=3), "signatures of timestamp are good for 2 days"),
    "timestamp expired": (age(timestamp=-1), "signatures have expired"),
    "snapshot not refreshed": (age(snapshot=8), "signatures of snapshot are good for 7 days"),
    "targets soon": (age(targets=40, release=40), "signatures of targets are good for 39 days"),
    "root soon": (age(root=40), "signatures of root are good for 39 days"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_what_is_wrong_becomes_an_issue(root: Path, channel: Channel, tmp_path: Path, name: str) -> None:
    spoil, says = SPOILT[name]
    text = channel.root
    spoil(channel)
    with channel.served() as address:
        runner = run_look(root, address, text, tmp_path / "look")
    assert runner.code == 0, runner.log
    looked = runner.steps["look"]["outputs"]
    assert says in looked["found"]
    opened = Repository(one_issue(3, login="somebody", kind="User"))
    assert run_issue(root, opened, tmp_path / "opened", looked, address).code == 1
    [(method, path, sent)] = opened.sent
    assert (method, path) == ("POST", "/issues")
    assert says in sent["body"]
    assert "https://github.example/peacedata/peacedata/actions/runs/99" in sent["body"]
    changed = Repository(one_issue())
    assert run_issue(root, changed, tmp_path / "changed", looked, address).code == 1
    assert changed.sent == [("PATCH", "/issues/7", {"body": sent["body"]})]


def test_a_channel_that_does_not_answer_or_has_another_root(root: Path, channel: Channel, tmp_path: Path) -> None:
    with channel.served() as address:
        gone = address
        new_keys(tmp_path / "other", PASSPHRASE.encode())
        other = (tmp_path / "other" / "root.json").read_text("utf-8")
        runner = run_look(root, address, other, tmp_path / "other-root")
    assert json.loads(runner.steps["look"]["outputs"]["found"])
    found = run_look(root, gone, channel.root, tmp_path / "gone").steps["look"]["outputs"]["found"]
    assert "no connection could be made" in found
    for number, text in enumerate(("", "{}")):
        found = run_look(root, gone, text, tmp_path / str(number)).steps["look"]["outputs"]["found"]
        assert json.loads(found)


def test_nothing_that_a_channel_says_is_alive_in_the_issue(root: Path, tmp_path: Path) -> None:
    hostile = ["@everyone `<img src=x>` [a](http://b) ::error::x\n## y", "\u202e|", "x" * 900]
    opened = Repository()
    looked = {"found": json.dumps(hostile * 100), "more": "3"}
    assert run_issue(root, opened, tmp_path, looked, "http://x/`@y`").code == 1
    [(_, _, sent)] = opened.sent
    assert len(sent["body"]) < 60_000
    lines = [line for line in sent["body"].splitlines() if line.startswith("- `")]
    assert len(lines) == 50
    assert all(line.count("`") == 2 and line.endswith("`") for line in lines)
    assert "- and 3 more" in sent["body"]


@pytest.mark.parametrize("found", ["", "{", "7", '{"a": 1}'])
def test_a_watchdog_that_did_not_finish_is_an_issue(root: Path, tmp_path: Path, found: str) -> None:
    opened = Repository()
    assert run_issue(root, opened, tmp_path, {"found": found, "more": ""}, "x").code == 1
    assert "did not finish" in opened.sent[0][2]["body"]


# --- Release ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tagged(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A clone of this project with a release prepared, committed and tagged on the main branch."""
    origin = project_copy(root, tmp_path_factory.mktemp("origin") / "project")
    shutil.rmtree(origin / "datapackage")
    write_dataset(origin / "datapackage", ROWS, name="peacedata")
    plan = plan_release(origin / "datapackage")
    plan.write()
    git(origin, "add", "--all")
    git(origin, "commit", "--quiet", "--allow-empty", "--message", "a release")
    version = str(plan.entry.version)
    git(origin, "tag", "--force", f"v{version}")
    clone = tmp_path_factory.mktemp("clone") / "a project"
    git(origin.parent, "clone", "--quiet", str(origin), str(clone))
    return clone, version


def tag_script(clone: Path, root: Path, tag: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, root / ".github" / "scripts" / "tag.py", tag]
    return subprocess.run(command, cwd=clone, capture_output=True, text=True, check=False)


@needs_tools
def test_a_tag_is_held_to_what_it_names(tagged: tuple[Path, str], root: Path, tmp_path: Path) -> None:
    clone, version = tagged
    done = tag_script(clone, root, f"v{version}")
    assert (done.returncode, done.stdout) == (0, f"{version}\n")
    for tag, says in (
        ("v1.0.0", "is no tag of a release"),
        (version, "is no tag of a release"),
        ("v2026.1\n", "is no tag of a release"),
        ("v2099.7", f"says {version}"),
    ):
        done = tag_script(clone, root, tag)
        assert done.returncode == 1, tag
        assert done.stdout.startswith("::error title=Release::")
        assert done.stdout.count("\n") == 1
        assert says in done.stdout
    other = shutil.copytree(clone, tmp_path / "other")
    git(other, "commit", "--quiet", "--allow-empty", "--message", "beside the main branch")
    assert "is not on origin/main" in tag_script(other, root, f"v{version}").stdout
    (other / "datapackage" / "releases.json").unlink()
    assert "is not the last in releases.json" in tag_script(other, root, f"v{version}").stdout


@needs_tools
def test_a_tag_is_built_and_what_readers_get_is_compared(tagged: tuple[Path, str], root: Path, tmp_path: Path) -> None:
    clone, version = tagged
    flow, kept = root / ".github" / "workflows" / "release.yml", []

    def keep(runner: Runner, given: dict[str, str]) -> None:
        assert given["path"] == "build"
        kept.append(runner.workspace / "build")

    uses = {"actions/checkout": nothing, "actions/setup-python": nothing, "actions/upload-artifact": keep}
    environment = clone / ".venv"  # what `make .venv/ready` would install from a registry
    (environment / "bin").mkdir(parents=True)
    for name in ("python", "peacedata"):
        # The code of the tag, as an editable installation of the clone would run it.
        script = f'#!/bin/sh\nPYTHONPATH="{clone}" exec "{sys.executable}" {"-m peacedata" * (name != "python")} "$@"\n'
        (environment / "bin" / name).write_text(script, "utf-8")
        (environment / "bin" / name).chmod(0o755)
    (environment / "ready").touch()
    os.utime(environment / "ready", (2**31, 2**31))
    runner = Runner(clone, tmp_path / "temp", {"ref_name": f"v{version}"}, uses)
    runner.job(flow, "build")
    assert runner.code == 0, runner.log
    assert runner.steps["tag"]["outputs"] == {"version": version}
    assert "Fetched by a new reader" in runner.log
    assert "compared byte for byte" in runner.log
    assert f"## Release {version}" in runner.summary.read_text("utf-8")
    [built] = kept

    channel = Channel(tmp_path / "public", built)
    contexts = {"needs": {"build": {"outputs": {"version": version}}}}
    with channel.served() as address:
        contexts["vars"] = {"PEACEDATA_CHANNEL": address, "PEACEDATA_ROOT": channel.root}  # type: ignore[assignment]
        runner = Runner(clone, tmp_path / "temp-2", {}, uses, contexts)
        runner.job(flow, "publication")
        assert runner.code == 0, runner.log
        assert "rebuilds from git: the content hash is that of releases.json" in runner.log
        spoil = channel.place / version / "data" / "events.csv"
        assert spoil.is_file()
        (channel.place / COMMIT).write_bytes(b"{}")
        runner = Runner(clone, tmp_path / "temp-3", {}, uses, contexts)
        runner.job(flow, "publication")
        assert runner.code == 1
        assert runner.ran[-1] == "Fetch the release as a new reader"


def test_days_of_the_watchdog_agree_with_those_of_the_refresh() -> None:
    """While all goes well, nothing is younger than the watchdog expects."""
    import importlib.util

    spec = importlib.util.spec_from_file_location(
        "watchdog", Path(__file__).resolve().parents[2] / ".github" / "scripts" / "watchdog.py"
    )
    assert spec is not None
    assert spec.loader is not None
    watchdog = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(watchdog)
    assert set(watchdog.LEAST_DAYS) == set(ROLES)
    day = timedelta(days=1)
    now = datetime.now(UTC)
    assert now + timedelta(days=EXPIRY_DAYS["timestamp"]) - 2 * day > now + timedelta(
        days=watchdog.LEAST_DAYS["timestamp"]
    )
    assert EXPIRY_DAYS["snapshot"] / 2 - 2 > watchdog.LEAST_DAYS["snapshot"]
