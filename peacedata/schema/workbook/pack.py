"""A workbook as bytes that depend on its content alone: no clock, no compressor, no XML library."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING
from xml.etree.ElementTree import canonicalize

if TYPE_CHECKING:
    from openpyxl import Workbook

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that the format can say
_REGULAR_FILE = 0o100644 << 16
_UNIX = 3
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CORE = "docProps/core.xml"
_times = re.compile(r"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


def packed(book: Workbook, created: datetime | None) -> bytes:
    """The bytes of a workbook.

    The parts are canonical XML, so that they do not depend on whether lxml is installed, in a stored zip in which every
    entry has the same time. They do depend on the version of openpyxl, which the file states as its maker.

    Args:
        book: the workbook.
        created: the time that its properties state; None states none.

    Source: Canonical XML 2.0, https://www.w3.org/TR/xml-c14n2/
    """
    saved = io.BytesIO()
    if created is not None:
        book.properties.created = created
    book.save(saved)
    made = io.BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as new:
        names = old.namelist()
        # Readers that stream want to meet the content types first.
        for name in sorted(names, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.external_attr, entry.create_system = _REGULAR_FILE, _UNIX
            new.writestr(entry, _part(name, old.read(name), created))
    return made.getvalue()


def _part(name: str, data: bytes, created: datetime | None) -> bytes:
    text = canonicalize(data.decode("utf-8"))
    if name == _CORE:
        stated = f"{created:%Y-%m-%dT%H:%M:%SZ}" if created else ""
        text = _times.sub(lambda found: re.sub(r">[^<]*<", f">{stated}<", found[0]) if stated else "", text)
    return (_DECLARATION + text).encode("utf-8")
