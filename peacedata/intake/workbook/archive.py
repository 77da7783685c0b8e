"""The zip that a workbook is: caps are looked at before its list is read; no entry grows beyond what it declares."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from peacedata.intake.files import open_file
from peacedata.intake.limits import Limits
from peacedata.intake.workbook.limits import WorkbookLimits
from peacedata.intake.workbook.problem import Kind, UnfitWorkbook

# The end record, from PKWARE's APPNOTE.TXT, 4.3.16; 4.3.15 is the mark of its form for huge archives.
_END = struct.Struct("<4s4H2LH")
_END_SIGNATURE, _ZIP64_SIGNATURE = b"PK\x05\x06", b"PK\x06\x07"
_ZIP64_SIZE, _LONGEST_COMMENT = 20, 65_535
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BLOCK = 1 << 16
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_unsafe_name = re.compile(r"^[/~]|^[A-Za-z]:|\\|(?:^|/)\.\.(?:/|$)|[\x00-\x1f\x7f]").search
_AS_XLSX = "open it in a spreadsheet and save it as 'Excel Workbook (.xlsx)'"


class Parts:
    """The parts of a workbook by their names.

    Args:
        path: the file, as the user named it.
        caps: when to refuse it.
        limits: of the file, and whether links are followed.

    Raises:
        Refused: if the file cannot be opened safely.
        UnfitWorkbook: if it is no workbook, unsafe or too large.
    """

    def __init__(self, path: Path, caps: WorkbookLimits, limits: Limits) -> None:
        self._caps = caps
        with open_file(None, path, Limits(file=caps.file, trusted=limits.trusted)) as file:
            data = file.read(caps.file + 1)
        self.size = len(data)
        _refuse_other_formats(data)
        self._check_end(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
            _no_workbook(f"its zip archive is damaged ({error})")
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._check_entries(entries)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts."""
        return tuple(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def blocks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part.

        Raises:
            UnfitWorkbook: if the part is missing or damaged.
        """
        if name not in self._entries:
            _no_workbook(f"its part {name[:80]!r} is missing")
        try:
            with self._zip.open(self._entries[name]) as part:
                while block := part.read(_BLOCK):
                    yield block
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
            _no_workbook(f"its part {name[:80]!r} is damaged ({str(error)[:80]})")

    def _check_end(self, data: bytes) -> None:
        """Look at the end record as zipfile will, before it reads the list that the record speaks of."""
        at = len(data) - _END.size
        if at < 0 or data[at : at + 4] != _END_SIGNATURE or data[-2:] != b"\0\0":
            at = data.rfind(_END_SIGNATURE, max(0, len(data) - _END.size - _LONGEST_COMMENT))
        if at < 0 or at + _END.size > len(data):
            _no_workbook("it begins like a zip archive but is cut short")
        _, _, _, _, entries, size, _, _ = _END.unpack_from(data, at)
        if data[max(0, at - _ZIP64_SIZE) : at].startswith(_ZIP64_SIGNATURE):
            entries = self._caps.entries + 1
        if entries > self._caps.entries or size > self._caps.directory:
            self._too_many()

    def _check_entries(self, entries: list[zipfile.ZipInfo]) -> None:
        caps, expanded = self._caps, 0
        if len(entries) > caps.entries:
            self._too_many()
        for entry in entries:
            name, shown = entry.filename, repr(entry.filename[:80])
            if _unsafe_name(name) or name in self._entries:
                how = "twice" if name in self._entries else "which leads out of it"
                raise UnfitWorkbook(
                    Kind.UNSAFE, f"the workbook holds a part {shown} {how}", f"do not trust it; {_RESAVE}"
                )
            if entry.flag_bits & 0x1:
                _encrypted()
            if entry.compress_type not in _METHODS:
                _no_workbook(f"its part {shown} is compressed in a way that no spreadsheet uses")
            expanded += entry.file_size
            grown = entry.file_size > caps.ratio * max(1, entry.compress_size)
            if expanded > caps.expanded or (grown and entry.file_size > caps.small):
                raise UnfitWorkbook(
                    Kind.TOO_LARGE,
                    f"the workbook expands beyond the limit: its part {shown} has {entry.file_size:,} bytes from "
                    f"{entry.compress_size:,}; at most {caps.expanded:,} in all are read, and of one {caps.ratio} "
                    "times its compressed size",
                    SLIM,
                )
            self._entries[name] = entry

    def _too_many(self) -> NoReturn:
        message = f"the workbook holds more than {self._caps.entries:,} files"
        raise UnfitWorkbook(Kind.TOO_LARGE, message, SLIM)


SLIM = "copy the rows alone into a fresh workbook of `peacedata template`; formatted empty rows make a file large"
_RESAVE = "copy its rows into a fresh workbook of `peacedata template`"


def _refuse_other_formats(data: bytes) -> None:
    """Say what a file is that is no zip with a workbook in it."""
    if not data:
        _no_workbook("it is empty")
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            _encrypted()
        _no_workbook("it is a workbook of the old format .xls")
    if not data.startswith(b"PK"):
        start = data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
        what = "it is a web page or XML" if start.startswith(b"<") else "it is no zip archive, as every .xlsx is"
        _no_workbook(what, "if it is a CSV, name it after its table, such as events.csv")
    if b"mimetypeapplication/vnd.oasis.opendocument" in data[:200]:
        _no_workbook("it is an OpenDocument file (.ods)")


def _encrypted() -> NoReturn:
    _no_workbook("it is protected with a password", "remove the password in the spreadsheet and save it again")


def _no_workbook(why: str, hint: str = _AS_XLSX) -> NoReturn:
    raise UnfitWorkbook(Kind.NO_WORKBOOK, f"the file cannot be read as a workbook: {why}", hint)


def no_workbook(why: str) -> UnfitWorkbook:
    """The refusal of a file whose parts are not those of a workbook."""
    return UnfitWorkbook(Kind.NO_WORKBOOK, f"the file cannot be read as a workbook: {why}", _AS_XLSX)


def resolve(base: str, target: str) -> str:
    """The name of the part that a relation of another part names."""
    joined = target[1:] if target.startswith("/") else posixpath.join(posixpath.dirname(base), target)
    return posixpath.normpath(joined)
