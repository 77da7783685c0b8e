"""What a fixer is, and how all of them are found."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from peacedata.fix.stage import Stage

if TYPE_CHECKING:
    from peacedata.fix.column import Column
    from peacedata.fix.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixer:
    """One thing that is mended.

    Attributes:
        name: what it is called in the output.
        says: one sentence that says what it does.
        stage: when it runs.
        mends: the finding codes that it can make vanish.
        fix: mends a sheet as a whole and gives the number of places that it changed.
        mend: gives the text that a cell should have, or None if it has nothing to say about it. It need not know
            whether the result is right: whoever asks keeps it only then.
    """

    name: str
    says: str
    stage: Stage
    mends: tuple[str, ...] = ()
    fix: Callable[[Sheet], int] | None = None
    mend: Callable[[Column, str], str | None] | None = None


@cache
def fixers() -> tuple[Fixer, ...]:
    """Every fixer in the order in which they run; one is found because its file is in ``peacedata/fix/fixers``."""
    package = importlib.import_module("peacedata.fix.fixers")
    names = (module.name for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."))
    found: list[Fixer] = [importlib.import_module(name).FIXER for name in names]
    return tuple(sorted(found, key=lambda fixer: (fixer.stage, fixer.name)))
