"""The names that the package offers."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

import peacedata
from peacedata.errors import InvalidData

SCHEMA = {"fields": [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}], "primaryKey": ["id"]}


def test_every_public_name_is_there() -> None:
    assert all(getattr(peacedata, name) is not None for name in peacedata.__all__)
    with pytest.raises(AttributeError, match="no attribute 'lod'"):
        _ = peacedata.lod


def test_validate_gives_a_report(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,name\n1,x\none,y\n")
    report = peacedata.validate(tmp_path / "a.csv", schema=SCHEMA)
    assert isinstance(report, peacedata.Report)
    assert not report.valid
    assert report.flatten(["type", "row", "field"]) == [["type-error", 3, 1]]
    assert sum(report.counts.values()) == len(report.findings) == 1
    assert list(report.to_frame()["column"]) == ["id"]
    out = io.StringIO()
    report.write("text", out)
    assert "one" in out.getvalue()
    with pytest.raises(InvalidData, match="one"):
        report.raise_for_errors()
    with pytest.raises(ValueError, match="no report format"):
        report.write("xml", out)


def test_validate_the_dataset(working_copy: Path) -> None:
    report = peacedata.validate(working_copy)
    report.raise_for_errors()
    assert len(report.tables) == 15


def test_rows_and_frames() -> None:
    rows = [{"id": 1, "name": "x"}, {"id": 1, "name": "y"}]
    assert peacedata.validate_rows(rows, SCHEMA).flatten(["code", "row"]) == [["PD301", 3]]
    assert peacedata.validate_frame(pl.DataFrame(rows), SCHEMA).flatten(["code", "row"]) == [["PD301", 3]]
    assert peacedata.validate_frame(pd.DataFrame(rows), SCHEMA).flatten(["code", "row"]) == [["PD301", 3]]
    assert peacedata.validate_rows(rows[:1], SCHEMA).valid


def test_the_check_opens_no_socket(working_copy: Path) -> None:
    program = (
        "import sys, socket\n"
        "def refuse(*a, **k): raise AssertionError('a socket was opened')\n"
        "socket.socket.connect = refuse; socket.create_connection = refuse; socket.getaddrinfo = refuse\n"
        f"import peacedata; peacedata.validate({str(working_copy)!r}).raise_for_errors(); print('clean')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout == "clean\n", done.stderr
