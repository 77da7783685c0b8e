"""The canonical text of a record: a cell is quoted only if it could not be read otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache


@lru_cache(maxsize=16)
def _needs_quotes(delimiter: str, quote: str) -> Callable[[str], object]:
    return re.compile(f"[{re.escape(delimiter + quote)}\r\n]").search


def record_text(cells: Sequence[str], delimiter: str = ",", quote: str = '"') -> str:
    """One record without its line end.

    A cell is quoted only if it holds the delimiter, a quote, CR or LF. An empty cell is never quoted, because some
    readers take a quoted one for an empty text and a bare one for a missing value, and here both are missing; the only
    cell of a record is the exception, since a bare one would be a blank line. Blanks at the ends of a cell are part of
    its value and are left bare, as RFC 4180 reads them.

    Args:
        cells: the cells.
        delimiter: what stands between them.
        quote: what stands around them where it must; empty if the dialect has no quotes.

    Source: RFC 4180, https://www.rfc-editor.org/rfc/rfc4180
    """
    # Not csv.writer: with LF as its line end it quotes a lone CR only from Python 3.13 on, and a release's identity
    # must not depend on who builds it.
    if not quote:
        return delimiter.join(cells)
    if len(cells) == 1 and not cells[0]:
        return quote * 2
    needs = _needs_quotes(delimiter, quote)
    text = delimiter.join(cells)
    if quote not in text and text.count(delimiter) == len(cells) - 1 and "\n" not in text and "\r" not in text:
        return text
    return delimiter.join(
        [quote + cell.replace(quote, quote * 2) + quote if cell and needs(cell) else cell for cell in cells]
    )
