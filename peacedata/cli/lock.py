"""``peacedata lock``: the digests of a release's files, to be kept with a project."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import click

from peacedata.cli.channel_options import Options, channel_options, warn
from peacedata.report.escape import printable


@click.command()
@click.argument("version")
@click.option("--table", "tables", multiple=True, metavar="TABLE", help="Only files of this table; may be repeated.")
@click.option("--format", "formats", multiple=True, metavar="FORMAT", help="Only files of this format.")
@channel_options
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("peacedata.lock"),
    show_default=True,
    help="The lock file to write.",
)
def lock(version: str, tables: tuple[str, ...], formats: tuple[str, ...], out: Path, **given: Any) -> None:
    """Write the content hash of release VERSION (or of the latest) and the SHA-256 of its files into a lock file.

    `peacedata fetch --locked` then needs neither keys nor a clock, and works from any copy of the channel.
    """
    from peacedata.channel.client_files import Asked
    from peacedata.channel.lockfile import Lock, lock_text

    client = Options(**given).client()
    release = client.release(version, Asked(tables, formats, fetch=False))
    files = {path: release.files[path] for path in release.fetched}
    locked = Lock(channel=client.address.text, version=release.version, content_hash=release.content_hash, files=files)
    _write(out, lock_text(locked))
    click.echo(f"Release {release.version} in {click.format_filename(out)}: {len(files)} files")
    click.echo(printable(f"Verified: {release.how}"))
    click.echo(f"Content hash: {release.content_hash}")
    warn(release.stale)
    warn(release.withdrawn)


def _write(path: Path, text: str) -> None:
    """Write a file beside its place and rename it."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
    try:
        beside.write_text(text, "utf-8", newline="\n")
        beside.replace(path)
    except OSError as error:
        raise click.UsageError(f"{click.format_filename(path)} cannot be written: {error.strerror}") from None
    finally:
        beside.unlink(missing_ok=True)
