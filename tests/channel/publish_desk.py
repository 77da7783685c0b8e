"""Somebody who types the commands of a channel."""

from __future__ import annotations

import shutil
from pathlib import Path

import publish_channel as help_
from click.testing import CliRunner, Result

from peacedata.channel.stores import open_store
from peacedata.cli import commands

PASSPHRASE = "an unlikely passphrase"  # noqa: S105 - it protects keys that live for one test


class Desk:
    """A folder in which somebody types commands."""

    def __init__(self, folder: Path, store: str) -> None:
        self.folder, self.store = folder, store
        self.said: list[str] = []
        (folder / "pw").write_text(f"{PASSPHRASE}\n")

    def run(self, command: str, code: int | type[BaseException] = 0, typed: str | None = None) -> str:
        """Run a command; STORE, KEYS and PW stand for themselves."""
        words = [{"STORE": self.store, "KEYS": "KEYS", "PW": "pw"}.get(word, word) for word in command.split()]
        result: Result = CliRunner().invoke(commands, words, input=typed)
        if isinstance(code, int):
            if result.exception and not isinstance(result.exception, SystemExit):
                raise result.exception
            assert result.exit_code == code, result.output
            self.said.append(result.output)
            return result.output
        assert isinstance(result.exception, code), result.output
        self.said.append(str(result.exception))
        return str(result.exception)

    def build(self, version: str, **how: object) -> Path:
        shutil.rmtree("build", ignore_errors=True)
        return help_.write_build(Path("build"), version, **how)  # type: ignore[arg-type]

    def everything(self) -> dict[str, bytes]:
        return help_.everything(open_store(self.store))

    def with_channel(self) -> Desk:
        """The same desk, after a channel was made and one release published."""
        self.run("keys new --dir KEYS --passphrase-file PW")
        self.run("channel init --to STORE --keys KEYS --passphrase-file PW")
        self.build("2026.1")
        self.run("publish build --to STORE --keys KEYS --passphrase-file PW")
        return self
