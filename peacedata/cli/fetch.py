"""``peacedata fetch``: a verified release, or some of its files, from a channel."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from peacedata.cli.channel_options import Options, channel_options, counting, warn
from peacedata.report.escape import printable

if TYPE_CHECKING:
    from peacedata.channel.client import Release
    from peacedata.channel.client_files import Asked

_MOST_LINES = 12


@click.command()
@click.argument("version", required=False)
@click.option("--table", "tables", multiple=True, metavar="TABLE", help="Only files of this table; may be repeated.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT",
    help="Only files of this format, such as csv, parquet or sqlite; may be repeated.",
)
@channel_options
@click.option("--out", type=click.Path(path_type=Path), help="The folder to make.  [default: peacedata-VERSION]")
@click.option("--locked", is_flag=True, help="Fetch the files of the lock file, by their digests: no key, no clock.")
@click.option(
    "--lock-file",
    type=click.Path(path_type=Path),
    default=Path("peacedata.lock"),
    show_default=True,
    help="The lock file of --locked.",
)
def fetch(
    version: str | None,
    tables: tuple[str, ...],
    formats: tuple[str, ...],
    out: Path | None,
    locked: bool,
    lock_file: Path,
    **given: Any,
) -> None:
    """Fetch release VERSION, by default the latest, into a folder, after all of it was verified.

    The folder appears in one step, or not at all. A release that was fetched before is taken from the cache when the
    channel cannot be reached. Exits 1 if a release cannot be had or not be trusted.
    """
    from peacedata.channel.client_files import Asked
    from peacedata.channel.client_output import put
    from peacedata.errors import ForeignFolder

    asked = Asked(tables, formats)
    with counting() as show:
        options = Options(show=show, **given)
        release = _locked(version, asked, lock_file, options) if locked else options.client().release(version, asked)
    out = out or Path(f"peacedata-{release.version}")
    try:
        sizes = put(release, out)
    except ForeignFolder as error:
        raise click.UsageError(str(error)) from None
    for line in _lines(sizes):
        click.echo(line)
    count = f"{len(sizes)} of {len(release.files)} files"
    click.echo(f"Release {release.version} in {click.format_filename(out)}: {count}, {sum(sizes.values()):,} bytes")
    click.echo(printable(f"Verified: {release.how}"))
    click.echo(f"Content hash: {release.content_hash}")
    warn(release.stale)
    warn(release.withdrawn)


def _lines(sizes: Mapping[str, int]) -> Iterator[str]:
    """One line per file, or per folder at the top where there are many files."""
    grouped: dict[str, list[int]] = {}
    for path, size in sizes.items():
        top, slash, _ = path.partition("/")
        grouped.setdefault(top + slash if len(sizes) > _MOST_LINES else path, []).append(size)
    for name, found in grouped.items():
        yield f"  {sum(found):>11,}  {name}" + (f" ({len(found)} files)" if name.endswith("/") else "")


def _locked(version: str | None, asked: Asked, lock_file: Path, options: Options) -> Release:
    """The files of a lock file."""
    from dataclasses import replace

    from peacedata.channel.lockfile import read_lock

    if not lock_file.exists():
        raise click.UsageError(f"there is no {click.format_filename(lock_file)}; `peacedata lock VERSION` writes one")
    lock = read_lock(lock_file)
    if version not in (None, lock.version):
        raise click.UsageError(f"{click.format_filename(lock_file)} locks release {lock.version}, not {version}")
    channel = options.channel or os.environ.get("PEACEDATA_CHANNEL") or lock.channel
    paths = asked.of(lock.files, lock.version)
    return replace(options, channel=channel).client().locked(lock.version, lock.content_hash, lock.files, paths)
