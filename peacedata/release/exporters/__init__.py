"""One exporter per file. A module of this package that has an ``EXPORTER`` is found by itself."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from peacedata.release.package import ReleasePackage


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """One format of a release.

    Attributes:
        name: short name, as in ``--format``.
        title: what to call it before people.
        media_type: the MIME type of its files; of the descriptor, where it writes several kinds.
        path: what it writes, such as ``stata/<table>.dta``; ``<name>`` and ``<version>`` are those of the release.
        holds: what is in it, in a few words of Markdown.
        write: writes its files into a folder, from the package alone, so that exporters need not know one another.
    """

    name: str
    title: str
    media_type: str
    path: str
    holds: str
    write: Callable[[ReleasePackage, Path], None]

    def path_in(self, name: str, version: str) -> str:
        """What it writes in one release."""
        return self.path.replace("<name>", name).replace("<version>", version)


def exporters() -> dict[str, Exporter]:
    """Every exporter by its name, in alphabetical order; formats are only imported when they are written."""
    modules = (importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    found: list[Exporter] = [module.EXPORTER for module in modules]
    return {exporter.name: exporter for exporter in sorted(found, key=lambda exporter: exporter.name)}
