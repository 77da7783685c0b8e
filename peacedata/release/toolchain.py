"""What a release was built with, as far as its bytes may depend on it."""

from __future__ import annotations

import platform
import sqlite3
import unicodedata
import zlib
from importlib import metadata
from pathlib import Path

from peacedata import __version__
from peacedata.schema.generate import to_json

FILE = "toolchain.json"
# Libraries that write one of the formats; each is left out where it is not installed.
_LIBRARIES = ("numpy", "openpyxl", "pandas", "pyarrow", "pyyaml")


def toolchain() -> dict[str, str]:
    """The versions of this library, of Python and of whatever else writes a format, by name."""
    found = {
        "peacedata": __version__,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "unicode": unicodedata.unidata_version,
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }
    for name in _LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return dict(sorted(found.items()))


def write_toolchain(folder: Path) -> None:
    """Write ``toolchain.json`` into a build; it is no part of the zip, whose bytes depend on no library."""
    (folder / FILE).write_text(to_json(toolchain()), "utf-8", newline="\n")
