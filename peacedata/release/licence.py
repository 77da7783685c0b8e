"""The licence of the data, which every release carries as a file."""

from __future__ import annotations

import os
from pathlib import Path

from peacedata.errors import InvalidDescriptor
from peacedata.intake.files import open_file


def licence_text(package: Path) -> bytes:
    """The text of the data's licence: ``LICENSE`` or ``LICENSE-DATA`` in the package, or ``LICENSE-DATA`` beside it.

    The last is the working copy, whose licence lies at the root of the project.

    Args:
        package: the folder that holds ``datapackage.json``.

    Raises:
        InvalidDescriptor: if there is none.
        InvalidData: if it is a link or no regular file.
    """
    package = package.resolve()
    for folder, name in ((package, "LICENSE"), (package, "LICENSE-DATA"), (package.parent, "LICENSE-DATA")):
        if os.path.lexists(folder / name):
            with open_file(folder, name) as file:
                return file.read()
    raise InvalidDescriptor(f"no licence of the data: expected LICENSE-DATA in {package} or beside it")
