"""PD419: a signed text or a signature without a date."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Document, Signature
from peacedata.model.codes import DocumentStatus, SignatureForm

GIVEN = {DocumentStatus.MULTIPARTY_SIGNED, DocumentStatus.INITIALLED}
PUT = {SignatureForm.SIGNED, SignatureForm.INITIALLED}


@rule(
    "PD419",
    Document,
    Signature,
    severity=Severity.WARNING,
    says="A text is signed or initialled, or somebody signed it, without a date.",
    why="From when an obligation binds is what a signature is for. Where only the month or the year is known, write "
    "that.",
    mend="Look the date up in the text itself and fill it in; `2015` or `2015-02` will do where no more is known.",
    related=("PD511", "PD533"),
    bad={"documents": [{"document_id": "protocol", "status": "multiparty_signed", "date_issued": ""}]},
    good={"documents": [{"document_id": "protocol", "status": "multiparty_signed", "date_issued": "2014-09"}]},
)
def signed_without_date(record: Document | Signature, context: Context) -> Iterator[Problem]:
    """Letters, accessions and refusals are often of a day that nobody reported."""
    if isinstance(record, Document):
        if record.status in GIVEN and record.date_issued is None:
            yield Problem("date_issued", f"status is {record.status} but date_issued is empty", "say when")
    elif record.form in PUT and record.date is None:
        yield Problem("date", f"form is {record.form} but date is empty", "say when")
