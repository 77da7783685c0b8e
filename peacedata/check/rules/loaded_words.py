"""PD418: words that take a side."""

from __future__ import annotations

import re
from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.rule import Context, Problem, rule
from peacedata.check.texts import suspects
from peacedata.dataset.dataset import Dataset

# What each party calls the other or the war, and names of Ukrainian places in Russian romanisation.
_WORDS = (
    "regime|junta|puppet(?:s| state| government)?|terrorists?|bandits?|(?:neo-?)?nazis?|banderites?|so-called|"
    "special military operation|denazification|rashists?|kiev|kharkov|lvov|lugansk|odessa|dnepr(?:opetrovsk)?|"
    "nikolaev|zaporozhye|artyomovsk"
)
LOADED = re.compile(rf"(?<![\w'’\"“«-])(?:{_WORDS})(?![\w-])", re.IGNORECASE)
# What a text with one of them must contain: most texts are done with after this.
_SIGNS = (
    *("regime", "junta", "puppet", "terrorist", "bandit", "nazi", "banderite", "so-called", "special military"),
    *("denazification", "rashist", "kiev", "kharkov", "lvov", "lugansk", "odessa", "dnepr", "nikolaev", "zaporozhye"),
    "artyomovsk",
)
# Sources, quotes and claims speak in the words of others, and a text's or body's own name stays.
_OTHERS_WORDS = frozenset({"sources", "claims", "documents.title", "actors.name", "actors.name_native"})


@rule(
    "PD418",
    Dataset,
    severity=Severity.WARNING,
    says="A text of ours uses a word that takes a side, or a place name of Ukraine in Russian romanisation.",
    why="Text states what happened and attributes what is disputed. What a party said stands in quotation marks, or in "
    "a claim; places are named as their own state romanises them.",
    mend="Say it neutrally in your own words, attribute it (`according to …`), or move the wording of a party into "
    "the `quote` of a claim. Use the romanisation that the finding names.",
    related=("PD608", "PD615"),
    bad={"events": [{"event_id": "talks", "summary": "The delegation refused to deal with the regime."}]},
    good={"events": [{"event_id": "talks", "summary": "The delegation refused to deal with the government."}]},
)
def loaded_words(dataset: Dataset, context: Context) -> Iterator[Problem]:
    """Words in quotation marks are let be."""
    for record, column, text in suspects(context, _loaded, without=_OTHERS_WORDS):
        found = LOADED.search(re.sub(r"\"[^\"]*\"|“[^”]*”|«[^»]*»", "", text))
        if found:
            yield Problem(
                column, f"{column} says {found[0]!r}", "use a neutral word, or attribute and quote it", record
            )


def _loaded(text: str) -> bool:
    lower = text.lower()
    return any(sign in lower for sign in _SIGNS) and bool(LOADED.search(text))
