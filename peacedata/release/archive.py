"""The files of a release inside its zip, read in memory; only an archive as a build writes it is taken."""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
from pathlib import Path
from typing import BinaryIO

from peacedata.errors import InvalidData
from peacedata.intake.files import open_file
from peacedata.intake.limits import Limits
from peacedata.release.listing import is_safe

MOST_ENTRIES = 1000
MOST_BYTES = 512 << 20

# The end record and the sizes of fixed parts, from PKWARE's APPNOTE.TXT, 4.3.7, 4.3.12 and 4.3.16.
_END = struct.Struct("<4s4H2LH")
_END_SIGNATURE = b"PK\x05\x06"
_LOCAL_HEADER, _CENTRAL_HEADER = 30, 46
_top_folder = re.compile(r"([a-z0-9][a-z0-9._-]*)/(.+)").fullmatch


class Archive:
    """A release as a zip: stored entries below one top folder, one after the other, and nothing else.

    Nothing is extracted and nothing can expand, since a compressed entry is refused; the caps are looked at before the
    directory of the archive is read.

    Args:
        path: the zip.

    Raises:
        InvalidData: if it cannot be read safely, is no zip, or is not as a build writes one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with open_file(None, path, Limits(file=MOST_BYTES)) as file:
            data = file.read(MOST_BYTES + 1)
        self._check_end(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise self._no_release(str(error)) from None
        self._entries: dict[str, zipfile.ZipInfo] = {}
        tops, position = set(), 0
        for entry in self._zip.infolist():
            found = _top_folder(entry.filename)
            self._check_entry(entry, found[2] if found else "")
            if found:
                tops.add(found[1])
                self._entries[found[2]] = entry
            if entry.header_offset != position:
                raise self._no_release("its files do not lie one after the other")
            position += _LOCAL_HEADER + len(entry.filename) + entry.file_size
        if len(tops) != 1:
            raise self._no_release(f"it has {len(tops)} top folders, not one")
        directory = sum(_CENTRAL_HEADER + len(entry.filename) for entry in self._zip.infolist())
        if position + directory + _END.size != len(data):
            raise self._no_release("it holds bytes that belong to no file")

    @property
    def names(self) -> frozenset[str]:
        """The paths of its files below the top folder."""
        return frozenset(self._entries)

    @property
    def irregular(self) -> dict[str, str]:
        """Empty, for an archive with anything but plain files is refused as a whole."""
        return {}

    def open(self, name: str) -> BinaryIO:
        """Open one file.

        Raises:
            InvalidData: if it is missing or its bytes do not fit the checksum inside the archive.
        """
        if name not in self._entries:
            raise InvalidData(f"{name} is not in {self._path}")
        try:
            return io.BytesIO(self._zip.read(self._entries[name]))
        except (zipfile.BadZipFile, EOFError, RuntimeError) as error:
            raise InvalidData(f"{name}: {error}") from None

    def _check_end(self, data: bytes) -> None:
        if len(data) < _END.size:
            raise self._no_release("it is too short")
        signature, _, _, _, entries, size, offset, comment = _END.unpack(data[-_END.size :])
        if signature != _END_SIGNATURE or comment or offset + size + _END.size != len(data):
            raise self._no_release("it is cut short, or bytes were added at its end")
        if entries > MOST_ENTRIES or size > MOST_ENTRIES * 1024:
            raise self._no_release(f"it has more than {MOST_ENTRIES} files")

    def _check_entry(self, entry: zipfile.ZipInfo, path: str) -> None:
        name = entry.filename[:80]
        if not is_safe(path):
            raise self._no_release(f"it names {name!r}, which is no path of a release's file")
        if path in self._entries:
            raise self._no_release(f"it holds {name!r} twice")
        if entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & 0x1 or entry.compress_size != entry.file_size:
            raise self._no_release(f"{name!r} is compressed or encrypted")
        if not stat.S_ISREG(entry.external_attr >> 16):
            raise self._no_release(f"{name!r} is not a regular file")

    def _no_release(self, why: str) -> InvalidData:
        return InvalidData(f"{self._path} is not a release's zip: {why}")
