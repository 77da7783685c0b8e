"""Asks a store whether it does what a channel rests on, before anything is published to it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

from peacedata.channel.layout import PROBE
from peacedata.channel.stores.protocol import Blob, Content, Store
from peacedata.errors import PublishError, StoreFault, UnsafeStore

_RACERS = 2


def probe(store: Store) -> None:
    """Try the promises of a store on files of our own, and remove them again.

    A second file of the same name must be refused, a replacement of an old state must be refused, one of the present
    state must succeed, and of two that come at once exactly one must win. What was written must be read and listed.

    Raises:
        UnsafeStore: if the store does not keep one of them.
        StoreFault: if it cannot be read or written.
    """
    folder = f"{PROBE}/{secrets.token_hex(8)}/"
    written = [f"{folder}{name}" for name in ("file", "race")]
    try:
        _ask(store, folder, *written)
    finally:
        for path in written:
            with suppress(PublishError):  # what the probe found out matters more than what it leaves behind
                store.remove(path)


def _ask(store: Store, folder: str, path: str, raced: str) -> None:
    first, second, third = (f"probe {secrets.token_hex(8)}\n".encode() for _ in range(3))
    _must(store, store.create(path, Content.of(first)), "it refuses to make a file that is not there")
    _must(store, not store.create(path, Content.of(second)), "it overwrites a file that was to be made only if absent")
    blob = _read(store, path)
    _must(store, blob.data == first, "it does not give back what was written")
    _must(store, [name for name, _ in store.names(folder)] == [path], "it does not list what was written")
    replaced = store.replace(path, second, blob.token)
    if not replaced and store.switch_dialect():
        replaced = store.replace(path, second, blob.token)
    _must(store, replaced, "it refuses to replace a file in the state that was read")
    _must(store, not store.replace(path, third, blob.token), "it replaces a file that has changed since it was read")
    blob = _read(store, path)
    _must(store, blob.data == second, "it does not give back what a file was replaced with")
    _must(
        store,
        _race(lambda n: store.create(raced, Content.of(b"%d\n" % n))) == 1,
        "of two that make the same file at once, not exactly one succeeds",
    )
    _must(
        store,
        _race(lambda n: store.replace(path, b"%d\n" % n, blob.token)) == 1,
        "of two that replace the same file at once, not exactly one succeeds",
    )


def _race(attempt: Callable[[int], bool]) -> int:
    """How many of some attempts at one moment succeed."""
    start = Barrier(_RACERS)

    def run(number: int) -> bool:
        start.wait()
        return attempt(number)

    with ThreadPoolExecutor(_RACERS) as pool:
        return sum(pool.map(run, range(_RACERS)))


def _read(store: Store, path: str) -> Blob:
    blob = store.read(path, 1 << 20)
    if blob is None:
        raise StoreFault(f"{store.name} has lost {path}, which was written a moment ago")
    return blob


def _must(store: Store, kept: bool, broken: str) -> None:
    if not kept:
        raise UnsafeStore(
            f"{store.name} is no safe place for a channel: {broken}. Two publishers could undo each other's work. "
            "Use a folder, Amazon S3, or another service with conditional writes"
        )
