"""One JSON Lines file per table: a JSON object a line, typed, with the bounds of every date."""

from __future__ import annotations

import json
from pathlib import Path

from peacedata.release.exporters import Exporter
from peacedata.release.package import ReleasePackage
from peacedata.release.typed import plain, typed

# Some readers take these for the end of a line too, though JSON allows them inside a text.
_LINE_ENDS = str.maketrans({char: f"\\u{ord(char):04x}" for char in "\x85\u2028\u2029"})


def write(package: ReleasePackage, folder: Path) -> None:
    """Write ``jsonl/<table>.jsonl``: every column in every line, null where it is unknown.

    Numbers are written as numbers, whole ones of a column of fractions too with a fraction, so that a reader that
    guesses types gives a column one type. Dates are text as written, their bounds ISO dates.

    Raises:
        ValueError: if a cell is not of its column's type.

    Source: JSON Lines, https://jsonlines.org; RFC 8259, https://www.rfc-editor.org/rfc/rfc8259
    """
    (folder / "jsonl").mkdir()
    for name, table in package.tables.items():
        with (folder / "jsonl" / f"{name}.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            for row in table.rows:
                values = {column: plain(value) for column, value in typed(table.schema, row).items()}
                file.write(json.dumps(values, ensure_ascii=False).translate(_LINE_ENDS) + "\n")


EXPORTER = Exporter(
    name="jsonl",
    title="JSON Lines",
    media_type="application/jsonl",
    path="jsonl/<table>.jsonl",
    holds="Every table, one typed JSON object a line",
    write=write,
)
