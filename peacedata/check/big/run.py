"""Ranges in line or in threads; their parts come back in order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator

from peacedata.check.big.cut import Range
from peacedata.check.big.part import Part

Work = Callable[[bytearray, frozenset[str]], Part]
_MOST_THREADS = 4


def run_ranges(
    ranges: Iterable[Range], work: Work, full: Callable[[], frozenset[str]], threads: int = 0
) -> Iterator[tuple[Range, Part]]:
    """Work on ranges, a few at a time.

    Args:
        ranges: the ranges.
        work: what is done on each.
        full: the codes of which no further finding is kept.
        threads: how many threads work; 1 for none but the caller's, 0 for as many as there are processors.
    """
    threads = threads or min(_MOST_THREADS, os.cpu_count() or 1)
    if threads == 1:
        for one in ranges:
            yield _light(one), work(one.data, full())
        return
    from concurrent.futures import Future, ThreadPoolExecutor

    waiting: deque[tuple[Range, Future[Part]]] = deque()
    with ThreadPoolExecutor(threads, "thread") as pool:
        try:
            for one in ranges:
                waiting.append((_light(one), pool.submit(work, one.data, full())))
                if len(waiting) > threads:
                    done, future = waiting.popleft()
                    yield done, future.result()
            while waiting:
                done, future = waiting.popleft()
                yield done, future.result()
        finally:
            for _, future in waiting:
                future.cancel()


def _light(one: Range) -> Range:
    """A range without its data."""
    return one._replace(data=bytearray())
