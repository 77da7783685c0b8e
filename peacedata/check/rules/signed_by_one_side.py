"""PD544: a text of several parties that one side signed."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Document
from peacedata.model.codes import DocumentStatus, SignatureForm

BINDING = {SignatureForm.SIGNED, SignatureForm.INITIALLED, SignatureForm.LETTER, SignatureForm.ACCEDED}


@rule(
    "PD544",
    Document,
    severity=Severity.WARNING,
    needs=("signatures",),
    says="A text is said to be signed by several parties, but the signatures are of one.",
    why="multiparty_signed means that two or more opposing sides signed.",
    mend="Add the other signatures, or set `status` to the one that fits, such as `unilateral`.",
    related=("PD511",),
    bad={
        "documents": [{"document_id": "deal", "status": "multiparty_signed"}],
        "actors": [{"actor_id": "ukraine"}],
        "signatures": [{"document_id": "deal", "actor_id": "ukraine", "on_behalf_of": ""}],
    },
    good={
        "documents": [{"document_id": "deal", "status": "multiparty_signed"}],
        "actors": [{"actor_id": "ukraine"}, {"actor_id": "turkiye"}],
        "signatures": [
            {"document_id": "deal", "actor_id": "ukraine", "on_behalf_of": ""},
            {"document_id": "deal", "actor_id": "turkiye", "on_behalf_of": ""},
        ],
    },
)
def signed_by_one_side(document: Document, context: Context) -> Iterator[Problem]:
    """Counted by on_behalf_of, else by who signed; a text without any signature is another rule's."""
    if document.status is not DocumentStatus.MULTIPARTY_SIGNED or not document.signatures:
        return
    sides = {row.on_behalf_of or row.actor_id for row in document.signatures if row.form in BINDING}
    if len(sides) < 2:
        yield Problem(
            "status", f"signed by {', '.join(sides) or 'witnesses'} only", "add the others, or mend the status"
        )
