"""PD405: a call with a place."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Event
from peacedata.model.codes import Mode

REMOTE = {Mode.PHONE, Mode.VIDEO}


@rule(
    "PD405",
    Event,
    says="A call by phone or video has a place.",
    why="A call happens at no one place; a place on it puts the talkers on the map where they were not. "
    "If somebody hosted one end in public, say so in the summary.",
    mend="Empty `place_id` and `venue`, or correct `mode` if people did meet.",
    related=("PD422", "PD424"),
    bad={"events": [{"event_id": "call", "mode": "phone", "place_id": "istanbul"}]},
    good={"events": [{"event_id": "call", "mode": "phone", "place_id": ""}]},
)
def call_with_place(event: Event, context: Context) -> Iterator[Problem]:
    """Place or venue."""
    for column in ("place_id", "venue"):
        if event.mode in REMOTE and getattr(event, column):
            yield Problem(column, f"mode is {event.mode} but {column} is {getattr(event, column)!r}", f"empty {column}")
