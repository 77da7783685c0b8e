"""Prints what the library should know of a channel: the entry for `KNOWN` in `peacedata/channel/known.py`.

The floor is what the channel has now, all of it held to a root of trust. A new installation takes nothing older.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from web import store_at

from peacedata.channel.client_address import parse_address
from peacedata.channel.state import State, read_root, read_state
from peacedata.errors import PeacedataError
from peacedata.report.escape import printable

_ENTRY = """\
KNOWN: Mapping[str, Known] = {{
    "{address}": Known(
        root=Path(__file__).with_name("root.json"),
        floor=Floor(
            root={root},
            timestamp={timestamp},
            snapshot={snapshot},
            targets={targets},
            release={release},
            made=datetime.fromisoformat("{made}"),
        ),
    ),
}}
"""


def entry(store: str, trusted: bytes, address: str) -> str:
    """The entry of a channel.

    Args:
        store: where it lies, or its web address.
        trusted: its root of trust.
        address: its web address, as readers will give it.

    Raises:
        PeacedataError: if it is not the channel of that root, or anything in it is not what was signed.
    """
    there = store_at(store)
    root, _ = read_root(there, trusted)
    state: State = read_state(there, root.signed)
    newest = state.index.entries[-1] if state.index.entries else None
    return _ENTRY.format(
        address=parse_address(address).text,
        root=root.signed.version,
        timestamp=state.timestamp.version,
        snapshot=state.snapshot.version,
        targets=state.targets.version,
        release=f'"{newest.version}"' if newest else None,
        made=datetime.now(UTC).replace(microsecond=0).isoformat(),
    )


def main() -> int:
    """Print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("store", help="where the channel lies: a folder, s3://bucket/prefix or a web address")
    parser.add_argument("--root", type=Path, required=True, help="its root.json")
    parser.add_argument("--address", required=True, help="its web address, as readers will give it")
    given = parser.parse_args()
    try:
        sys.stdout.write(entry(given.store, given.root.read_bytes(), given.address))
    except (PeacedataError, OSError) as error:
        sys.stderr.write(f"error: {printable(str(error))}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
