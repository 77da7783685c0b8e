"""``peacedata publish``: a build, put where everybody can fetch it."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Any

import click

from peacedata.channel.layout import ONLINE, TARGETS
from peacedata.cli.publish_options import clock_option, days_options, keys_options, open_publisher, show, to_option


@click.command()
@click.argument("build", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@to_option
@keys_options
@click.option("--dry-run", is_flag=True, help="Show what would be written; write nothing.")
@clock_option
@days_options(TARGETS, *ONLINE)
def publish(build: Path, dry_run: bool, **options: Any) -> None:
    """Publish the build in DIR to a channel.

    It is verified first. Readers see the release when everything is in place, and never a part of it; if this is
    interrupted, run it again. A release never changes: the same version with other bytes is refused.
    """
    from peacedata.channel.folder import read_build
    from peacedata.channel.publish import planned
    from peacedata.channel.publish import publish as put

    release = read_build(build)
    publisher = open_publisher(**options)
    name, to, root = publisher.store.name, quote(options["to"]), quote(str(publisher.ring.home / "root.json"))
    if dry_run:
        done, paths = planned(release, publisher)
        for path, size in paths.items():
            show(f"{'' if size < 0 else format(size, ','):>15}  {path}")
        if not paths:
            show(f"Release {release.version} is in {name} already, with the same bytes; there is nothing to write")
        elif done:
            show(f"Release {release.version} is in {name} already, without these plain names. Dry run: wrote nothing")
        else:
            show(f"Release {release.version}: {len(paths)} files would be written to {name}. Dry run: wrote nothing")
        return
    result = put(release, publisher)
    if result.committed:
        show(f"Published release {result.version} to {name}: {result.files} files, {result.size:,} bytes")
        latest = publisher.state().index.latest()
        if latest and latest.version != result.version:  # so that nobody expects readers of the latest to see it
            show(f"The latest release is still {latest.version}; {result.version} is found by its version only")
    elif result.files:
        show(f"Release {result.version} was in {name} already; wrote {result.files} files that were missing")
    else:
        show(f"Release {result.version} is in {name} already, with the same bytes; nothing was written")
    show(
        f"Content hash: {release.entry.content_hash}\n"
        f"Next: peacedata channel verify {to}\n"
        f"      peacedata fetch {result.version} --from {to} --root {root}"
    )
