"""Writes fixed files: beside the old ones first, then in their place, each in one step."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from peacedata.fix.plan import Plan, Planned


def write(plan: Plan) -> None:
    """Write what a plan changes; a file that cannot be written says why in ``left``.

    All new files are written and flushed to disk before the first takes its place, so that no want of space or right
    comes in between. A kill at any instant leaves each file as it was or as it should be, and at worst a file
    ``.<name>.*.partial`` beside it.
    """
    changed = [one for one in plan.files if one.changes]
    ready: dict[Path, Path] = {}
    try:
        for one in changed:
            _attempt(one, lambda one: ready.update({one.path: _beside(one)}))
        if plan.linked and any(one.left for one in changed):
            _leave_all(changed)
        for one in changed:
            if one.left is None:
                _attempt(one, lambda one: _replace(one, ready[one.path]))
    finally:
        for partial in ready.values():
            with suppress(OSError):
                partial.unlink()


def _attempt(one: Planned, step: Callable[[Planned], None]) -> None:
    try:
        step(one)
    except OSError as error:
        one.left = f"it cannot be written: {error.strerror or error}"


def _leave_all(changed: Sequence[Planned]) -> None:
    for one in changed:
        one.left = one.left or "a file whose keys or references change with it cannot be written"


def _same(one: Planned) -> bool:
    """Whether the file is still the one that was read, and no link has taken its place."""
    now, then = one.path.lstat(), one.opened.status if one.opened else None
    if then is None or not stat.S_ISREG(now.st_mode):
        return False
    return (now.st_dev, now.st_ino, now.st_size, now.st_mtime_ns) == (
        then.st_dev,
        then.st_ino,
        then.st_size,
        then.st_mtime_ns,
    )


def _check_same(one: Planned) -> None:
    if not _same(one):
        raise OSError(0, "it was changed in the meantime")


def _beside(one: Planned) -> Path:
    """The new content in a file beside the old one, with its rights and its owner."""
    _check_same(one)
    if not os.access(one.path, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        raise PermissionError(0, "it is write-protected")
    partial = one.path.with_name(f".{one.path.name}.{secrets.token_hex(4)}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(one.after)
            file.flush()
            _like(file.fileno(), one)
            os.fsync(file.fileno())
    except BaseException:
        partial.unlink()
        raise
    return partial


def _like(descriptor: int, one: Planned) -> None:
    status = one.opened.status if one.opened else None
    if status is None:
        return
    if hasattr(os, "fchown"):
        with suppress(OSError):  # only root may give a file away
            os.fchown(descriptor, status.st_uid, status.st_gid)
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, stat.S_IMODE(status.st_mode))


def _replace(one: Planned, partial: Path) -> None:
    _check_same(one)
    partial.replace(one.path)
    if hasattr(os, "O_DIRECTORY"):
        with suppress(OSError):  # some file systems know no flushing of a folder
            folder = os.open(one.path.parent, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
