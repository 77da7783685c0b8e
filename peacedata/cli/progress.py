"""A progress bar for files that take longer than a moment, on terminals only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

_PATIENCE = 1.0  # seconds before a bar is worth its line


@contextmanager
def progress(files: Iterable[Path]) -> Iterator[Callable[[int], None] | None]:
    """Show how much of some files was read, once it takes longer than a moment.

    Args:
        files: the files, whose sizes are the whole.

    Yields:
        What the engine calls with the bytes read of the current file; None where nobody looks.
    """
    if not sys.stderr.isatty():
        yield None
        return
    started, seen, last = time.monotonic(), 0, 0
    with ExitStack() as stack:
        bar = None

        def show(read: int) -> None:
            nonlocal bar, seen, last
            step = read - last if read >= last else read  # a smaller number is the next file
            last = read
            if bar is not None:
                bar.update(step)
                return
            seen += step
            if time.monotonic() - started > _PATIENCE:
                total = sum(path.stat().st_size for path in files if path.is_file())
                bar = stack.enter_context(click.progressbar(length=total, label="checking", file=sys.stderr))
                bar.update(seen)

        yield show
