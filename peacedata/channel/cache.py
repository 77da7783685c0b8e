"""What was fetched, kept by its digest: written beside and renamed, and hashed again whenever it is read."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from peacedata.channel.client_address import Address
from peacedata.errors import CacheUnusable

_CHUNK = 1 << 20
_POLL = 0.02
_LEFT_BEHIND = 86_400.0  # seconds after which nobody can still be writing
_MOST_STATE = 16 << 20


class Cache:
    """A folder of this user; whatever is damaged in it is fetched again.

    ``objects/sha256/aa/<digest>`` holds files by their digest, ``releases/`` folders of whole datasets made of them,
    ``channels/<key>/`` what is known of a channel.

    Args:
        path: the folder; by default ``PEACEDATA_CACHE``, else ``peacedata`` in ``XDG_CACHE_HOME`` or ``~/.cache``.
    """

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self.path = default_cache() if path is None else Path(path).absolute()

    def object_path(self, sha256: str) -> Path:
        """Where a file with this digest lies, if it is there."""
        return self.path / "objects" / "sha256" / sha256[:2] / sha256

    def find(self, sha256: str) -> Path | None:
        """The file with this digest, hashed now; one that was damaged is removed, and then there is none."""
        path = self.object_path(sha256)
        try:
            if not path.is_symlink() and path.is_file() and digest_of_path(path) == sha256:
                return path
            if os.path.lexists(path):
                discard(path)
        except OSError as error:
            raise self._unusable(error) from None
        return None

    def holds(self, sha256: str) -> bool:
        """Whether there is a file of this name, without reading it."""
        return self.object_path(sha256).is_file()

    def add(self, chunks: Iterator[bytes], sha256: str, check: Callable[[int], None]) -> Path | None:
        """Keep a file that arrives in chunks; None, and nothing is kept, if its digest is another one.

        Args:
            chunks: its bytes.
            sha256: its digest.
            check: told the size after each chunk, so that it can refuse too much.
        """
        target = self.object_path(sha256)
        hashing, size = hashlib.sha256(), 0
        with self._beside() as path:
            with path.open("wb") as file:
                for chunk in chunks:
                    size += len(chunk)
                    check(size)
                    hashing.update(chunk)
                    file.write(chunk)
            if hashing.hexdigest() != sha256:
                return None
            path.chmod(0o444)
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
        return target

    def add_bytes(self, data: bytes) -> str:
        """Keep some bytes; returns their digest."""
        sha256 = hashlib.sha256(data).hexdigest()
        if self.find(sha256) is None:
            self.add(iter([data]), sha256, lambda size: None)
        return sha256

    def tree(self, name: str, files: Mapping[str, str]) -> Path:
        """A folder with these files, hashed now; a damaged file is made anew from its object.

        Args:
            name: the folder's name below ``releases``.
            files: the digest of each by its path; every object must be in the cache.
        """
        folder = self.path / "releases" / name
        if self._intact(folder, files):
            return folder
        with self.scratch() as scratch:
            new = scratch / "tree"
            for path, sha256 in files.items():
                place = new / path
                place.parent.mkdir(parents=True, exist_ok=True)
                # A copy, so that who edits a dataset's folder by mistake does not edit the object too.
                shutil.copyfile(self.object_path(sha256), place)
                place.chmod(0o444)
            folder.parent.mkdir(parents=True, exist_ok=True)
            if os.path.lexists(folder):
                folder.rename(scratch / "old")
            try:
                new.rename(folder)
            except OSError:  # another process was faster
                if not self._intact(folder, files):
                    raise
        return folder

    def _intact(self, folder: Path, files: Mapping[str, str]) -> bool:
        if folder.is_symlink():
            return False
        try:
            return all(digest_of_path(folder / path) == sha256 for path, sha256 in files.items())
        except OSError:
            return False

    def sweep(self) -> None:
        """Remove what processes that were killed have left behind."""
        before = time.time() - _LEFT_BEHIND
        for path in (self.path / "tmp").glob("*"):
            with suppress(OSError):
                if path.lstat().st_mtime < before:
                    discard(path)

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A new folder in the cache, removed at the end; errors of the disk become ours."""
        try:
            (self.path / "tmp").mkdir(parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(dir=self.path / "tmp"))
        except OSError as error:
            raise self._unusable(error) from None
        try:
            yield folder
        except OSError as error:
            raise self._unusable(error) from None
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def channel(self, address: Address) -> Path:
        """The folder of what is known of a channel."""
        folder = self.path / "channels" / address.key
        with self.mapped():
            folder.mkdir(parents=True, exist_ok=True)
        return folder

    @contextmanager
    def lock(self, folder: Path, left: Callable[[], float]) -> Iterator[None]:
        """Let one process at a time work in a folder of the cache.

        Args:
            folder: the folder.
            left: how many seconds there are to wait.

        Raises:
            CacheUnusable: if another process holds it until the time is over.
        """
        with self.mapped():
            file = open_regular(folder / "lock", os.O_RDWR | os.O_CREAT)
        with file:
            while not _try_lock(file.fileno()):
                if left() <= 0:
                    raise CacheUnusable(
                        f"another process has been fetching from this channel all the time ({folder / 'lock'} is "
                        "held); "
                        "wait until it ends, or set PEACEDATA_CACHE to another folder"
                    )
                time.sleep(_POLL)
            yield

    def read_json(self, path: Path) -> dict[str, Any] | None:
        """A JSON object of the cache; None if it is missing or damaged."""
        try:
            with open_regular(path) as file:
                data = file.read(_MOST_STATE + 1)
            if len(data) > _MOST_STATE:
                return None
            value = json.loads(data)
        except (OSError, ValueError, RecursionError):
            return None
        return value if isinstance(value, dict) else None

    def write_json(self, path: Path, value: Mapping[str, Any]) -> None:
        """Write a JSON object beside its place and rename it."""
        self.write(path, (json.dumps(value, indent=1, sort_keys=True) + "\n").encode("utf-8"))

    def write(self, path: Path, data: bytes) -> None:
        """Write a file beside its place and rename it."""
        with self._beside() as beside:
            beside.write_bytes(data)
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir() and not path.is_symlink():  # it was put there by mistake, and nothing could replace it
                discard(path)
            beside.replace(path)

    @contextmanager
    def _beside(self) -> Iterator[Path]:
        """A new file in the cache, removed at the end unless it was renamed; errors of the disk become ours."""
        with self.mapped():
            folder = self.path / "tmp"
            folder.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=folder)
            os.close(descriptor)
            try:
                yield Path(name)
            finally:
                with suppress(FileNotFoundError):
                    Path(name).unlink()

    @contextmanager
    def mapped(self) -> Iterator[None]:
        """Errors of the disk become ours."""
        try:
            yield
        except OSError as error:
            raise self._unusable(error) from None

    def _unusable(self, error: OSError) -> CacheUnusable:
        return CacheUnusable(
            f"the cache {self.path} cannot be used: {error.strerror or error}"
            f"{f' ({error.filename})' if error.filename else ''}; set PEACEDATA_CACHE to a folder that can be written"
        )


