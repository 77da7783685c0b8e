"""PD807: a new tombstone dated to a release that is out already."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.assertion import Fall, Step, assertion


@assertion(
    "PD807",
    says="A new tombstone names a release that is out already as the first one without the record.",
    why="The last release still has the record, so no release up to it is the first without. Who looks for the record "
    "would look in the wrong release.",
    mend="Write the version that is being prepared into `release`.",
    related=("PD801", "PD804"),
    bad={
        "earlier/events": [{"event_id": "istanbul-second-round"}],
        "retired": [{"table": "events", "record_id": "istanbul-second-round", "release": "2025.9", "replaced_by": ""}],
    },
    good={
        "earlier/events": [{"event_id": "istanbul-second-round"}],
        "retired": [{"table": "events", "record_id": "istanbul-second-round", "release": "2026.2", "replaced_by": ""}],
    },
)
def misdated_tombstone(step: Step) -> Iterator[Fall]:
    """Only where both are versions of releases."""
    last = _parts(step.earlier.version)
    retired = step.now.table("retired")
    for (table, key), row in step.tombstones.items():
        if (table, key) in step.earlier_tombstones:
            continue
        text = retired.cells(row).get("release", "")
        named = _parts(text)
        if last and named and named <= last:
            message = f"release {text} is not later than the last one, {step.earlier.version}, which has the record"
            hint = "write the version that is being prepared"
            yield Fall("retired", message, "release", f"{table}/{key}", row, value=text, hint=hint)


def _parts(version: str) -> tuple[int, ...]:
    """A version as integers; empty if it is none."""
    parts = version.split(".")
    return tuple(map(int, parts)) if all(part.isdecimal() and part.isascii() for part in parts) else ()
