"""``peacedata keys``: the keys of a channel, made, listed, rotated and revoked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import click

from peacedata.channel.layout import OFFLINE, ONLINE, ROLES, ROOT, TARGETS
from peacedata.cli.publish_options import (
    days_of,
    days_options,
    keys_options,
    new_passphrase,
    open_publisher,
    show,
    to_option,
)

if TYPE_CHECKING:
    from tuf.api.metadata import Root

    from peacedata.channel.rotate import Exchanged

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_COUNT = click.IntRange(1, 50)


@click.group()
def keys() -> None:
    """Make, list, rotate and revoke the keys that sign a channel."""


@keys.command()
@click.option("--dir", "folder", required=True, type=click.Path(path_type=Path), help="The folder to make.")
@click.option("--passphrase-file", type=_FILE, help="Holds the passphrase of root and targets.  [default: ask]")
@click.option(
    "--online-passphrase-file", type=_FILE, help="Holds the passphrase of snapshot and timestamp.  [default: none]"
)
@click.option("--root-keys", type=_COUNT, default=1, show_default=True, help="How many root keys there are.")
@click.option("--root-threshold", type=_COUNT, default=1, show_default=True, help="How many of them must sign.")
@click.option("--targets-keys", type=_COUNT, default=1, show_default=True, help="How many targets keys there are.")
@click.option("--targets-threshold", type=_COUNT, default=1, show_default=True, help="How many of them must sign.")
@days_options(ROOT)
def new(
    folder: Path,
    passphrase_file: Path | None,
    online_passphrase_file: Path | None,
    root_keys: int,
    root_threshold: int,
    targets_keys: int,
    targets_threshold: int,
    **days: int,
) -> None:
    """Make the keys of a new channel, and its root of trust.

    The keys of root and targets are encrypted with a passphrase; keep them offline. Those of snapshot and timestamp are
    for the machine that refreshes the channel. root.json is public: it is what users verify the channel with.
    """
    for role, number, threshold in (
        ("root", root_keys, root_threshold),
        ("targets", targets_keys, targets_threshold),
    ):
        if threshold > number:
            raise click.UsageError(f"--{role}-threshold is {threshold}, but there are {number} {role} keys")

    from peacedata.channel.ceremony import new_keys
    from peacedata.channel.keys import Plan, expect_new

    expect_new(folder)
    plan = Plan({ROOT: root_keys, TARGETS: targets_keys}, {ROOT: root_threshold, TARGETS: targets_threshold})
    online = new_passphrase(online_passphrase_file, "") if online_passphrase_file else None
    secret = new_passphrase(passphrase_file, "the offline keys, root and targets")
    root = new_keys(folder, secret, online, plan, days_of(days))
    show(f"Made the keys of a channel in {folder}")
    _list(root)
    show(
        f"Next: peacedata channel init --to STORE --keys {quote(str(folder))}\n"
        f"Keep a copy of {folder} offline, in two places, and never where others can read it. Only root.json is\n"
        "public; give it to users in another way than the channel itself."
    )


@keys.command("list")
@click.option(
    "--keys",
    "--dir",
    "folder",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder with the keys.",
)
def list_keys(folder: Path) -> None:
    """List the keys that the root of trust in a folder names, by role, with their ids."""
    from tuf.api.metadata import Root

    from peacedata.channel.keys import Keyring
    from peacedata.channel.secret import Passphrases
    from peacedata.channel.signing import parse

    _list(parse(Root, Keyring([folder], Passphrases()).root(), str(folder / "root.json")).signed)


@keys.command()
@click.argument("roles", nargs=-1, required=True, type=click.Choice([*ROLES, "online"]), metavar="ROLE...")
@to_option
@keys_options
@click.option("--new-passphrase-file", type=_FILE, help="Holds the passphrase of new offline keys.  [default: ask]")
@click.option("--online-passphrase-file", type=_FILE, help="Holds that of new online keys.  [default: none]")
@days_options(*ROLES)
def rotate(
    roles: tuple[str, ...], new_passphrase_file: Path | None, online_passphrase_file: Path | None, **options: Any
) -> None:
    """Give ROLE new keys: root, targets, snapshot, timestamp, or online for the last two.

    The next root is signed by the old and the new keys, and published. Readers notice nothing. Whoever publishes
    meanwhile loses nothing, and needs the new keys from then on.
    """
    from peacedata.channel.rotate import rotate as exchange

    chosen = [role for name in roles for role in (ONLINE if name == "online" else (name,))]
    publisher = open_publisher(**options)
    done = exchange(publisher, chosen, _secrets(new_passphrase_file, online_passphrase_file))
    _say(done, options["to"])


@keys.command()
@click.argument("keyid")
@to_option
@keys_options
@click.option("--new-passphrase-file", type=_FILE, help="Holds the passphrase of new offline keys.  [default: ask]")
@click.option("--online-passphrase-file", type=_FILE, help="Holds that of new online keys.  [default: none]")
@days_options(*ROLES)
def revoke(keyid: str, new_passphrase_file: Path | None, online_passphrase_file: Path | None, **options: Any) -> None:
    """Take the lost or stolen key KEYID out of the channel, and put a new one in its place.

    KEYID is as `peacedata keys list` shows it; its first eight letters are enough. After the theft of an online key
    both online roles get new keys, and the channel goes back to the last state that the offline keys have signed.
    """
    from peacedata.channel.rotate import revoke as exchange

    publisher = open_publisher(**options)
    done = exchange(publisher, keyid, _secrets(new_passphrase_file, online_passphrase_file))
    _say(done, options["to"])


def _secrets(offline: Path | None, online: Path | None) -> Callable[[str], bytes | None]:
    """Gives the passphrase of new keys by role; a file is read, and a passphrase asked for, once."""
    known: dict[bool, bytes] = {}

    def secret(role: str) -> bytes | None:
        is_offline = role in OFFLINE
        if not is_offline and online is None:
            return None
        if is_offline not in known:
            known[is_offline] = new_passphrase(offline if is_offline else online, "the new offline keys")
        return known[is_offline]

    return secret


def _list(root: Root) -> None:
    for role in ROLES:
        named = root.roles[role]
        where = "offline" if role in OFFLINE else "online"
        show(f"  {role:<9}  {where:<7}  {named.threshold} of {len(named.keyids)} must sign")
        for keyid in named.keyids:
            show(f"    {keyid}")
    show(f"Root version {root.version}, good until {root.expires:%Y-%m-%d}")


def _say(done: Exchanged, to: str) -> None:
    for role, keyids in done.old.items():
        show(f"{role}: {', '.join(key[:8] for key in keyids)} -> {', '.join(key[:8] for key in done.new[role])}")
    show(f"Published root version {done.version}; users need no new root.json.")
    for version in done.lost:
        show(f"Release {version} was signed, but not together with the others; publish it again.")
    show(f"Next: peacedata channel verify {quote(to)}")
    show("Copy the new key files to where the old ones were used, and keep a copy offline.")
