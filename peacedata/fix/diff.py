"""What a fix would change, as a unified diff."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from difflib import unified_diff

from peacedata.fix.plan import Planned

# Beyond so many lines difflib takes longer than anybody waits; then everything between the first and the last change
# is shown as taken out and put in again, which is a diff as well.
_MOST_COMPARED = 4000
_CONTEXT = 3


def diff_lines(one: Planned) -> Iterator[str]:
    """The lines of the diff of a file, without line ends; what stands before a line end, such as CR, is kept."""
    before, after = _lines(one.before, one), _lines(one.after, one)
    first, last = _same_ends(before, after)
    old, new = before[first : len(before) - last], after[first : len(after) - last]
    if len(old) + len(new) <= _MOST_COMPARED:
        # Long texts in common are left out of the comparison, but not of the numbers in the heads of the hunks.
        found = unified_diff(before, after, str(one.path), str(one.path), lineterm="\n", n=_CONTEXT)
    else:
        found = _whole(before, after, first, last, str(one.path))
    for line in found:
        yield line.removesuffix("\n")
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"


def _lines(content: bytes, one: Planned) -> list[str]:
    encoding = one.opened.sheet.shape.encoding if one.opened is not None else "utf-8"
    return io.StringIO(content.decode(encoding, "replace"), newline="\n").readlines()


def _same_ends(before: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    """How many lines are the same at the start and, apart from these, at the end."""
    least = min(len(before), len(after))
    first = next((i for i in range(least) if before[i] != after[i]), least)
    rest = least - first
    last = next((i for i in range(rest) if before[-1 - i] != after[-1 - i]), rest)
    return first, last


def _whole(before: Sequence[str], after: Sequence[str], first: int, last: int, path: str) -> Iterator[str]:
    start = max(0, first - _CONTEXT)
    stops = [min(len(lines), len(lines) - last + _CONTEXT) for lines in (before, after)]
    yield f"--- {path}\n"
    yield f"+++ {path}\n"
    yield f"@@ -{start + 1},{stops[0] - start} +{start + 1},{stops[1] - start} @@\n"
    yield from (" " + line for line in before[start:first])
    yield from ("-" + line for line in before[first : len(before) - last])
    yield from ("+" + line for line in after[first : len(after) - last])
    yield from (" " + line for line in before[len(before) - last : stops[0]])
