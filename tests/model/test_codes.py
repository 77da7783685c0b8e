from __future__ import annotations

import re

import pytest

from peacedata.model.codes import LISTS, Code
from peacedata.schema.codes_table import all_lists

LISTED = [(name, code) for name, codes in all_lists().items() for code in codes]


def test_a_code_is_its_own_text() -> None:
    talks = LISTS["event_type"]("talks")
    assert talks == "talks"
    assert f"{talks}" == "talks"
    assert talks.label == "Talks"


@pytest.mark.parametrize(("name", "code"), LISTED, ids=[f"{name}:{code}" for name, code in LISTED])
def test_every_code_is_explained(name: str, code: Code) -> None:
    assert re.fullmatch(r"[A-Za-z0-9]+(_[A-Za-z0-9]+)*", code)
    assert code.label.strip() == code.label != ""
    assert re.fullmatch(r"[A-Z][^\n]*[^.]\.", code.definition), "a definition is one sentence with a full stop"
    assert ". " not in code.definition
    assert code.maps_to is None or re.fullmatch(r"(cameo:[0-9]{2,4}|plover:[A-Z-]+|pax:[A-Za-z]+)", code.maps_to)


@pytest.mark.parametrize("codes", LISTS.values(), ids=list(LISTS))
def test_labels_and_definitions_tell_codes_apart(codes: type[Code]) -> None:
    assert (codes.__doc__ or "").endswith(".")
    assert len({code.label for code in codes}) == len(codes)
    assert len({code.definition for code in codes}) == len(codes)


def test_pax_stages_are_mapped() -> None:
    stages = {str(code): code.maps_to for code in LISTS["document_stage"]}
    assert stages == {
        "pre_negotiation": "pax:Pre",
        "ceasefire_related": "pax:Cea",
        "framework_partial": "pax:SubPar",
        "framework_comprehensive": "pax:SubComp",
        "implementation": "pax:Imp",
        "renewal": "pax:Ren",
        "other": "pax:Oth",
    }
