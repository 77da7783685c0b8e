"""Writes text in Unicode normal form C."""

from __future__ import annotations

import unicodedata

from peacedata.fix.column import Column
from peacedata.fix.fixer import Fixer
from peacedata.fix.stage import Stage


def _mend(column: Column, text: str) -> str | None:
    """The same text, for whoever reads it: normal form C is what canonical equivalence is for.

    Source: Unicode Standard Annex 15, https://unicode.org/reports/tr15/
    """
    return None if text.isascii() else unicodedata.normalize("NFC", text)


FIXER = Fixer(
    name="normal-form",
    says="Writes text in Unicode normal form C.",
    stage=Stage.TEXT,
    mends=("PD231", "PD232", "PD236", "PD412"),
    mend=_mend,
)
