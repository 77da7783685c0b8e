"""Puts a finished folder in the place of an old one in a single step, or leaves the old one as it is."""

from __future__ import annotations

import ctypes
import glob
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from peacedata.errors import ForeignFolder, InvalidData
from peacedata.release.listing import LISTING, Folder, read_listing

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """A new folder beside ``out`` to write into; when the block ends without an error it takes the place of ``out``.

    A kill at any instant leaves the old folder or the new one whole, and at worst a folder ``.<name>.*.partial`` or
    ``.<name>.*.old`` beside it. Where the system cannot exchange two folders in one step, the old one is moved aside
    first; the next run moves it back if the new one never came.

    Args:
        out: the folder to make or replace; its parent is made if it is missing.

    Raises:
        ForeignFolder: if ``out`` exists and is neither empty nor a build with nothing added to it.
    """
    out = Path(os.path.abspath(out))  # noqa: PTH100 - Path.resolve would follow a link, which is refused below
    out.parent.mkdir(parents=True, exist_ok=True)
    _recover(out)
    refuse_foreign(out)
    new = out.with_name(f".{out.name}.{secrets.token_hex(4)}.partial")
    new.mkdir()
    try:
        yield new
        refuse_foreign(out)  # once more, for building took a while
        _swap(new, out)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def refuse_foreign(out: Path) -> None:
    """Refuse to replace what no build has made.

    Raises:
        ForeignFolder: if there is something at ``out`` that is neither an empty folder nor a build, or a build to which
            somebody added a file.
    """
    if not os.path.lexists(out):
        return
    if out.is_symlink() or not out.is_dir():
        raise ForeignFolder(f"{out} is not a folder, so it is not replaced; give another --out")
    if not any(out.iterdir()):
        return
    folder = Folder(out)
    try:
        names = {*folder.names, *folder.irregular}
        listed = read_listing(folder).digests
    except InvalidData as error:
        raise ForeignFolder(f"{out} has files, but no build made it ({error}); give another --out") from None
    strange = sorted(names - {*listed, LISTING})
    if strange:
        raise ForeignFolder(f"{out} has a file that no build made, {strange[0]!r}; move it or give another --out")


def _recover(out: Path) -> None:
    """Undo the first half of a swap whose second half never came."""
    if not os.path.lexists(out):
        old = sorted(out.parent.glob(f".{glob.escape(out.name)}.{'[0-9a-f]' * 8}.old"))
        if old:
            old[-1].rename(out)


def _swap(new: Path, out: Path) -> None:
    """Move ``new`` to ``out``; what was at ``out`` is then at ``new``, or gone."""
    if not out.exists():
        new.rename(out)
    elif not _exchange(new, out):
        aside = out.with_name(f".{out.name}.{secrets.token_hex(4)}.old")
        out.rename(aside)
        try:
            new.rename(out)
        except OSError:
            aside.rename(out)
            raise
        shutil.rmtree(aside, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, where the system can.

    Source: Linux man-pages, renameat2(2)
    """
    with suppress(OSError, AttributeError, TypeError):  # no such call here, or no C library to ask for it
        rename = ctypes.CDLL(None).renameat2
        done: int = rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
        return done == 0
    return False
