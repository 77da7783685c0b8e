"""Workbooks for tests: made by openpyxl, or part by part, as no spreadsheet would write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def relations(*given: tuple[str, str, str], external: str = "") -> str:
    """A part of relations: id, kind and target of each."""
    listed = "".join(f'<Relationship Id="{i}" Type="{_KIND}{kind}" Target="{to}"/>' for i, kind, to in given)
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{listed}{external}</Relationships>'


def parts(sheet: str = "<sheetData/>", *, name: str = "people", **more: str) -> dict[str, str | bytes]:
    """The parts of a workbook with one sheet, whose content is given as XML."""
    listed = f'<sheets><sheet name="{name}" sheetId="1" r:id="r1"/></sheets>'
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns:r="x">{listed}</workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("r1", "worksheet", "worksheets/sheet1.xml"),
            ("r2", "sharedStrings", "sharedStrings.xml"),
            ("r3", "styles", "styles.xml"),
        ),
        "xl/worksheets/sheet1.xml": f"<worksheet>{sheet}</worksheet>",
        **more,
    }


def zipped(path: Path, given: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write the parts as a workbook."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in given.items():
            archive.writestr(name, data)
    return path


def made(path: Path, fill: Callable[[Any], None], source: Path | bytes | None = None) -> Path:
    """Write a workbook with openpyxl; ``fill`` is given the book."""
    if source is None:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
    else:
        book = openpyxl.load_workbook(io.BytesIO(source) if isinstance(source, bytes) else source)
    fill(book)
    book.save(path)
    return path


def text_row(*texts: str, number: int = 1) -> str:
    """A row of inline texts."""
    cells = "".join(f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>' for text in texts)
    return f'<row r="{number}">{cells}</row>'
