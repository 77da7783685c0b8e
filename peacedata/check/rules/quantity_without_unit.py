"""PD404: a quantity without its unit, or a qualifier without what it qualifies."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Outcome


@rule(
    "PD404",
    Outcome,
    says="An outcome has a quantity without a unit, or a qualifier without a quantity.",
    why="1,200 of what? Totals are added by unit, so a quantity without one is lost or added to the wrong total. "
    "A unit may stand alone while the quantity is in dispute or unknown.",
    mend="Say in `unit` what was counted; delete the qualifier where there is no quantity.",
    related=("PD425", "PD408"),
    bad={"outcomes": [{"outcome_id": "swap", "quantity": "1200"}]},
    good={"outcomes": [{"outcome_id": "swap", "quantity": "1200", "unit": "persons"}]},
)
def quantity_without_unit(outcome: Outcome, context: Context) -> Iterator[Problem]:
    """Both columns together; the qualifier needs the quantity."""
    if outcome.quantity is not None and outcome.unit is None:
        yield Problem("unit", f"quantity is {outcome.quantity} but unit is empty", "say what is counted")
    if outcome.quantity is None and outcome.quantity_qualifier is not None:
        yield Problem("quantity_qualifier", f"{outcome.quantity_qualifier} qualifies no quantity", "empty it")
