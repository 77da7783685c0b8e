"""``peacedata channel``: the place that releases are published to, made, signed again, verified and repaired."""

from __future__ import annotations

import sys
from pathlib import Path
from shlex import quote
from typing import Any

import click

from peacedata.channel.layout import ONLINE, ROLES, TARGETS
from peacedata.cli import FOUND
from peacedata.cli.publish_options import (
    clock_option,
    days_options,
    endpoint_option,
    keys_options,
    open_publisher,
    open_the_store,
    passphrase_option,
    show,
    store_address,
    to_option,
)
from peacedata.report.digest import plural


@click.group()
def channel() -> None:
    """Make, refresh, verify and repair a channel."""


@channel.command()
@to_option
@keys_options
@days_options(TARGETS, *ONLINE)
def init(**options: Any) -> None:
    """Make an empty channel in a folder or a bucket, with keys that `peacedata keys new` has made."""
    from peacedata.channel.init import init as make

    publisher = open_publisher(**options)
    made = make(publisher)
    where = f"--to {quote(options['to'])} --keys {quote(str(publisher.ring.home))}"
    if not made:
        show(f"{publisher.store.name} is a channel with these keys already; nothing was changed")
        return
    show(
        f"Made an empty channel in {publisher.store.name}\n"
        f"Next: peacedata publish build {where}\n"
        f"Sign it again every day, or it expires: peacedata channel refresh {where}"
    )


@channel.command()
@to_option
@keys_options
@click.option("--targets", is_flag=True, help="Also sign the targets and every release again; needs their key.")
@click.option("--root", is_flag=True, help="Also sign the root again; needs its key.")
@clock_option
@days_options(*ROLES)
def refresh(targets: bool, root: bool, **options: Any) -> None:
    """Sign the timestamp again, and the snapshot when half of its time is over; needs the online keys only.

    Exits 1 if something has expired that this command was not asked to renew.
    """
    from peacedata.channel.refresh import WARNING_DAYS, renewal
    from peacedata.channel.refresh import refresh as renew

    publisher = open_publisher(**options)
    found = renew(publisher, targets=targets, root=root)
    show(f"Refreshed {publisher.store.name}")
    where = f"--to {quote(options['to'])} --keys KEYS"
    expired = False
    for role in found:
        if role.role in ROLES:
            show(f"  {role.role:<9}  good until {role.expires:%Y-%m-%d %H:%M} UTC")
        if role.role in ONLINE or not role.soon:
            continue
        expired |= role.expired
        what = f"release {role.role}" if role.role not in ROLES else role.role
        how = "expired" if role.expired else f"expires in less than {WARNING_DAYS} days,"
        show(f"{what} {how} on {role.expires:%Y-%m-%d}; run: {renewal(role.role)} {where}")
    if expired:
        sys.exit(FOUND)


@channel.command()
@click.argument("store", callback=store_address)
@endpoint_option
@click.option(
    "--root",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A root.json that you trust.  [default: the channel's own first root]",
)
@click.option("--orphans", is_flag=True, help="Name every file that nothing leads to.")
def verify(store: str, endpoint_url: str | None, root: Path | None, orphans: bool) -> None:
    """Verify everything in STORE: signatures, expiry, every file under both names, and the index.

    Prints one line per difference and exits 1 if there is one.
    """
    from peacedata.channel.verify import read_trusted
    from peacedata.channel.verify import verify as walk

    report = walk(open_the_store(store, endpoint_url), read_trusted(root) if root else None)
    for path, why in report.differences:
        show(f"{path}: {why}")
    for warning in report.warnings:
        show(f"warning: {warning}")
    if orphans:
        for path in report.orphans:
            show(f"orphan: {path}")
    elif report.orphans:
        show(f"{len(report.orphans)} files that nothing leads to, left by interrupted work; --orphans names them")
    if not report.ok:
        number = len(report.differences)
        show(f"Not verified: {plural(number, 'difference')}; this channel is not as it should be")
        sys.exit(FOUND)
    show(
        f"Verified: {plural(len(report.releases), 'release')}, {plural(report.files, 'file')}, {report.size:,} bytes, "
        + plural(report.roots, "root")
        + ("" if root else "\nThe channel's own first root was believed; --root ROOT.json holds it to yours")
    )
    for entry in report.releases:
        mark = f"  withdrawn: {entry.withdrawn.reason}" if entry.withdrawn else ""
        show(f"  {entry.version:<10}  {entry.date or '':<10}  {entry.content_hash}{mark}")


@channel.command()
@to_option
@click.option(
    "--keys",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder with the online keys, to commit what was signed and not committed.",
)
@passphrase_option
@days_options(*ONLINE)
def repair(keys: tuple[Path, ...], **options: Any) -> None:
    """Finish what was interrupted: plain names that are missing, and with --keys a release that was signed already.

    Removes nothing, and replaces no file.
    """
    from peacedata.channel.repair import repair as mend

    publisher = open_publisher(keys=keys, **options) if keys else None
    store = publisher.store if publisher else open_the_store(options["to"], options["endpoint_url"])
    done = mend(store, publisher)
    if done.committed:
        show(
            "Committed "
            + (f"release {', '.join(done.releases)}" if done.releases else "the last state that was signed")
        )
    for path in done.files:
        show(f"wrote {path}")
    for version in done.lost:
        show(f"Release {version} was signed, but not finished; publish it again")
    if not done.committed and not done.files:
        show("Nothing to repair" + ("" if keys else "; with --keys, a release that was signed would be finished too"))
    show(f"Next: peacedata channel verify {quote(options['to'])}")
