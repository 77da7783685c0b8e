"""Runs publishers that are killed: at their n-th operation on the store, or after a time.

A process of its own that forks for every order, so that each costs no start. Orders and answers are lines of JSON. Only
here, in the tests, is a store wrapped; the program itself knows of no such thing.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from publish_channel import Counting, publisher

from peacedata.channel.folder import read_build
from peacedata.channel.init import init
from peacedata.channel.publish import publish
from peacedata.channel.refresh import refresh
from peacedata.channel.rotate import revoke, rotate
from peacedata.channel.stores import open_store
from peacedata.channel.withdraw import withdraw


def work(order: dict[str, Any]) -> int:
    """Do what was ordered; returns how many operations that took."""

    def before(name: str, path: str) -> None:
        if len(store.asked) + 1 == order.get("kill_at"):
            os.kill(os.getpid(), signal.SIGKILL)

    store = Counting(open_store(order["store"]), before)
    who = publisher(store, Path(order["keys"]))  # type: ignore[arg-type] # it is one in all but its declared type
    verb = order["verb"]
    if verb == "init":
        init(who)
    elif verb == "publish":
        publish(read_build(Path(order["build"])), who)
    elif verb == "refresh":
        refresh(who, targets=True, root=True)
    elif verb == "withdraw":
        withdraw(order["version"], "It was wrong.", who)
    elif verb == "rotate":
        rotate(who, order["roles"], lambda role: None)
    elif verb == "revoke":
        revoke(who, order["keyid"], lambda role: None)
    else:
        raise ValueError(verb)
    return len(store.asked)


def run(order: dict[str, Any]) -> dict[str, Any]:
    """Fork, work, and say how it ended."""
    os.environ.update(order["environment"])
    open_store(order["store"])  # imports what it needs, once for all that are forked
    reader, writer = os.pipe()
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        try:
            os.close(reader)
            os.write(writer, json.dumps({"asked": work(order)}).encode())
            os._exit(0)
        except BaseException as error:
            os.write(writer, json.dumps({"error": f"{type(error).__name__}: {error}"}).encode())
            os._exit(1)
    os.close(writer)
    if (delay := order.get("kill_after")) is not None:
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    answer: dict[str, Any] = json.loads(said) if said else {}
    return {**answer, "killed": os.WIFSIGNALED(status), "seconds": time.monotonic() - started}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), flush=True)  # noqa: T201 - it is the answer
