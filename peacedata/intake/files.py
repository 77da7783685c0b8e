"""Opens files that a stranger named: no link is followed, no device is read, nothing outside the folder is touched."""

from __future__ import annotations

import errno
import os
import re
import stat
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NoReturn

from peacedata.intake.limits import LIMITS, Limits
from peacedata.intake.refused import Reason, Refused

# POSIX systems open one component after the other, so that no component can be exchanged for a link in between.
_BY_COMPONENT = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW") and hasattr(os, "O_DIRECTORY")
_URL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:")
_KINDS = {
    stat.S_IFDIR: "a directory",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def open_file(folder: Path | None, path: str | Path, limits: Limits = LIMITS) -> BinaryIO:
    """Open a regular file for reading.

    Args:
        folder: the folder that a descriptor lies in; the path must be relative and stay inside, and no component of it
            may be a link. None for a path that the user typed: only its last component may not be a link.
        path: the file.
        limits: the size cap, and whether the path is trusted.

    Raises:
        Refused: if it is missing, unsafe, a link, no regular file, unreadable or too large.
    """
    name = str(path)
    try:
        descriptor = _open_trusted(folder, name) if limits.trusted else _open_strange(folder, name)
    except Refused:
        raise
    except (OSError, ValueError) as error:
        _refuse(error, name)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            kind = _KINDS.get(stat.S_IFMT(status.st_mode), "no regular file")
            raise Refused(Reason.NOT_A_FILE, f"expected a file, but this is {kind}", path=name)
        if status.st_size > limits.file:
            raise Refused(
                Reason.TOO_LARGE, f"the file has {status.st_size} bytes; at most {limits.file} are read", path=name
            )
        return os.fdopen(descriptor, "rb")
    except BaseException:
        with suppress(OSError):
            os.close(descriptor)
        raise


def _open_strange(folder: Path | None, name: str) -> int:
    return _open_named(Path(name)) if folder is None else _open_inside(folder, _safe_parts(name))


def _open_trusted(folder: Path | None, name: str) -> int:
    """Links and paths are followed wherever they lead; an address is none of them."""
    if _URL.match(name):
        _safe_parts(name)
    path = Path(name) if folder is None else folder / name
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    return os.open(path, _flags() & ~getattr(os, "O_NOFOLLOW", 0))


def _safe_parts(name: str) -> tuple[str, ...]:
    """The components of a relative path that stays in its folder."""
    parts = PurePosixPath(name.replace("\\", "/") if os.sep == "\\" else name).parts
    unsafe = not parts or ".." in parts or name.startswith(("/", "~", "\\", "$", "%")) or "\0" in name
    if unsafe or _URL.match(name):
        raise Refused(
            Reason.UNSAFE_PATH,
            "the path is not safe: expected a relative path that stays inside the folder of the descriptor",
            path=name.replace("\0", "\\0"),
            value=name,
            hint="put the file beside the descriptor and name it relative to it",
        )
    return parts


def _flags() -> int:
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY", "O_NOCTTY"):
        flags |= getattr(os, name, 0)
    return flags


def _open_inside(folder: Path, parts: tuple[str, ...]) -> int:
    if not _BY_COMPONENT:
        return _open_checked(folder, parts)
    directory = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in parts[:-1]:
            inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=directory)
            os.close(directory)
            directory = inner
        return os.open(parts[-1], _flags(), dir_fd=directory)
    except NotADirectoryError as error:  # a link to a folder, opened as a directory without following
        if any((folder.joinpath(*parts[:n])).is_symlink() for n in range(1, len(parts))):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from error
        raise
    finally:
        os.close(directory)


def _open_checked(folder: Path, parts: tuple[str, ...]) -> int:
    """Where a system cannot open relative to a directory: look first, then open, then compare."""
    target = folder
    for part in parts:
        target = target / part
        if target.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return _open_named(target)


def _open_named(path: Path) -> int:
    if path.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    return os.open(path, _flags())


def _refuse(error: OSError | ValueError, name: str) -> NoReturn:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.ENOENT:
        refusal = Refused(Reason.MISSING, "the file does not exist", path=name, hint="check the spelling of the path")
    elif number in (errno.ELOOP, errno.EMLINK):
        refusal = Refused(
            Reason.LINK, "the path is or contains a link, and links are not followed", path=name, hint="copy the file"
        )
    elif number in (errno.EISDIR, errno.ENOTDIR):
        refusal = Refused(Reason.NOT_A_FILE, "expected a file, but this is a directory or lies in none", path=name)
    elif number in (errno.ENXIO, errno.ENODEV):
        refusal = Refused(Reason.NOT_A_FILE, "expected a file, but this is a device or a socket", path=name)
    else:
        why = error.strerror if isinstance(error, OSError) else str(error)
        refusal = Refused(Reason.UNREADABLE, f"the file cannot be read: {why}", path=name)
    raise refusal from error
