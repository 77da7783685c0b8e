#!/usr/bin/env python3
"""The client under test of the public TUF conformance suite, on top of this project's client.

    tests/tuf_client.py --metadata-dir DIR init ROOT.json
    tests/tuf_client.py --metadata-dir DIR --metadata-url URL refresh
    tests/tuf_client.py --metadata-dir DIR --metadata-url URL --target-name NAME --target-base-url URL
        --target-dir DIR download

It exits 0 if all went well, else 1. The suite is at https://github.com/theupdateframework/tuf-conformance; its protocol
is in CLIENT-CLI.md there. Run it with `pytest tuf_conformance --entrypoint tests/tuf_client.py`.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from peacedata.channel.client_updater import ChannelUpdater, our_errors
from peacedata.channel.fetcher import Deadline, Http, Pace
from peacedata.errors import ChannelError

PACE = Pace(total=120)


def updater(options: argparse.Namespace) -> ChannelUpdater:
    """Our client's updater, with trust as ``init`` left it."""
    source = Http(PACE, Deadline(PACE.total))
    targets = (options.target_base_url or "", options.target_dir or "")
    # No root is given here: what `init` put into the folder is the trusted one, and what followed it.
    return ChannelUpdater(options.metadata_dir, options.metadata_url, source, None, datetime.now(UTC), targets)


def init(options: argparse.Namespace) -> None:
    """Trust a root; nothing is asked of the repository."""
    options.metadata_dir.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(options.root, options.metadata_dir / "root.json")


def refresh(options: argparse.Namespace) -> None:
    """Bring the metadata of the top-level roles up to date."""
    updater(options).refresh()


def download(options: argparse.Namespace) -> None:
    """Fetch one target, unless it is there already."""
    client = updater(options)
    client.refresh()
    target = client.get_targetinfo(options.target_name)
    if target is None:
        raise ChannelError(f"there is no target {options.target_name!r}")
    Path(options.target_dir).mkdir(parents=True, exist_ok=True)
    if client.find_cached_target(target) is None:
        client.download_target(target)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--metadata-dir", type=Path, required=True)
    for name in ("--metadata-url", "--target-name", "--target-base-url", "--target-dir"):
        parser.add_argument(name)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("init").add_argument("root", type=Path)
    commands.add_parser("refresh")
    commands.add_parser("download")
    options = parser.parse_args()
    try:
        with our_errors(options.metadata_url or "init"):
            {"init": init, "refresh": refresh, "download": download}[options.command](options)
    except (ChannelError, OSError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201 - a program of its own
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
