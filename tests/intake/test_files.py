"""Files that a stranger names are opened only if they are regular files in their folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from peacedata.intake import files
from peacedata.intake.files import open_file
from peacedata.intake.limits import Limits
from peacedata.intake.refused import Reason, Refused


@pytest.fixture(params=["by component", "fallback"])
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if request.param == "fallback":
        monkeypatch.setattr(files, "_BY_COMPONENT", False)
    inside = tmp_path / "package"
    (inside / "data").mkdir(parents=True)
    (inside / "data" / "a.csv").write_text("a\n", encoding="utf-8")
    (tmp_path / "secret.csv").write_text("secret\n", encoding="utf-8")
    return inside


def refusal(folder: Path | None, path: str | Path, **limits: int) -> Reason:
    with pytest.raises(Refused) as caught:
        open_file(folder, path, Limits(**limits))
    return caught.value.reason


def test_opens_a_file(folder: Path) -> None:
    with open_file(folder, "data/a.csv") as file:
        assert file.read() == b"a\n"
    with open_file(None, folder / "data" / "a.csv") as file:
        assert file.read() == b"a\n"


@pytest.mark.parametrize(
    "path",
    [
        "../secret.csv",
        "data/../../secret.csv",
        "/etc/passwd",
        "~/x",
        "$HOME/x",
        "http://example.org/a.csv",
        "file:///etc/passwd",
        "",
        "a\0b",
    ],
)
def test_unsafe_paths(folder: Path, path: str) -> None:
    assert refusal(folder, path) is Reason.UNSAFE_PATH


def test_links_are_not_followed(folder: Path) -> None:
    (folder / "link.csv").symlink_to("../secret.csv")
    (folder / "elsewhere").symlink_to("..", target_is_directory=True)
    assert refusal(folder, "link.csv") is Reason.LINK
    assert refusal(folder, "elsewhere/secret.csv") is Reason.LINK
    assert refusal(None, folder / "link.csv") is Reason.LINK


def test_only_regular_files(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    assert refusal(folder, "pipe") is Reason.NOT_A_FILE
    assert refusal(folder, "data") is Reason.NOT_A_FILE
    assert refusal(folder, "data/a.csv/b") is Reason.NOT_A_FILE
    assert refusal(None, "/dev/null") is Reason.NOT_A_FILE


def test_missing_and_too_large(folder: Path) -> None:
    assert refusal(folder, "none.csv") is Reason.MISSING
    assert refusal(folder, "data/a.csv", file=1) is Reason.TOO_LARGE


def test_unreadable(ordinary_user: tuple[Path, Callable[[], None]]) -> None:
    folder, step_down = ordinary_user
    (folder / "a.csv").write_text("id\n1\n")
    (folder / "a.csv").chmod(0)
    step_down()
    assert refusal(folder, "a.csv") is Reason.UNREADABLE
