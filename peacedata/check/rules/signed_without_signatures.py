"""PD511: a signed text without signatures."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Document
from peacedata.model.codes import DocumentStatus

GIVEN = {DocumentStatus.MULTIPARTY_SIGNED, DocumentStatus.INITIALLED}


@rule(
    "PD511",
    Document,
    severity=Severity.WARNING,
    needs=("signatures",),
    says="A text is said to be signed or initialled, yet nobody's signature is recorded.",
    why="'Signed' is often initialled, accepted by letter, or denied; who did what stands in signatures.",
    mend="Add a row to `signatures` for each who signed, initialled or accepted; else set `status` to `unilateral`, "
    "`draft` or what it was.",
    related=("PD544", "PD419", "PD522"),
    bad={"documents": [{"document_id": "protocol", "status": "multiparty_signed"}]},
    good={
        "documents": [{"document_id": "protocol", "status": "multiparty_signed"}],
        "signatures": [{"document_id": "protocol"}],
    },
)
def signed_without_signatures(document: Document, context: Context) -> Iterator[Problem]:
    """Any recorded form of assent will do."""
    if document.status in GIVEN and not document.signatures:
        yield Problem("status", f"status is {document.status} but signatures has no row for it", "add who signed")
