"""Says which release a tag is, after holding it to what the tagged commit says; run before anything is built.

A tag that is pushed starts a release, so a mistyped one, one of another commit than was prepared, and one that is not
on the main branch are refused here.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from peacedata.channel.layout import is_release
from peacedata.errors import PeacedataError
from peacedata.intake.package import FILE_NAME, read_json
from peacedata.release.releases import read_releases
from peacedata.report.escape import command_data


class Refused(Exception):
    """The tag is no release; the message says why."""


def version_of(tag: str, package: Path, main: str) -> str:
    """The version of the release that a tag is.

    Args:
        tag: its name.
        package: the dataset of the commit that it names, checked out.
        main: the main branch, as git names it here.

    Raises:
        Refused: if it is none.
        PeacedataError: if the dataset cannot be read.
    """
    version = tag.removeprefix("v")
    if tag == version or not is_release(version):
        raise Refused(f"{tag} is no tag of a release; expected v and a data version, such as v2026.1")
    stated = read_json(package, FILE_NAME).get("version")
    if stated != version:
        raise Refused(f"the dataset under {tag} says {stated}; tag the commit of `peacedata release prepare`")
    entries = read_releases(package)
    if not entries or str(entries[-1].version) != version:
        raise Refused(f"{version} is not the last in releases.json; run `peacedata release prepare`, and commit it")
    if not _is_ancestor(main):
        raise Refused(f"the commit under {tag} is not on {main}; merge it first, and tag what was merged")
    return version


def _is_ancestor(main: str) -> bool:
    command = ["git", "merge-base", "--is-ancestor", "HEAD", main]
    return subprocess.run(command, check=False).returncode == 0  # noqa: S603 - no shell, and nothing a stranger chose


def main() -> int:
    """Print the version, and hand it to the steps that follow."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("tag", help="the name of the tag")
    parser.add_argument("--package", type=Path, default=Path("datapackage"), help="the dataset")
    parser.add_argument("--main", default="origin/main", help="the main branch")
    given = parser.parse_args()
    try:
        version = version_of(given.tag, given.package, given.main)
    except (Refused, PeacedataError) as error:
        sys.stdout.write(f"::error title=Release::{command_data(str(error))}\n")
        return 1
    sys.stdout.write(f"{version}\n")
    if output := os.environ.get("GITHUB_OUTPUT"):
        with Path(output).open("a", encoding="utf-8") as file:
            file.write(f"version={version}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
