"""The options that the verbs of the client share, the client that they ask for, and what is told on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from peacedata.report.escape import printable

if TYPE_CHECKING:
    from peacedata.channel.client import Client

Command = TypeVar("Command", bound=Callable[..., Any])

_PATIENCE = 1.0  # seconds before the bytes that have come are worth a line
_STEP = 0.2  # seconds between two writings of that line

# What the signing library imports at its start where it is installed, and a fetch never needs.
_CLOUDS = ("azure", "boto3", "google", "hvac", "keylet", "pkcs11")


def _finite(context: click.Context, parameter: click.Parameter, seconds: float) -> float:
    """The seconds; "nan" and "inf" are numbers for click, and no end."""
    if not isfinite(seconds):
        raise click.BadParameter(f"{seconds} is no number of seconds", context, parameter)
    return seconds


_OPTIONS = (
    click.option(
        "--from",
        "channel",
        metavar="CHANNEL",
        help="An https or http address, or a folder.  [default: PEACEDATA_CHANNEL]",
    ),
    click.option(
        "--root",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="The channel's root of trust, where this program does not know the channel; it is remembered.",
    ),
    click.option("--offline", is_flag=True, help="Use no network; also PEACEDATA_OFFLINE=1."),
    click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=600.0,
        show_default=True,
        metavar="SECONDS",
        callback=_finite,
        help="How long all of it may take.",
    ),
)


def channel_options(command: Command) -> Command:
    """Give a command the options of the client."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the options of the client say; see their help.

    Attributes:
        channel: ``--from``; None for the one that the environment names, or that this program knows.
        root: ``--root``, a file.
        offline: ``--offline``; False leaves it to the environment.
        timeout: ``--timeout``, in seconds.
        show: told the bytes that have come since it was last told.
    """

    channel: str | None
    root: Path | None
    offline: bool
    timeout: float
    show: Callable[[int], None] | None = None

    def client(self) -> Client:
        """The client that they ask for.

        Raises:
            UsageError: if no channel was named and none is known, or what was named is no address of one.
        """
        from peacedata.channel.client import Client
        from peacedata.channel.fetcher import Pace
        from peacedata.errors import Untrusted

        without_clouds()
        root = None if self.root is None else self.root.read_bytes()
        pace = Pace(total=self.timeout)
        try:
            return Client(self.channel, root=root, offline=self.offline or None, pace=pace, show=self.show)
        except Untrusted as error:
            raise click.UsageError(str(error)) from None


def without_clouds() -> None:
    """Import the signing library without the libraries of clouds, which take longer than all else that a fetch does.

    It does without what it cannot import. Only a program may do this, not a library in somebody else's process.
    """
    hidden = [name for name in _CLOUDS if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment] # how Python says that there is no such module
    try:
        with suppress(ImportError):
            import securesystemslib.signer  # noqa: F401 - imported now, so that it looks for the others now
    finally:
        for name in hidden:
            del sys.modules[name]


def warn(message: str | None) -> None:
    """Tell of something on standard error."""
    if message:
        click.echo(f"warning: {printable(message)}", err=True)


@contextmanager
def counting() -> Iterator[Callable[[int], None] | None]:
    """Show how much has come, on terminals only, and only once it takes longer than a moment."""
    if not sys.stderr.isatty():
        yield None
        return
    started = last = time.monotonic()
    total, shown = 0, False

    def show(step: int) -> None:
        nonlocal total, last, shown
        total += step
        now = time.monotonic()
        if now - started > _PATIENCE and now - last > _STEP:
            last, shown = now, True
            click.echo(f"\rfetching: {total / 1e6:,.1f} MB ", nl=False, err=True)

    try:
        yield show
    finally:
        if shown:
            click.echo("\r" + " " * 40 + "\r", nl=False, err=True)
