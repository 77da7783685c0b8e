"""Where the release lies that came with this installation; light to import, for it is on every path."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent.parent


def shipped_release() -> Path:
    """The folder of the release inside the wheel, or of the source tree that this package is run from.

    Raises:
        FileNotFoundError: if the installation has neither, which is a fault of the installation.
    """
    for folder in (_HERE / "_release", _HERE.parent / "datapackage"):
        if (folder / "datapackage.json").is_file():
            return folder
    raise FileNotFoundError(f"no release was installed with {_HERE}; reinstall peacedata")
