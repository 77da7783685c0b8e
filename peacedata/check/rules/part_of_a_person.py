"""PD425: a fraction of what comes whole."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Outcome
from peacedata.model.codes import Unit

DIVISIBLE = {Unit.TONNES, Unit.OTHER, None}


@rule(
    "PD425",
    Outcome,
    says="A quantity of persons, bodies, days, states or votes is not a whole number.",
    why="1.200 persons is 1,200 written with the other separator, or a share that was taken for a count.",
    mend="Write 1,200 persons as `1200`. For a share, write the count if the source gives it, else say the share in "
    "`description`.",
    related=("PD404", "PD220"),
    bad={"outcomes": [{"outcome_id": "swap", "quantity": "1.2", "unit": "persons"}]},
    good={"outcomes": [{"outcome_id": "swap", "quantity": "1200", "unit": "persons"}]},
)
def part_of_a_person(outcome: Outcome, context: Context) -> Iterator[Problem]:
    """Tonnes and other units may be divided; so may 390.0, which is 390."""
    if (
        outcome.quantity is None
        or outcome.unit in DIVISIBLE
        or outcome.quantity == outcome.quantity.to_integral_value()
    ):
        return
    yield Problem("quantity", f"{outcome.quantity} {outcome.unit} is no whole number", "write it without separators")
