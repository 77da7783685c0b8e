from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from peacedata.check import big
from peacedata.check.big import LEAST, choose
from peacedata.check.engine import Options, check_package
from peacedata.errors import MissingExtra
from peacedata.intake.package import read_package
from tests.check.big.wild import write_package

SCHEMA = {"fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "string"}], "primaryKey": ["a"]}
CONTENT = b"a,b\n" + b"".join(b"%d,x\n" % n for n in range(2000))


def test_large_files_get_the_big_gear() -> None:
    pytest.importorskip("pyarrow")
    assert choose(LEAST - 1) == "small"
    assert choose(LEAST) == "big"
    assert choose(0, "big") == "big"
    assert choose(1 << 40, "small") == "small"


def test_without_its_libraries_only_the_small_gear_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(big, "available", lambda: False)
    assert choose(1 << 40) == "small"
    with pytest.raises(MissingExtra, match="peacedata\\[arrow\\]"):
        choose(0, "big")


def test_what_is_no_gear_is_an_error() -> None:
    with pytest.raises(ValueError, match="fast"):
        choose(0, "fast")
    with pytest.raises(ValueError, match="steam"):
        choose(0, engine="steam")


def test_the_report_says_how_many_ranges_ran_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyarrow")
    from peacedata.check.big.table import BigTableCheck

    monkeypatch.setattr(BigTableCheck, "size", 4000)
    monkeypatch.setattr(BigTableCheck, "threads", 1)
    package = read_package(write_package(tmp_path, SCHEMA, CONTENT))
    report = check_package(package, Options(gear="big"))
    assert report.valid
    assert report.ranges == {"main": {"in line": 4}, "other": {"in line": 1}}
    assert check_package(package, Options(gear="small")).ranges == {}


def test_progress_counts_bytes(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    seen: list[int] = []
    check_package(read_package(write_package(tmp_path, SCHEMA, CONTENT)), Options(gear="big", progress=seen.append))
    assert len(CONTENT) in seen


@pytest.mark.skipif(importlib.util.find_spec("pyspark") is not None, reason="pyspark is installed")
def test_spark_is_an_extra() -> None:
    with pytest.raises(MissingExtra, match="peacedata\\[spark\\]"):
        choose(0, engine="spark")
