"""Spells codes as their list does."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from peacedata.check.field import FieldCheck
from peacedata.fix.column import Column
from peacedata.fix.fixer import Fixer
from peacedata.fix.stage import Stage

# What people put between the words of a code: blanks, underscores, hyphens and dashes.
_BETWEEN = re.compile("[\\s_\u2010-\u2015\u2212-]+")
# Words with two correct spellings, in Britain and in the United States.
_SPELLINGS = {
    "canceled": "cancelled",
    "cancelation": "cancellation",
    "center": "centre",
    "defense": "defence",
    "initialed": "initialled",
    "labor": "labour",
    "organization": "organisation",
    "organizations": "organisations",
    "program": "programme",
    "recognized": "recognised",
}


def _mend(column: Column, text: str) -> str | None:
    """The one code that is written or labelled so, but for case, hyphens and spelling; None if there are two."""
    field = column.field
    if field is None or (field.words is None and field.type.name != "boolean"):
        return None
    return _spellings(field).get(_folded(text))


@lru_cache(maxsize=256)
def _spellings(field: FieldCheck) -> Mapping[str, str | None]:
    """What each folded code and label stands for; None if that could be several codes."""
    found: dict[str, str | None] = {}
    words = field.words if field.words is not None else dict.fromkeys(field.type.words, "")
    for code, label in words.items():
        for written in filter(None, (code, label)):
            folded = _folded(written)
            # Two words for the same value, such as True and TRUE, are one meaning; the first is what we write.
            same = folded not in found or _same(field, found[folded], code)
            found[folded] = (found.get(folded) or code) if same else None
    return found


def _same(field: FieldCheck, one: str | None, other: str) -> bool:
    return one is not None and field.value(one) == field.value(other)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text.strip()).casefold())
    return "_".join(_SPELLINGS.get(word, word) for word in _BETWEEN.split(plain))


FIXER = Fixer(
    name="codes",
    says="Spells codes as their list does: case, hyphens, blanks, British and American spelling, and labels in place "
    "of codes; only if one code alone can be meant.",
    stage=Stage.VALUES,
    mends=("PD220", "PD232", "PD236"),
    mend=_mend,
)
