"""Names, order and the index of a channel."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tuf.api.metadata import DelegatedRole

from peacedata.channel.index import Entry, Index, Withdrawn
from peacedata.channel.layout import (
    DEPTH,
    is_release,
    metadata_name,
    metadata_path,
    patterns,
    target_name,
    target_path,
    version_order,
)
from peacedata.errors import InvalidData

numbers = st.integers(1, 99_999)
versions = st.builds(lambda y, n: f"{y}.{n}", st.integers(1000, 9999), numbers) | st.builds(
    lambda y, n, m: f"{y}.{n}.{m}", st.integers(1000, 9999), numbers, numbers
)
entries = st.builds(
    Entry,
    version=versions,
    content_hash=st.integers(0, 2**256 - 1).map(lambda n: f"sha256:{n:064x}"),
    schema_version=st.none() | st.just("1.0.0"),
    date=st.none() | st.dates().map(str),
    change_class=st.none() | st.sampled_from(["additive", "corrective", "breaking"]),
    rows=st.none() | st.dictionaries(st.text(max_size=9), st.integers(0, 9)),
    withdrawn=st.none() | st.builds(Withdrawn, date=st.dates().map(str), reason=st.text(), replaced_by=st.none()),
)


@pytest.mark.parametrize(
    "text", ["2026", "2026.0", "2026.01", "26.1", "2026.1.0", "2026.1.1.1", "2026.1\n", "２０２６.1", ""]
)
def test_what_is_no_version(text: str) -> None:
    assert not is_release(text)
    with pytest.raises(InvalidData, match="no data version"):
        version_order(text)


def test_versions_are_ordered_as_numbers() -> None:
    right = ["2025.12", "2026.1", "2026.1.1", "2026.1.10", "2026.2", "2026.10", "2027.1"]
    assert sorted({*right}, key=version_order) == right


@given(versions, numbers)
def test_a_metadata_path_says_what_it_holds(version: str, number: int) -> None:
    assert metadata_name(metadata_path(version, number)) == (number, version)
    assert metadata_name(metadata_path("timestamp", number)) is None
    assert metadata_name(f"x{metadata_path(version, number)}") is None


def test_hashed_names_are_those_of_tuf() -> None:
    assert target_path("2026.1/data/events.csv", "ab") == "targets/2026.1/data/ab.events.csv"
    assert target_path("releases.json", "ab") == "targets/ab.releases.json"


@given(versions, st.lists(st.sampled_from(["a", "b.c", "data"]), min_size=1, max_size=DEPTH + 1))
def test_a_release_speaks_for_its_own_files_only(version: str, parts: list[str]) -> None:
    role = DelegatedRole(version, ["key"], 1, True, patterns(version))
    path = "/".join(parts)
    assert role.is_delegated_path(target_name(version, path)) == (len(parts) <= DEPTH)
    assert not role.is_delegated_path(target_name(f"{version}1", path))
    assert not role.is_delegated_path("releases.json")


@given(st.lists(entries, unique_by=lambda entry: entry.version, max_size=4))
def test_an_index_comes_back_as_it_was_written(some: list[Entry]) -> None:
    index = Index(some)
    again = Index.parse(index.to_bytes())
    assert again.entries == index.entries
    assert again.to_bytes() == index.to_bytes()
    assert index.to_bytes().count(b"\n") == max(len(some), 1) + 2
    usable = [entry for entry in index if entry.withdrawn is None]
    assert index.latest() == (usable[-1] if usable else None)


def test_what_a_later_version_adds_is_kept() -> None:
    entry = {"version": "2026.1", "content_hash": "sha256:" + "0" * 64, "later": [1]}
    again = json.loads(Index.parse(json.dumps({"format": 1, "releases": [entry]}).encode()).to_bytes())
    assert again["releases"][0]["later"] == [1]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "not an index of releases"),
        (b'{"format": 2, "releases": []}', "install a newer peacedata"),
        (b'{"format": 1, "releases": [{"version": "../x", "content_hash": ""}]}', "expected a data version"),
        (b'{"format": 1, "releases": [{"version": "2026.1", "content_hash": "sha256:x"}]}', "content_hash"),
        (b" " * 6_000_000, "more than"),
    ],
)
def test_a_hostile_index_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(InvalidData, match=said):
        Index.parse(data)


def test_an_index_lists_a_release_once() -> None:
    entry = Entry(version="2026.1", content_hash="sha256:" + "0" * 64)
    with pytest.raises(InvalidData, match=r"2026\.1 twice"):
        Index([entry, entry])
