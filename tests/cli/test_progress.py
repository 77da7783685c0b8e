from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from peacedata.cli import progress as module


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_how_much_was_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(module, "_PATIENCE", -1.0)
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(b"x" * 100)
    with module.progress([tmp_path / "a", tmp_path / "b"]) as show:
        assert show is not None
        for read in (50, 100, 40, 100):
            show(read)
    assert "checking" in terminal.getvalue()
    assert "100%" in terminal.getvalue()


def test_a_short_check_shows_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with module.progress([tmp_path]) as show:
        assert show is not None
        show(10)
    assert terminal.getvalue() == ""


def test_a_log_sees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with module.progress([]) as show:
        assert show is None
