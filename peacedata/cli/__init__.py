"""The command line: one file per verb, imported when the verb is used."""

from __future__ import annotations

import gc
import importlib
import keyword
import os
import sys
import traceback

import click

from peacedata import __version__
from peacedata.errors import PeacedataError
from peacedata.report.escape import printable

VERBS = {
    "build": "Build a release and verify what was written.",
    "channel": "Make, refresh, verify and repair a channel.",
    "check": "Check a package, a folder or single CSV files.",
    "diff": "Say what is between two states of a dataset.",
    "docs": "Generate the documentation of codes, tables, verbs and the report.",
    "explain": "Say what a finding code means and how to mend it.",
    "fetch": "Fetch a release from a channel and verify it.",
    "import": "Put the rows of a workbook into the tables of a package.",
    "fix": "Bring files into canonical form, as far as that needs no human decision.",
    "lock": "Write down the digests of a release's files, for fetch --locked.",
    "keys": "Make, list, rotate and revoke the keys that sign a channel.",
    "publish": "Publish a build to a channel.",
    "rebuild": "Build a release again from git and compare it with what was released.",
    "release": "Prepare or withdraw a release.",
    "rules": "List every finding code.",
    "schema": "Generate the schemas, the descriptor and the code table from the model.",
    "template": "Write a workbook for contributors.",
    "verify": "Prove that a built release is what it claims to be.",
    "versions": "List the releases of a channel.",
}

# What the exit code says, for every verb.
CLEAN, FOUND, USAGE, FAULT = 0, 1, 2, 3


class Verbs(click.Group):
    """A group that imports a verb's file only when the verb is used, so that each starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All verbs, sorted."""
        return sorted(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the file of a verb."""
        if cmd_name not in VERBS:
            return None
        name = cmd_name + "_" * keyword.iskeyword(cmd_name)
        command: click.Command = getattr(importlib.import_module(f"peacedata.cli.{name}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(VERBS.items()))


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="peacedata")
def commands() -> None:
    """An open, versioned dataset of peace-process events, and the tool that keeps it true.

    Exit codes: 0 clean, 1 findings, 2 wrong usage, 3 a fault of this program.
    """


def main() -> None:
    """Run the command line; a fault of ours exits 3 and says so, never as a finding."""
    gc.set_threshold(50_000, 20, 50)  # a command lives for seconds and makes little garbage in cycles
    try:
        commands(prog_name="peacedata")
    except PeacedataError as error:
        message = printable(str(error), keep="\n")
        click.echo(f"error: {message}", err=True)
        sys.exit(FOUND)
    except BrokenPipeError:
        # The reader has gone (`| head`); Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FOUND)
    except Exception as error:
        if os.environ.get("PEACEDATA_DEBUG"):
            traceback.print_exc()
        click.echo(
            f"peacedata failed: {type(error).__name__}: {error}\nThis is a fault of the program, not of your data. "
            "Please report it; PEACEDATA_DEBUG=1 shows the traceback.",
            err=True,
        )
        sys.exit(FAULT)


def run() -> None:
    """Run the command line as a process of its own, and end it at once.

    To take thousands of records apart, only to end, would cost a tenth of a short command's time.
    """
    try:
        main()
        code: object = 0
    except SystemExit as finished:
        code = finished.code
    if not isinstance(code, int):
        sys.exit(0 if code is None else str(code))
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)