def default_cache() -> Path:
    """The folder that the environment names.

    Source: XDG Base Directory Specification, https://specifications.freedesktop.org/basedir-spec/latest/
    """
    if given := os.environ.get("PEACEDATA_CACHE"):
        return Path(given).expanduser().absolute()
    home = os.environ.get("XDG_CACHE_HOME", "")
    if Path(home).is_absolute():
        return Path(home) / "peacedata"
    try:
        return Path.home() / ".cache" / "peacedata"
    except RuntimeError:
        raise CacheUnusable("there is no home folder to keep a cache in; set PEACEDATA_CACHE to a folder") from None


def open_regular(path: Path, flags: int = os.O_RDONLY) -> BinaryIO:
    """Open a file that is one: not a link, and not a pipe, which would be waited for.

    Raises:
        OSError: if it is not there, cannot be opened, or is something else.
    """
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
        flags |= getattr(os, name, 0)
    descriptor = os.open(path, flags, 0o666)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "it is not a regular file, remove it", str(path))
    return os.fdopen(descriptor, "r+b" if flags & os.O_RDWR else "rb")


def read_regular(path: Path) -> bytes | None:
    """The bytes of a file; None if there is none, or something else.

    Raises:
        PermissionError: if it may not be read, for then nobody knows what there is.
    """
    try:
        with open_regular(path) as file:
            return file.read()
    except PermissionError:
        raise
    except OSError:
        return None


def digest_of_path(path: Path) -> str:
    """The SHA-256 of a file that is no link.

    Raises:
        OSError: as ``open_regular``.
    """
    sha256 = hashlib.sha256()
    with open_regular(path) as file:
        while chunk := file.read(_CHUNK):
            sha256.update(chunk)
    return sha256.hexdigest()


def discard(path: Path) -> None:
    """Remove whatever is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(FileNotFoundError):
            path.unlink()


def _try_lock(descriptor: int) -> bool:
    """Take the lock of an open file if nobody has it; the system gives it back when the process ends."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore] # Windows only
        except OSError:
            return False
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
