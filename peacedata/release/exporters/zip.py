"""The Data Package as one archive, stored rather than compressed, so that its bytes depend on no compressor."""

from __future__ import annotations

import zipfile
from pathlib import Path

from peacedata.release.content_hash import digest, sums
from peacedata.release.exporters import Exporter
from peacedata.release.package import ReleasePackage

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that the format can say
_REGULAR_FILE = 0o100644 << 16
_UNIX = 3


def write(package: ReleasePackage, folder: Path) -> None:
    """Write ``<name>-<version>.zip``: one top folder, sorted, with fixed times and modes and its own ``SHA256SUMS``.

    Source: PKWARE APPNOTE.TXT, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
    """
    listing = sums({path: digest(data) for path, data in package.files.items()})
    files = {**package.files, "SHA256SUMS": listing.encode("utf-8")}
    with zipfile.ZipFile(folder / f"{package.title}.zip", "w", zipfile.ZIP_STORED) as archive:
        for path, data in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{package.title}/{path}", _FIRST_DAY)
            entry.external_attr, entry.create_system = _REGULAR_FILE, _UNIX
            archive.writestr(entry, data)


EXPORTER = Exporter(
    name="zip",
    title="Data Package (zip)",
    media_type="application/zip",
    path="<name>-<version>.zip",
    holds="The CSV files, their schemas, licence and README as one archive",
    write=write,
)
