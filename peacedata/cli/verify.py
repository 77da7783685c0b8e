"""``peacedata verify``: is a release what was built?"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from peacedata.cli import FOUND
from peacedata.report.escape import printable


@click.command()
@click.argument("release", type=click.Path(exists=True, path_type=Path))
def verify(release: Path) -> None:
    """Prove RELEASE, a folder or its zip, against its sums and its content hash.

    Prints one line per file that differs. Exits 0 if nothing differs, 1 if something does, 2 if there is no such path.
    """
    from peacedata.release.verify import verify as prove

    verified = prove(release)
    for difference in verified.differences:
        detail = f": {difference.detail}" if difference.detail else ""
        click.echo(printable(f"{difference.kind}  {difference.path}{detail}"))
    if not verified.ok:
        click.echo(f"{len(verified.differences)} differences; this is not the release as it was built")
        sys.exit(FOUND)
    click.echo(f"Verified: release {printable(verified.version)}, {verified.files} files")
    click.echo(f"Content hash: sha256:{verified.content_hash}")
