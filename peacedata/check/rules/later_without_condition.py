"""PD423: 'later' without saying when."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Position
from peacedata.model.codes import Stance


@rule(
    "PD423",
    Position,
    says="An actor accepts later, yet neither a condition nor a date is recorded.",
    why="accepts_later needs a stated condition or date; without one the actor puts it off, which is rejects.",
    mend="Put the condition into `note` or the issue that must come first into `depends_on`; if neither is known, "
    "the stance is `rejects`.",
    related=("PD515",),
    bad={"positions": [{"stance": "accepts_later", "depends_on": "", "note": ""}]},
    good={"positions": [{"stance": "accepts_later", "note": "Once the memoranda have been compared"}]},
)
def later_without_condition(position: Position, context: Context) -> Iterator[Problem]:
    """The condition stands in depends_on, note or the text."""
    if position.stance is Stance.ACCEPTS_LATER and not (position.depends_on or position.note or position.document_id):
        yield Problem("stance", "accepts_later, but when?", "say in note or depends_on when, or use rejects")
