"""XML of a stranger, element by element: no document type, so no entity; nothing nested deeply; no endless tag.

The parser is expat, as it comes with Python: it hands out one element after the other, so that memory is bounded by
what is kept. Namespaces are left aside, since transitional and strict workbooks differ in nothing else that matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.parsers import expat

from peacedata.intake.workbook.archive import SLIM, no_workbook
from peacedata.intake.workbook.limits import WorkbookLimits
from peacedata.intake.workbook.problem import Kind, UnfitWorkbook


class Budget:
    """What may still be spent on one workbook: tags, and characters of text."""

    def __init__(self, caps: WorkbookLimits) -> None:
        self.caps = caps
        self.tags, self.text = caps.tags, caps.text

    def spend_tags(self, number: int) -> None:
        """Count tags, before they are parsed.

        Raises:
            UnfitWorkbook: if they are too many.
        """
        self.tags -= number
        if self.tags < 0:
            raise _too_large(self.caps)

    def spend_text(self, characters: int) -> None:
        """Count the characters of a cell.

        Raises:
            UnfitWorkbook: if it was the last straw.
        """
        self.text -= characters
        if self.text < 0:
            message = f"the cells of the workbook hold more than {self.caps.text:,} characters"
            raise UnfitWorkbook(Kind.TOO_LARGE, message, SLIM)


class Reader:
    """Base of what reads one part: subclasses say what they want of ``start``, ``end`` and ``text``."""

    wants_text = False

    def __init__(self, budget: Budget) -> None:
        self.budget = budget

    def start(self, name: str, given: Mapping[str, str]) -> None:
        """An element begins; ``name`` has no prefix."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """Text between elements; called only if ``wants_text``."""

    def read(self, part: str, blocks: Iterable[bytes]) -> None:
        """Read a part.

        Raises:
            UnfitWorkbook: if it is no XML, holds a document type, or exceeds a limit.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        budget, depth, deepest, start, end = self.budget, 0, self.budget.caps.depth, self.start, self.end

        def begins(name: str, given: Mapping[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > deepest:
                raise _too_large(budget.caps)
            start(name if ":" not in name else name.rpartition(":")[2], given)

        def ends(name: str) -> None:
            nonlocal depth
            depth -= 1
            end(name if ":" not in name else name.rpartition(":")[2])

        parser.StartElementHandler, parser.EndElementHandler = begins, ends
        if self.wants_text:
            parser.CharacterDataHandler = self.text
        fed = 0
        try:
            for block in blocks:
                budget.spend_tags(block.count(b"<"))
                parser.Parse(block)
                fed += len(block)
                if fed - parser.CurrentByteIndex > budget.caps.token:
                    raise _too_large(budget.caps)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise no_workbook(f"its part {part[:80]!r} is no XML ({str(error)[:80]})") from None
        except (LookupError, UnicodeError):
            raise no_workbook(f"its part {part[:80]!r} is written in an unknown encoding") from None


def _too_large(caps: WorkbookLimits) -> UnfitWorkbook:
    message = (
        f"the workbook holds too much: at most {caps.tags:,} tags (of cells, values, rows and styles) are "
        f"read, nested at most {caps.depth} deep, with tags of at most {caps.token:,} bytes"
    )
    return UnfitWorkbook(Kind.TOO_LARGE, message, SLIM)


def _refuse_doctype(*_: object) -> None:
    raise UnfitWorkbook(
        Kind.UNSAFE,
        "the workbook holds a document type declaration, which can define entities",
        "no spreadsheet writes one: do not trust the file",
    )
