"""PD432: the language of a text that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Document


@rule(
    "PD432",
    Document,
    severity=Severity.WARNING,
    says="A document has a language without an address, or an address without a language.",
    why="language is that of the text at text_url. Add the address, or empty the language; a reader who follows the "
    "link wants to know what to expect.",
    mend="Add the address at which the text can be read, or empty `language`; with an address, name the language of "
    "what stands there.",
    related=("PD620",),
    bad={"documents": [{"document_id": "plan", "text_url": "", "language": "ru"}]},
    good={"documents": [{"document_id": "plan", "text_url": "", "language": ""}]},
)
def language_of_nothing(document: Document, context: Context) -> Iterator[Problem]:
    """The two columns go together."""
    if document.text_url is None and document.language is not None:
        yield Problem("language", f"language is {document.language} but text_url is empty", "add the address")
    if document.text_url is not None and document.language is None:
        yield Problem("language", "text_url is filled but language is empty", "say in which language it is")
