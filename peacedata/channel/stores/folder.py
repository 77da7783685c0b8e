"""A channel in a folder, which any web server can serve."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from peacedata.channel.stores.protocol import Blob, Content, Proven, chunks
from peacedata.errors import StoreFault
from peacedata.intake.files import open_file
from peacedata.intake.refused import Reason, Refused

# A web server runs as somebody else, so everybody may read, whatever the umask of who publishes.
_FILE_MODE, _FOLDER_MODE = 0o644, 0o755
PARTIAL = ".partial"


class FolderStore:
    """A folder on a file system with hard links and locks, such as every local one.

    A file is written beside its place under a name that begins with a dot, made durable, and then linked to its name,
    which fails if there is one. The commit point is replaced by renaming, under a lock of its folder.
    """

    def __init__(self, path: Path) -> None:
        if path.exists() and not path.is_dir():
            raise StoreFault(f"{path} is a file; expected a folder, or s3://bucket/prefix")
        self._root = path.resolve()
        self.name = str(path)

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self._root

    def read(self, path: str, most: int) -> Blob | None:
        """See ``Store.read``."""
        try:
            with open_file(self._root, path) as file:
                data = file.read(most + 1)
        except Refused as error:
            if error.reason == Reason.MISSING:
                return None
            raise self._fault(path, error.message) from None
        if len(data) > most:
            raise self._fault(path, f"it has more than {most} bytes")
        return Blob(data, hashlib.sha256(data).hexdigest())

    def open(self, path: str) -> BinaryIO:
        """See ``Store.open``."""
        try:
            return open_file(self._root, path)
        except Refused as error:
            raise self._fault(path, error.message) from None

    def create(self, path: str, content: Content) -> bool:
        """See ``Store.create``."""
        with self._failing(path):
            place = self._place(path)
            if os.path.lexists(place):
                return False
            with self._written(place, content) as partial:
                try:
                    os.link(partial, place)
                except FileExistsError:
                    return False
            _sync(place.parent)
            return True

    def replace(self, path: str, data: bytes, token: str) -> bool:
        """See ``Store.replace``."""
        with self._failing(path):
            place = self._place(path)
            with _locked(place.parent):
                now = self.read(path, max(len(data), 1 << 20))
                if now is None or now.token != token:
                    return False
                with self._written(place, Content.of(data)) as partial:
                    partial.replace(place)
                _sync(place.parent)
                return True

    def names(self, prefix: str) -> Iterator[tuple[str, int]]:
        """See ``Store.names``."""
        waiting = [prefix]
        while waiting:
            folder = waiting.pop()
            with self._failing(folder):
                try:
                    entries = sorted(os.scandir(self._root / folder), key=lambda entry: entry.name)
                except FileNotFoundError:
                    continue
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{folder}{entry.name}/")
                else:
                    yield folder + entry.name, entry.stat(follow_symlinks=False).st_size

    def remove(self, path: str) -> None:
        """See ``Store.remove``; empty folders above it go too."""
        with self._failing(path):
            (self._root / path).unlink(missing_ok=True)
            for parent in list((self._root / path).parents)[: path.count("/")]:
                with suppress(OSError):
                    parent.rmdir()

    def switch_dialect(self) -> bool:
        """See ``Store.switch_dialect``: a folder has one."""
        return False

    def _place(self, path: str) -> Path:
        """The path of a file, in folders that are made where they are missing and are never links."""
        folder = self._root
        if not folder.is_dir():
            folder.mkdir(parents=True)
            folder.chmod(_FOLDER_MODE)
        *parents, name = path.split("/")
        for part in parents:
            folder = folder / part
            with suppress(FileExistsError):
                folder.mkdir()
                folder.chmod(_FOLDER_MODE)
                _sync(folder.parent)
            if not stat.S_ISDIR(folder.lstat().st_mode):
                raise self._fault(path, f"{part} is a link or a file, expected a folder")
        return folder / name

    @contextmanager
    def _written(self, place: Path, content: Content) -> Iterator[Path]:
        """The content in a file beside its place, durable; it is gone at the end of the block."""
        partial = place.with_name(f".{secrets.token_hex(8)}{PARTIAL}")
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0)
        try:
            with os.fdopen(os.open(partial, flags, 0o600), "wb") as out, Proven(content, place.name) as source:
                for chunk in chunks(source):
                    out.write(chunk)
                out.flush()
                os.fchmod(out.fileno(), _FILE_MODE)
                os.fsync(out.fileno())
            yield partial
        finally:
            partial.unlink(missing_ok=True)

    @contextmanager
    def _failing(self, path: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._fault(path, error.strerror or str(error)) from error

    def _fault(self, path: str, why: str) -> StoreFault:
        return StoreFault(f"{path} in {self.name}: {why}")


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder; the system lets go of it when the process ends, however it ends."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _sync(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
