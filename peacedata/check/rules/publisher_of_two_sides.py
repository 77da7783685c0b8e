"""PD619: a publisher on two sides."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.dataset.dataset import Dataset
from peacedata.model import Source


@rule(
    "PD619",
    Dataset,
    severity=Severity.WARNING,
    says="Sources of one publisher are near different sides.",
    why="aligned_actor_id says whose account a source gives; it goes with the publisher. Where a publisher changed "
    "hands, let its name say which of the two it was.",
    mend="Give all sources of the publisher the same `aligned_actor_id`, or tell two publishers apart by name.",
    related=("PD608",),
    bad={
        "actors": [{"actor_id": "russia"}],
        "sources": [
            {"source_id": "a", "url": "https://example.org/1", "publisher": "TASS", "aligned_actor_id": "russia"},
            {"source_id": "b", "url": "https://example.org/2", "publisher": "TASS", "aligned_actor_id": ""},
        ],
    },
    good={
        "actors": [{"actor_id": "russia"}],
        "sources": [
            {"source_id": "a", "url": "https://example.org/1", "publisher": "TASS", "aligned_actor_id": "russia"},
            {"source_id": "b", "url": "https://example.org/2", "publisher": "TASS", "aligned_actor_id": "russia"},
        ],
    },
)
def publisher_of_two_sides(dataset: Dataset, context: Context) -> Iterator[Problem]:
    """The rarer side of each publisher is reported."""
    publishers: dict[str, list[Source]] = defaultdict(list)
    for source in dataset.sources:
        publishers[source.publisher].append(source)
    for publisher, sources in publishers.items():
        usual, times = Counter(source.aligned_actor_id for source in sources).most_common(1)[0]
        for source in sources:
            if source.aligned_actor_id != usual:
                mine, theirs = source.aligned_actor_id or "nobody", usual or "nobody"
                found = f"near {mine} here, but {publisher} is near {theirs} in {times} other source{'s' * (times > 1)}"
                yield Problem("aligned_actor_id", found, "use one of the two throughout", source)
