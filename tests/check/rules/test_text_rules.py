"""The rules of text hygiene on generated texts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from peacedata.check.example import completed
from peacedata.check.rule import Context, all_rules, judge_dataset
from peacedata.check.texts import EDGE, suspects
from peacedata.dataset.dataset import Dataset
from peacedata.dataset.table import Row, Table
from peacedata.model import Event

AS_OF = date(2026, 1, 1)
BY_CODE = {rule.check.code: rule for rule in all_rules()}

LATIN = "abcdefghijklmnopqrstuvwxyzéèüöçşğıñłž"
CYRILLIC = "абвгдежзийклмнопрстуфхцчшщьюяєіїґ"
latin_words = st.text(LATIN, min_size=1, max_size=12)
cyrillic_words = st.text(CYRILLIC, min_size=1, max_size=12).map(lambda word: word[:1].upper() + word[1:])
sentences = st.lists(st.one_of(latin_words, cyrillic_words), min_size=1, max_size=6).map(" ".join)


EVENT = completed({"events": [{"event_id": "e0", "title": "Talks"}]})["events"][0]


def summaries(texts: Sequence[str]) -> Dataset:
    """A dataset of nothing but events, e0 and so on, with these summaries."""
    cells = [{**EVENT, "event_id": f"e{n}", "summary": text} for n, text in enumerate(texts)]
    rows = [Row("events.csv", n, n, row) for n, row in enumerate(cells, 2)]
    NOTHING._tables["events"] = Table("events", Event, rows, {}, NOTHING, lenient=True)
    return NOTHING


NOTHING = Dataset.from_rows({})


def found(codes: str, *texts: str) -> list[str | None]:
    """The keys of the events whose summaries some rules find fault with."""
    rules = [BY_CODE[code] for code in codes.split()]
    return [finding.key for finding in judge_dataset(summaries(texts), AS_OF, rules)]


@given(sentences)
@example("Ірина й Ганна, Çırağan Sarayı – «à l'été»")
def test_clean_text_passes_every_text_rule(text: str) -> None:
    assert found("PD412 PD413 PD414 PD415 PD416 PD417", text) == []


@given(sentences)
def test_decomposed_text_is_found(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assume(decomposed != text)
    assert found("PD412", text, decomposed) == ["e1"]


@given(cyrillic_words.filter(lambda word: len(word) > 1), st.sampled_from(["latin-1", "cp1252", "cp1251"]))
@example("привіт", "cp1251")
@example("Київ", "cp1252")
def test_cyrillic_read_in_another_encoding_is_found(word: str, page: str) -> None:
    assert found("PD413", f"{word} said", f"{_misread(word, page)} said") == ["e1"]


@given(st.text("éèüöçşğıñłž", min_size=1, max_size=5), st.sampled_from(["latin-1", "cp1252"]))
@example("’", "cp1252")
@example("“", "cp1252")
def test_accents_read_in_another_encoding_are_found(word: str, page: str) -> None:
    assert found("PD413", f"B{word}nouville", f"B{_misread(word, page)}nouville") == ["e1"]


def _misread(word: str, page: str) -> str:
    """The UTF-8 bytes of a word as read in a code page; what the page lacks stays a control character."""
    return "".join(_one(byte, page) for byte in word.encode())


def _one(byte: int, page: str) -> str:
    try:
        return bytes([byte]).decode(page)
    except UnicodeDecodeError:
        return chr(byte)


def test_a_lost_character_is_found() -> None:
    assert found("PD413", "B\ufffdnouville") == ["e0"]


@given(sentences, st.sampled_from("\u00ad\u200b\u200e\u200f\u2060\ufeff\u200d\u200c"), st.data())
def test_what_is_not_seen_is_found_wherever_it_stands(text: str, mark: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    assert found("PD414", text, text[:at] + mark + text[at:]) == ["e1"]


@pytest.mark.parametrize("text", ["می\u200cخواهم", "क्\u200dष", "\U0001f468\u200d\U0001f469"])
def test_joiners_that_belong_to_a_script_pass(text: str) -> None:
    assert found("PD414", text) == []


@given(latin_words, cyrillic_words)
def test_a_word_in_two_scripts_is_found(latin: str, cyrillic: str) -> None:
    assert found("PD415", latin + cyrillic, cyrillic + latin, f"{latin} {cyrillic}") == ["e0", "e1"]


@pytest.mark.parametrize("text", ["YouTube'у", "IT-армія", "Zелёный"[1:], "COVID-19 і НАТО", "G7", "Ту-154М", "№ 5"])
def test_words_of_one_script_pass(text: str) -> None:
    assert found("PD415", text) == []


@given(sentences, st.sampled_from(["=", "+", "-", "@"]))
def test_a_formula_is_found(text: str, sign: str) -> None:
    assert found("PD416", text, sign + text, f"a {sign} {text}") == ["e1"]


@given(sentences, st.sampled_from([" ", "\t", "\n", "\u00a0", "\u2003"]))
def test_stray_blanks_are_found(text: str, blank: str) -> None:
    faulty = found("PD417", text, blank + text, text + blank, f"a {blank}b")
    assert sorted(filter(None, faulty)) == ["e1", "e2"] + ["e3"] * (blank != "\u00a0")


@pytest.mark.parametrize("text", ["Talks in Odesa", "force", 'He said "the regime" would fall', "«режим»", "regimen"])
def test_neutral_text_passes(text: str) -> None:
    assert found("PD418", text) == []


@pytest.mark.parametrize("text", ["talks in Kiev", "The REGIME refused", "so-called republics", 'the junta of "Kyiv"'])
def test_loaded_text_is_found(text: str) -> None:
    assert found("PD418", text) == ["e0"]


@given(st.lists(st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1, max_size=9), max_size=30))
def test_blocks_find_what_single_cells_do(texts: list[str]) -> None:
    context = Context(AS_OF, summaries(texts))

    def test(text: str) -> bool:
        return "a" in text or f"{EDGE} " in text

    def in_summaries() -> Iterator[str]:
        for record, column, text in suspects(context, test, without={"events.title"}):
            assert (record.table_name, column) == ("events", "summary")
            yield text

    assert sorted(in_summaries()) == sorted(text for text in texts if "a" in text or text[0] == " ")
