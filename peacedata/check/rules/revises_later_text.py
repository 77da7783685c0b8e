"""PD534: a text that revises a later one."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Document


@rule(
    "PD534",
    Document,
    says="A document revises one that is younger.",
    why="revises names the text that this one revises, extends or replaces, which is older. The link is the wrong way "
    "round, or a date is wrong.",
    mend="Turn the link around: the younger text names the older in `revises`.",
    related=("PD503", "PD532"),
    bad={
        "documents": [
            {"document_id": "memorandum", "date_issued": "2014-09-19"},
            {"document_id": "protocol", "date_issued": "2014-09-05", "revises": "memorandum"},
        ]
    },
    good={
        "documents": [
            {"document_id": "protocol", "date_issued": "2014-09-05"},
            {"document_id": "memorandum", "date_issued": "2014-09-19", "revises": "protocol"},
        ]
    },
)
def revises_later_text(document: Document, context: Context) -> Iterator[Problem]:
    """Certain contradictions only."""
    older = document.revised
    if (
        older
        and document.date_issued
        and older.date_issued
        and document.date_issued.latest < older.date_issued.earliest
    ):
        yield Problem("revises", f"it is of {document.date_issued} but revises {older.key} of {older.date_issued}")
