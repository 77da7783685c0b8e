"""Looks at the public channel as a new reader does, and keeps one issue open while something is wrong with it.

Two jobs run it, so that what reads the network has no token, and what has a token reads no network but GitHub's:

- `watchdog.py look` fetches the latest release with nothing but the root of trust, verifies every file of the channel
  under both its names, and looks how long signatures are still good. What it found becomes an output of the step.
- `watchdog.py issue` opens, changes or closes the issue. What was found is data: it goes into code spans.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from comment import AUTHOR, Api

from peacedata.check.shorten import shorten
from peacedata.report.escape import code_span, log_line, printable

TITLE = "The channel needs somebody"
MARKER = "<!-- peacedata: what the watchdog found -->"
SECONDS = 1800.0  # for everything
MOST, MOST_LETTERS = 50, 300

# Days of life that are left at least while all goes well. The refresh signs a timestamp for 7 days every day, and a
# snapshot for 30 days when half of its time is over; the offline ones take people who have to meet.
LEAST_DAYS = {"timestamp": 4, "snapshot": 10, "targets": 45, "root": 45}


# --- Looking ----------------------------------------------------------------------------------------------------------


def look(channel: str, root_text: str, now: datetime) -> Iterator[str]:
    """Everything that is wrong with a channel, or soon will be, each as one sentence.

    Args:
        channel: the address that readers use.
        root_text: the text of its root.json; empty if the library knows the channel.
        now: the time.
    """
    from web import trusted_root

    from peacedata.errors import PeacedataError

    try:
        root = trusted_root(root_text, channel)
    except PeacedataError as error:
        yield f"The watchdog is not set up: {error}"
        return
    for what in (_fetch, _verify, _ages):
        try:
            yield from what(channel, root, now)
        except PeacedataError as error:
            yield f"{what.__name__.strip('_')}: {error}"


def _fetch(channel: str, root: bytes, now: datetime) -> Iterator[str]:
    """Fetch the latest release as somebody who has never seen the channel."""
    from peacedata.channel.cache import Cache
    from peacedata.channel.client import Client
    from peacedata.channel.fetcher import Pace

    with tempfile.TemporaryDirectory(prefix="peacedata-watchdog-") as folder:
        release = Client(channel, root=root, cache=Cache(Path(folder)), known={}, pace=Pace(total=SECONDS)).latest()
        say(f"A new reader gets release {release.version}: {len(release.files)} files, {release.content_hash}")
    return
    yield  # what goes wrong is raised


def _verify(channel: str, root: bytes, now: datetime) -> Iterator[str]:
    """Verify everything that metadata leads to."""
    from web import store_at

    from peacedata.channel.fetcher import Pace
    from peacedata.channel.verify import verify

    report = verify(store_at(channel, Pace(total=SECONDS)), root)
    say(f"Verified {len(report.releases)} releases, {report.files} files, {report.size:,} bytes")
    for path, why in report.differences:
        yield f"{path}: {why}"


def _ages(channel: str, root: bytes, now: datetime) -> Iterator[str]:
    """Say what will expire sooner than it should, and what would renew it."""
    from web import store_at

    from peacedata.channel.refresh import renewal
    from peacedata.channel.state import read_release, read_root, read_state

    store = store_at(channel)
    present = read_root(store, root)[0].signed
    state = read_state(store, present)
    roles = {"root": present, "targets": state.targets, "snapshot": state.snapshot, "timestamp": state.timestamp}
    expiries = {role: signed.expires for role, signed in roles.items()}
    releases = {entry.version: read_release(store, state, entry.version).signed.expires for entry in state.index}
    for role, expires in {**expiries, **releases}.items():
        left = expires - now
        say(f"{role} is good until {expires:%Y-%m-%d %H:%M} UTC")
        least = LEAST_DAYS.get(role, LEAST_DAYS["targets"])
        if timedelta(0) < left < timedelta(days=least):  # what has expired is a difference already
            name = role if role in roles else f"release {role}"
            yield (
                f"The signatures of {name} are good for {left.days} days and {left.seconds // 3600} hours only, "
                f"expected {least} days or more; see that {renewal(role)} is run"
            )


def say(text: str) -> None:
    """Write a line into the log."""
    sys.stdout.write(f"{log_line(text)}\n")


def looked(found: list[str]) -> None:
    """Hand on what was found: to the log, and as an output of the step."""
    for one in found:
        say(f"wrong: {one}")
    if not found:
        say("Nothing is wrong")
    shown = [shorten(printable(one), MOST_LETTERS) for one in found[:MOST]]
    text = json.dumps(shown, ensure_ascii=False)  # a variable has room for 128 KiB
    if output := os.environ.get("GITHUB_OUTPUT"):
        with Path(output).open("a", encoding="utf-8") as file:
            file.write(f"found={text}\nmore={max(0, len(found) - MOST)}\n")


# --- The issue --------------------------------------------------------------------------------------------------------


def body(channel: str, found: list[str], more: int, run: str) -> str:
    """The text of the issue; nothing in it that comes from the channel is alive."""
    lines = [f"- {code_span(shorten(one, MOST_LETTERS))}" for one in found]
    lines += [f"- and {more} more; the log has them"] if more else []
    head = f"The watchdog looked at {code_span(shorten(channel, MOST_LETTERS))} as a new reader does, and found:"
    foot = (
        f"[docs/releasing.md](../blob/HEAD/docs/releasing.md) says what to do. This text is from [this run]({run}); it "
        "is kept up to date, and the issue is closed when nothing is wrong any more."
    )
    return "\n".join([MARKER, head, "", *lines, "", foot, ""])


def keep_issue(api: Api, text: str | None) -> str:
    """Open the issue or change it, or close it if there is no text; returns what was done."""
    number = _open_issue(api)
    if text is None:
        if number is None:
            return "nothing is wrong, and no issue is open"
        api.send("PATCH", f"issues/{number}", {"state": "closed", "state_reason": "completed"})
        return f"closed issue {number}"
    if number is None:
        api.send("POST", "issues", {"title": TITLE, "body": text})
        return "opened an issue"
    api.send("PATCH", f"issues/{number}", {"body": text})
    return f"changed issue {number}"


def _open_issue(api: Api) -> int | None:
    for one in api.pages("issues", state="open"):
        user = one.get("user") or {}
        ours = user.get("login") == AUTHOR and user.get("type") == "Bot" and "pull_request" not in one
        if ours and (one.get("body") or "").startswith(MARKER):
            return int(one["number"])
    return None


def _found(said: object) -> list[str]:
    if not isinstance(said, list):
        raise ValueError("expected a list")
    return [str(one) for one in said]


def issue() -> int:
    """Keep the issue, from what the other job found; 1 if something is wrong, so that the run fails too."""
    environment = os.environ
    try:
        found, more = _found(json.loads(environment["FOUND"])), int(environment["MORE"])
    except (ValueError, RecursionError):
        found, more = ["The watchdog itself did not finish; its log says why"], 0
    repository = environment["GITHUB_REPOSITORY"]
    run = f"{environment['GITHUB_SERVER_URL']}/{quote(repository)}/actions/runs/{int(environment['GITHUB_RUN_ID'])}"
    api = Api(environment["GITHUB_API_URL"], repository, environment["GITHUB_TOKEN"])
    text = body(environment["PEACEDATA_CHANNEL"], found[:MOST], more, run) if found else None
    try:
        done = keep_issue(api, text)
    except (URLError, HTTPException, TimeoutError) as error:
        say(f"GitHub could not be asked: {type(error).__name__}: {error}")
        return 3
    say(done)
    return 1 if found else 0


def main() -> int:
    """Look, or keep the issue."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("what", choices=["look", "issue"])
    if parser.parse_args().what == "issue":
        return issue()
    channel, root = os.environ["PEACEDATA_CHANNEL"], os.environ.get("PEACEDATA_ROOT", "")
    looked(list(look(channel, root, datetime.now(UTC))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
