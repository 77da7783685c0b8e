"""PD533: a signature under a text that did not exist yet."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Signature


@rule(
    "PD533",
    Signature,
    severity=Severity.WARNING,
    says="A signature is older than its text.",
    why="One of the two dates is wrong, or the signature belongs to the text that this one revises.",
    mend="Correct one of the two dates, or attach the signature to the earlier text.",
    related=("PD532", "PD411", "PD419"),
    bad={
        "documents": [{"document_id": "protocol", "date_issued": "2014-09-05"}],
        "signatures": [{"document_id": "protocol", "date": "2014-09-01"}],
    },
    good={
        "documents": [{"document_id": "protocol", "date_issued": "2014-09-05"}],
        "signatures": [{"document_id": "protocol", "date": "2014-09-05"}],
    },
)
def signed_before_written(signature: Signature, context: Context) -> Iterator[Problem]:
    """Certain contradictions only; later signatures are common."""
    issued = signature.document.date_issued
    if signature.date and issued and signature.date.latest < issued.earliest:
        yield Problem("date", f"given on {signature.date}, but the text is of {issued}", "mend one of the dates")
