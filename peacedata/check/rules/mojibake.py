"""PD413: text that was read in the wrong encoding."""

from __future__ import annotations

import re
from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.check.texts import suspects
from peacedata.dataset.dataset import Dataset


def _read_as(page: str) -> str:
    """What the bytes 80 to BF, which continue a character in UTF-8, become in a code page, escaped for a regex.

    Where the page has no character, programs leave the control character of that number.
    """
    rest = {bytes([byte]).decode(page, "replace") for byte in range(0x80, 0xC0)} - {"\ufffd"}
    return re.escape("".join(sorted(rest | set(map(chr, range(0x80, 0xA0))))))


# The two code pages that texts of the region pass through. A letter that starts two bytes, or a mark that starts three.
_WEST, _EAST = _read_as("cp1252"), _read_as("cp1251")
SIGN = re.compile(rf"\ufffd|[Â-ß][{_WEST}]|[à-ï][{_WEST}]{{2}}|(?:[В-Я][{_EAST}]){{2}}|в[Ђ„][{_EAST}]")
_RUN = re.compile(rf"[Â-ôВ-п{_WEST}{_EAST}]{{2,}}")
# What such a run must turn into to count: letters of European scripts, and the marks of printed text.
_LETTERS = r"\u00c0-\u024f\u0370-\u045f\u0490\u0491"
_SENSE = re.compile(rf"[{_LETTERS}\u00a0-\u00bf\u2010-\u203a\u20ac\u2116]+")


@rule(
    "PD413",
    Dataset,
    says="A text was read in the wrong encoding: 'Ã©' for 'é', 'Ð¸' or 'Рё' for 'и', '�' for anything.",
    why="Somebody saved UTF-8 as another code page, often a spreadsheet. '�' is lost for good: look the text up again.",
    mend="Save the file as UTF-8 and paste the text anew from its source. A `�` cannot be undone by any program.",
    related=("PD108", "PD412"),
    bad={"places": [{"place_id": "benouville", "name": "BÃ©nouville"}]},
    good={"places": [{"place_id": "benouville", "name": "Bénouville"}]},
)
def mojibake(dataset: Dataset, context: Context) -> Iterator[Problem]:
    """A run counts if its bytes in one of the code pages are UTF-8 and say something."""
    for record, column, text in suspects(context, SIGN.search, beyond_ascii=True):
        if "\ufffd" in text:
            yield Problem(column, f"{column} has lost a character: {text!r}", "look the text up again", record)
            continue
        for run in _RUN.findall(text):
            meant = _meant(run)
            if meant:
                yield Problem(column, f"{column} holds {run!r}, which is {meant!r} misread", f"write {meant}", record)
                break


def _meant(run: str) -> str | None:
    """What the run was before it was misread; None if it may stand as it is."""
    for page in ("cp1252", "cp1251"):
        try:
            meant = b"".join(bytes([ord(c)]) if "\x80" <= c < "\xa0" else c.encode(page) for c in run).decode()
        except UnicodeError:
            continue
        if _SENSE.fullmatch(meant) and (
            page == "cp1252" or run[:2] in ("вЂ", "в„") or re.search(f"[{_LETTERS}]", meant)
        ):
            return meant
    return None
