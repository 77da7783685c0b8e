from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peacedata.check.keys import FAILED, UniqueKey

PARTS = st.sampled_from([1, 2, "a", "b", None, FAILED])


@pytest.mark.parametrize("composite", [False, True])
@given(st.data())
def test_repeated_keys_are_counted_as_they_are_found(composite: bool, data: st.DataObject) -> None:
    keys = st.tuples(PARTS, PARTS) if composite else PARTS
    found, counted = UniqueKey(composite=composite), UniqueKey(composite=composite)
    number = 2
    for batch in data.draw(st.lists(st.lists(keys, min_size=1, max_size=8), max_size=4)):
        values: list[Any] = batch
        numbers = range(number, number + len(values))
        assert counted.count(values, numbers) == len([*found.add(values, numbers)])
        assert counted.seen == found.seen
        number += len(values)
