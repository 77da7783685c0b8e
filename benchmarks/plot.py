"""Draw the results: wall time and peak memory of each peer over the number of rows, both axes logarithmic.

It runs in an environment of its own (``requirements/plot.in``): ``python -m benchmarks.plot latest.json latest.svg``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import altair as alt

from benchmarks.peers import PEERS


def points(results: dict[str, Any]) -> list[dict[str, Any]]:
    """One point for each peer and size of the sound table."""
    titles = {peer.name: peer.title for peer in PEERS}
    return [
        {
            "peer": titles[name],
            "rows": case["rows"],
            "wall": sorted(runs["wall"])[len(runs["wall"]) // 2],
            "memory": max(runs["memory"]),
        }
        for case in results["cases"].values()
        if case["name"].startswith("clean-")
        for name, runs in case["peers"].items()
        if runs["wall"] and not runs["failed"]
    ]


def panel(data: alt.Data, metric: str, title: str) -> alt.LayerChart:
    """One metric over the number of rows; ours is drawn thicker."""
    titles = [peer.title for peer in PEERS]
    base = alt.Chart(data, title=title, width=380, height=320).encode(
        x=alt.X("rows:Q", scale=alt.Scale(type="log"), title="rows", axis=alt.Axis(format="~s", tickCount=4)),
        y=alt.Y(f"{metric}:Q", scale=alt.Scale(type="log"), title=None, axis=alt.Axis(format="~g", tickCount=5)),
        color=alt.Color("peer:N", sort=titles, title=None, scale=alt.Scale(scheme="tableau10", domain=titles)),
        size=alt.condition(f"datum.peer == '{PEERS[0].title}'", alt.value(4), alt.value(1.5)),
    )
    return base.mark_line() + base.encode(size=alt.value(50)).mark_point(filled=True)


def main() -> None:
    """Read the JSON, write the SVG."""
    source, target = sys.argv[1:]
    results = json.loads(Path(source).read_text(encoding="utf-8"))
    data = alt.Data(values=points(results))
    machine = results["machine"]
    under = f"{machine['processor']}, {machine['cores']} cores, Python {machine['python']}; sound reference table"
    chart = alt.hconcat(
        panel(data, "wall", "Wall time in seconds, whole process"),
        panel(data, "memory", "Peak memory in MiB"),
        title=alt.TitleParams("Checking a table of 16 columns", subtitle=under),
    )
    chart.save(target, format="svg")


if __name__ == "__main__":
    main()
