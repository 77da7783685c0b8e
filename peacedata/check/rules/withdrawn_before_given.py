"""PD420: a signature that was withdrawn before it was given."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Signature
from peacedata.model.codes import SignatureForm


@rule(
    "PD420",
    Signature,
    says="A signature was withdrawn before it was given, or by somebody who never gave it.",
    why="The two dates are swapped or one is wrong; who declined has nothing to withdraw.",
    mend="Swap or correct the two dates; where `form` is `declined`, empty `date_withdrawn`.",
    related=("PD419", "PD545"),
    bad={"signatures": [{"form": "acceded", "date": "2024-06-17", "date_withdrawn": "2024-06-16"}]},
    good={"signatures": [{"form": "acceded", "date": "2024-06-16", "date_withdrawn": "2024-06-17"}]},
)
def withdrawn_before_given(signature: Signature, context: Context) -> Iterator[Problem]:
    """Certain contradictions only."""
    given, withdrawn = signature.date, signature.date_withdrawn
    if withdrawn is None:
        return
    if signature.form is SignatureForm.DECLINED:
        yield Problem("date_withdrawn", f"withdrawn on {withdrawn} but never given", "empty it, or mend the form")
    elif given and withdrawn.latest < given.earliest:
        yield Problem("date_withdrawn", f"withdrawn on {withdrawn} but given on {given}", "mend the dates")
