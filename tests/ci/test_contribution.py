"""Data is taken out of a pull request as plain blobs; whatever else its tree holds is refused."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from scratch_git import blob, commit, git, repository, tree

FILE, RUNNABLE, LINK, MODULE, FOLDER = "100644", "100755", "120000", "160000", "40000"
TABLES = ["data/events.csv", *(f"{number}.csv" for number in range(6))]
DESCRIPTOR = json.dumps({"resources": [{"name": f"t{at}", "path": path} for at, path in enumerate(TABLES)]}).encode()
COMMIT = "1" * 40


@pytest.fixture(scope="module")
def script(root: Path) -> Path:
    return root / ".github" / "scripts" / "contribution.py"


@pytest.fixture(scope="module")
def module(script: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("ci_contribution", script)
    assert spec
    assert spec.loader
    loaded = importlib.util.module_from_spec(spec)
    sys.modules["ci_contribution"] = loaded  # dataclasses look their module up
    spec.loader.exec_module(loaded)
    return loaded


class Scratch:
    """A repository with a base commit, and what takes a merge with some data folder."""

    def __init__(self, folder: Path, script: Path) -> None:
        self.repo, self.script, self.out = repository(folder / "repo"), script, folder
        self.events = blob(self.repo, b"id\n1\n")
        self.descriptor = blob(self.repo, DESCRIPTOR)
        self.base = commit(self.repo, self.root(self.data()))

    def data(self, *more: tuple[str, bytes, str], events: str = "", descriptor: str = "") -> str:
        inner = tree(self.repo, (FILE, b"events.csv", events or self.events))
        return tree(
            self.repo, (FOLDER, b"data", inner), (FILE, b"datapackage.json", descriptor or self.descriptor), *more
        )

    def root(self, data: str, mode: str = FOLDER, *more: tuple[str, bytes, str]) -> str:
        return tree(self.repo, (mode, b"datapackage", data), *more)

    def take(self, root: str) -> subprocess.CompletedProcess[str]:
        merge = commit(self.repo, root, self.base, commit(self.repo, root))
        return self.run(merge)

    def run(self, merge: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-I", self.script, "--repository", self.repo, "--merge", merge, "--out", self.out],
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, script: Path) -> Scratch:
    return Scratch(tmp_path_factory.mktemp("contribution"), script)


@pytest.fixture
def scratch(shared: Scratch, tmp_path: Path) -> Scratch:
    shared.out = tmp_path / "out"
    return shared


def test_the_files_of_both_sides_are_written_and_nothing_else(scratch: Scratch) -> None:
    changed = blob(scratch.repo, b"id\n1\n2\n")
    hook = blob(scratch.repo, b"#!/bin/sh\ntouch pwned\n")
    attributes = blob(scratch.repo, b"*.csv filter=evil eol=crlf\n")
    inner = tree(scratch.repo, (RUNNABLE, b"events.csv", changed))
    data = tree(scratch.repo, (FOLDER, b"data", inner), (FILE, b"datapackage.json", scratch.descriptor))
    others = [(FILE, b".gitattributes", attributes), (RUNNABLE, b"setup.py", hook), (LINK, b"somewhere", changed)]
    done = scratch.take(scratch.root(data, FOLDER, *others))
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    there = sorted(str(path.relative_to(scratch.out)) for path in scratch.out.rglob("*") if path.is_file())
    assert there == [
        "after/datapackage/data/events.csv",
        "after/datapackage/datapackage.json",
        "before/datapackage/data/events.csv",
        "before/datapackage/datapackage.json",
    ]
    after = scratch.out / "after" / "datapackage" / "data" / "events.csv"
    assert after.read_bytes() == b"id\n1\n2\n"
    assert not after.stat().st_mode & 0o111
    assert (scratch.out / "before" / "datapackage" / "data" / "events.csv").read_bytes() == b"id\n1\n"


def test_schemas_come_from_the_base_branch(scratch: Scratch) -> None:
    weaker = blob(scratch.repo, b'{"resources": []}')
    done = scratch.take(scratch.root(scratch.data(descriptor=weaker)))
    assert done.returncode == 0
    assert "::warning title=Contribution::datapackage/datapackage.json is not taken" in done.stdout
    assert (scratch.out / "after" / "datapackage" / "datapackage.json").read_bytes() == DESCRIPTOR


def test_configuration_comes_from_the_base_branch(scratch: Scratch) -> None:
    ours, theirs = blob(scratch.repo, b"# ours"), blob(scratch.repo, b"ignore = ['PD']")
    base = scratch.base
    scratch.base = commit(scratch.repo, scratch.root(scratch.data(), FOLDER, (FILE, b"pyproject.toml", ours)))
    try:
        data = scratch.data((FILE, b"peacedata.toml", theirs))
        done = scratch.take(scratch.root(data, FOLDER, (FILE, b"pyproject.toml", theirs)))
        link = scratch.root(scratch.data(), FOLDER, (LINK, b"peacedata.toml", theirs))
        scratch.base, scratch.out = commit(scratch.repo, link), scratch.out.parent / "another"
        assert scratch.take(link).returncode == 0
    finally:
        scratch.base = base
    assert done.stdout == (
        "::warning title=Contribution::datapackage/peacedata.toml is not taken from a contribution; "
        "the check uses that of the base branch\n"
    )
    for side in ("before", "after"):
        there = sorted(path.name for path in (scratch.out.parent / "out" / side).rglob("*.toml"))
        assert there == ["pyproject.toml"]
        assert (scratch.out.parent / "out" / side / "pyproject.toml").read_bytes() == b"# ours"
        assert (scratch.out.parent / "out" / side / ".git").is_dir()  # where the search for another ends
    assert not list(scratch.out.rglob("*.toml"))


def test_a_contribution_without_any_data_is_what_the_check_will_say(scratch: Scratch) -> None:
    done = scratch.take(tree(scratch.repo, (FILE, b"README", scratch.events)))
    assert done.returncode == 0
    assert [path.name for path in (scratch.out / "after").rglob("*") if path.is_file()] == ["datapackage.json"]


def test_files_that_are_no_table_are_named_and_not_written(scratch: Scratch) -> None:
    done = scratch.take(scratch.root(scratch.data((FILE, b"new events.csv", scratch.events))))
    assert done.returncode == 0
    assert done.stdout == (
        "::warning title=Contribution::datapackage/new events.csv is none of the tables, and was not checked\n"
    )
    assert not list(scratch.out.rglob("new events.csv"))


def entry(mode: str, name: bytes, content: bytes | None = None) -> Callable[[Scratch], str]:
    def make(scratch: Scratch) -> str:
        object_ = COMMIT if mode == MODULE else blob(scratch.repo, content or b"x")
        return scratch.root(scratch.data((mode, name, object_)))

    return make


def many_files(scratch: Scratch) -> str:
    entries = [(FILE, f"{number:05}.csv".encode(), scratch.events) for number in range(3000)]
    return scratch.root(tree(scratch.repo, *entries))


def endless_tree(scratch: Scratch) -> str:
    return scratch.root(tree(scratch.repo, *[(FILE, b"%040d" % number, scratch.events) for number in range(20_000)]))


def tree_bomb(scratch: Scratch) -> str:
    """A few objects that say a thousand million folders."""
    inner = tree(scratch.repo, (FILE, b"x", scratch.events))
    for _ in range(9):
        inner = tree(scratch.repo, *[(FOLDER, b"%d" % number, inner) for number in range(10)])
    return scratch.root(inner)


def deep_tree(scratch: Scratch) -> str:
    inner = tree(scratch.repo, (FILE, b"x", scratch.events))
    for _ in range(40):
        inner = tree(scratch.repo, (FOLDER, b"a", inner))
    return scratch.root(inner)


def twice(scratch: Scratch) -> str:
    other = blob(scratch.repo, b"other")
    return scratch.root(tree(scratch.repo, (FILE, b"0.csv", scratch.events), (FILE, b"0.csv", other)))


def huge_file(scratch: Scratch) -> str:
    return scratch.root(scratch.data(events=blob(scratch.repo, b"a" * ((32 << 20) + 1))))


def much_data(scratch: Scratch) -> str:
    large = blob(scratch.repo, b"a" * (30 << 20))
    return scratch.root(tree(scratch.repo, *[(FILE, b"%d.csv" % number, large) for number in range(6)]))


def missing_file(scratch: Scratch) -> str:
    return scratch.root(scratch.data(events="2" * 40))


def missing_folder(scratch: Scratch) -> str:
    return scratch.root("2" * 40)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (entry(LINK, b"evil.csv", b"/etc/passwd"), "datapackage/evil.csv is a symbolic link"),
        (entry(LINK, b"up", b"../../.."), "a symbolic link"),
        (entry(MODULE, b"module"), "datapackage/module is a submodule"),
        (lambda scratch: scratch.root(blob(scratch.repo, b"/etc"), LINK), "datapackage is a symbolic link"),
        (lambda scratch: scratch.root(COMMIT, MODULE), "datapackage is a submodule"),
        (lambda scratch: scratch.root(scratch.events, FILE), "datapackage is a file"),
        (entry(FILE, b".."), "'..' is not safe"),
        (entry(FILE, b"."), "'.' is not safe"),
        (entry(FILE, b".GiT"), "is not safe"),
        (entry(FILE, b"../../pwned"), "is not safe"),
        (entry(FILE, b"/pwned"), "is not safe"),
        (entry(FILE, b"a\\b"), "is not safe"),
        (entry(FILE, b"a\n::error::pwned"), "is not safe"),
        (entry(FILE, b"a\x1b[2J"), "is not safe"),
        (entry(FILE, "a\u202ecsv.exe".encode()), "is not safe"),
        (entry(FILE, b"\xff.csv"), "is not UTF-8"),
        (entry(FILE, b"a" * 200), "longer than 120 bytes"),
        (entry("100600", b"odd"), ""),
        (entry(FILE, b"0.csv"), ""),
        (twice, "0.csv is in its folder twice"),
        (many_files, "more than 200 files"),
        (endless_tree, "too many entries"),
        (tree_bomb, "folders"),
        (deep_tree, "folders deep"),
        (huge_file, "33,554,433 bytes; a file may have 32 MiB"),
        (much_data, "all together 128 MiB"),
        (missing_file, "git cat-file failed"),
        (missing_folder, "git cat-file failed"),
    ],
)
def test_hostile_trees_are_refused(scratch: Scratch, make: Callable[[Scratch], str], said: str) -> None:
    done = scratch.take(make(scratch))
    if not said:  # an ordinary file, also by the mode of the second
        assert done.returncode == 0
        return
    assert done.returncode == 1, done.stdout
    assert not done.stderr
    assert not scratch.out.exists()
    [line] = done.stdout.splitlines()
    assert line.startswith("::error title=Contribution::")
    assert said in line
    assert "\x1b" not in line
    assert not list(scratch.repo.parent.glob("pwned"))


def test_the_folder_of_a_link_is_not_followed(scratch: Scratch, tmp_path: Path) -> None:
    """A link and a folder of the same name: the file behind it must not land where the link leads."""
    inner = tree(scratch.repo, (FILE, b"pwned", scratch.events))
    target = blob(scratch.repo, str(tmp_path).encode())
    done = scratch.take(scratch.root(tree(scratch.repo, (LINK, b"data", target), (FOLDER, b"data", inner))))
    assert done.returncode == 1
    assert not (tmp_path / "pwned").exists()


@pytest.mark.parametrize("merge", ["main", "--help", "HEAD", "1" * 39, "refs/pull/1/merge", "$(touch pwned)", "0" * 40])
def test_only_a_full_hash_of_a_commit_that_is_there_is_taken(scratch: Scratch, merge: str) -> None:
    done = scratch.run(merge)
    assert done.returncode in (1, 2)  # argparse takes `--help` for a missing value
    assert not scratch.out.exists()
    assert "Traceback" not in done.stderr


def test_a_commit_without_a_parent_is_no_merge(scratch: Scratch) -> None:
    done = scratch.run(scratch.base)
    assert done.returncode == 1
    assert "::error title=Contribution::" in done.stdout


def test_replaced_objects_and_hooks_are_not_obeyed(scratch: Scratch) -> None:
    hooks = scratch.repo / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    (hooks / "post-checkout").write_text("#!/bin/sh\ntouch pwned\n")
    (hooks / "post-checkout").chmod(0o755)
    other = blob(scratch.repo, b"id\npwned\n")
    git(scratch.repo, "replace", scratch.events, other)
    done = scratch.take(scratch.root(scratch.data()))
    assert done.returncode == 0
    assert (scratch.out / "after" / "datapackage" / "data" / "events.csv").read_bytes() == b"id\n1\n"


def test_messages_are_one_line_whatever_they_hold(module: ModuleType) -> None:
    line = module._command("error", "100%\r\n::warning::x\x1b[2J\u202e")
    assert line == "::error title=Contribution::100%25\\r\\n::warning::x\\x1b[2J\\u202e\n"
