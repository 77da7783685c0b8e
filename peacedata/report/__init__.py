"""Findings as text, JSON and the formats of other tools: one file per format."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from peacedata.check.report import Report

Writer = Callable[["Report", TextIO], None]

# What the command line offers: every module of this package that has a function ``write``, imported when it is used; a
# test keeps the list complete.
FORMATS = ("text", "json", "frictionless", "github", "html", "junit", "markdown", "sarif")


def writer(name: str) -> Writer:
    """The writer of a format.

    Raises:
        ValueError: if there is no such format.
    """
    if name not in FORMATS:
        raise ValueError(f"{name!r} is no report format; there are {', '.join(FORMATS)}")
    write: Writer = importlib.import_module(f"{__name__}.{name}").write
    return write
