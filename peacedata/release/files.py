"""Writes several files together: all of them, or none."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from peacedata.errors import InvalidData


def write_together(files: Mapping[Path, bytes]) -> None:
    """Put new contents into files, each in one step, in the order given; if one fails, all are as they were.

    A kill in between leaves some files new and some old, each whole; the last file is the sign that all are there.

    Args:
        files: the contents by path.

    Raises:
        InvalidData: if a path is a link, which would be replaced instead of followed.
        OSError: if a file cannot be written.
    """
    for path in files:
        if path.is_symlink():
            raise InvalidData(f"{path} is a link, and links are not followed; replace it with the file")
    old = {path: path.read_bytes() if path.exists() else None for path in files}
    made: dict[Path, Path] = {}
    done: list[Path] = []
    try:
        for path, data in files.items():
            made[path] = _beside(path, data)
        for path, new in made.items():
            new.replace(path)
            done.append(path)
    except BaseException:
        for path in reversed(done):
            before = old[path]
            if before is None:
                path.unlink()
            else:
                _beside(path, before).replace(path)
        raise
    finally:
        for new in made.values():
            with suppress(OSError):
                new.unlink(missing_ok=True)


def _beside(path: Path, data: bytes) -> Path:
    """The data in a new file in the same folder, on disk, with the permissions of the old one."""
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
    with new.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        new.chmod(path.stat().st_mode & 0o777)
    return new
