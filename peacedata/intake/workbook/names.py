"""What is taken for a workbook by its name."""

from __future__ import annotations

from pathlib import Path

# All but the first are refused with a word on how to save them.
SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods")


def is_workbook(path: Path) -> bool:
    """Whether a path is named like a workbook."""
    return path.suffix.lower() in SUFFIXES
