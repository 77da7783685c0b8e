"""Bytes on their way to the decoder: what no data file should hold is met here, before anything else sees it."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Sized
from typing import IO, BinaryIO, cast

from peacedata.intake.limits import Limits
from peacedata.intake.refused import Reason, Refused

# Control characters but TAB, LF and CR; C1 controls; the controls of bidirectional text.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069]")
# The same in UTF-8; each starts with one literal byte, which is looked for first.
_C1 = re.compile(rb"\xc2[\x80-\x9f]")
_BIDI = re.compile(rb"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])")
_HARMLESS = bytes({*range(256)} - {*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F})
_BLOCK = 1 << 18


class Scanner(io.BufferedIOBase):
    """A stream of blocks that refuses forbidden characters of UTF-8 text and records without an end.

    Attributes:
        total: bytes read so far.
        bom: whether the file starts with a byte order mark of UTF-8, which is left out.
        crlf: whether a CR was met.
        progress: the list of records of the current batch; the record limit counts from its last growth.
    """

    def __init__(self, file: BinaryIO, limits: Limits, *, utf8: bool) -> None:
        super().__init__()
        self._file = file
        self._limits = limits
        self._utf8 = utf8
        self._tail = b""
        self._since = 0
        self._batch: Sized = ()
        self._seen = 0
        self.total = 0
        self.bom = False
        self.crlf = False
        self.progress: Sized = ()

    def readable(self) -> bool:
        """It can be read."""
        return True

    def read1(self, size: int = -1, /) -> bytes:
        """The next block, whatever size is asked for."""
        block = self._file.read(_BLOCK)
        size = len(block)
        first = not self.total
        self.total += size
        if first and self._utf8 and block.startswith(codecs.BOM_UTF8):
            self.bom = True
            block = block[3:] or self.read1()
        if self._utf8:
            self._look(block)
        self._count(size)
        if not self.crlf and b"\r" in block:
            self.crlf = True
        return block

    def read(self, size: int | None = -1, /) -> bytes:
        """The next block; the decoder above never asks for more."""
        return self.read1()

    def _look(self, block: bytes) -> None:
        if block.translate(None, _HARMLESS):
            raise ForbiddenCharacter
        if not block.isascii() or self._tail:
            joined = self._tail + block
            if _C1.search(joined) or _BIDI.search(joined):
                raise ForbiddenCharacter
            self._tail = b"" if joined[-2:].isascii() else joined[-2:]

    def _count(self, size: int) -> None:
        if self.progress is not self._batch or len(self.progress) != self._seen:
            self._batch, self._seen = self.progress, len(self.progress)
            self._since = 0
        self._since += size
        if self._since > self._limits.record + _BLOCK:
            raise Refused(
                Reason.RECORD_TOO_LONG,
                f"a record has no end within {self._limits.record} bytes",
                hint="look for a quote that is opened and never closed",
            )


class ForbiddenCharacter(Exception):  # it is a signal inside intake, never an error of the caller
    """A control character was met; where it stands is found by reading once more."""


def text_of(file: BinaryIO, encoding: str, limits: Limits) -> tuple[Scanner, io.TextIOWrapper]:
    """The file as text, with line ends kept, and the scanner below it."""
    name = codecs.lookup(encoding).name
    scanner = Scanner(file, limits, utf8=name == "utf-8")
    stream = cast("IO[bytes]", scanner)  # the wrapper asks for bytes only; an abstract stream is all that it needs
    return scanner, io.TextIOWrapper(stream, encoding=name, errors="strict", newline="")


def locate(file: BinaryIO, encoding: str) -> tuple[int, str]:
    """Line of the first byte that cannot be decoded or the first forbidden character, and what it is.

    The file is read from its start, a block at a time.
    """
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)(errors="strict")
    line, last = 1, ""
    while True:
        block = file.read(_BLOCK)
        bad = None
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            bad = f"byte 0x{error.object[error.start]:02x}"
            text = error.object[: error.start].decode(encoding, errors="ignore")
        except UnicodeError:  # UTF-16 or UTF-32 without the mark that says in which order its bytes stand
            return line, ""
        found = FORBIDDEN.search(text)
        if found:
            text, bad = text[: found.start()], f"U+{ord(found[0]):04X}"
        line += text.count("\n") + text.count("\r") - text.count("\r\n")
        line -= last == "\r" and text.startswith("\n")
        last = text[-1:] or last
        if bad or not block:
            return line, bad or ""
