"""A progress bar for files that take longer than a moment, on terminals only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

_PATIENCE = 1.0  # seconds before a bar is worth its line


@contextmanager
def progress(files: Iterable[Path]) -> Iterator[Callable[[int], None] | None]:
    """Show how much of some files was read.

    Args:
        files: the files, whose sizes are the whole.

    Yields:
        What the engine calls with the bytes read of the current file; None where nobody looks.
    """
    if not sys.stderr.isatty():
        yield None
        return
    total = sum(path.stat().st_size for path in files if path.is_file())
    with click.progressbar(length=total, label="checking", file=sys.stderr) as bar:
        bar.hidden = True
        started, last = time.monotonic(), 0

        def show(read: int) -> None:
            nonlocal last
            bar.hidden = bar.hidden and time.monotonic() - started < _PATIENCE
            bar.update(read - last if read >= last else read)  # a smaller number is the next file
            last = read

        yield show
