"""docs/configuration.md says what is so."""

from __future__ import annotations

import re
from pathlib import Path

from peacedata.check.config.checks import OWN_CODES
from peacedata.check.config.parse import read_config


def test_the_example_is_a_good_configuration(root: Path, tmp_path: Path) -> None:
    text = (root / "docs" / "configuration.md").read_text("utf-8")
    example = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    assert example
    path = tmp_path / "pyproject.toml"
    path.write_text(example[1], encoding="utf-8")
    config = read_config(path)
    assert config.problems == ()
    assert (config.select, config.ignore, len(config.severity), len(config.per_file), len(config.baseline)) == (
        ("PD1", "PD2", "PD3", "PD4"),
        ("PD116", "PD117"),
        2,
        2,
        1,
    )


def test_every_code_is_listed(root: Path) -> None:
    text = (root / "docs" / "configuration.md").read_text("utf-8")
    assert {*re.findall(r"^\| (PD\d{3}) \|", text, re.MULTILINE)} == OWN_CODES
