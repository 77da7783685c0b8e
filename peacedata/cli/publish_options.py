"""The options that the verbs about a channel share: where it lies, with which keys, for how long."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from getpass import GetPassWarning
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from peacedata.channel.layout import EXPIRY_DAYS, RELEASE, ROLES, TARGETS
from peacedata.channel.secret import Passphrases, read_passphrase
from peacedata.errors import StoreFault
from peacedata.report.escape import printable

if TYPE_CHECKING:
    from peacedata.channel.publisher import Publisher
    from peacedata.channel.stores.protocol import Store

Command = TypeVar("Command", bound=Callable[..., Any])

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def store_address(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """Refuse what is neither a folder nor s3://bucket/prefix, before anything is done."""
    from peacedata.channel.stores import check_address

    try:
        return check_address(value)
    except StoreFault as error:
        raise click.BadParameter(str(error), ctx, param) from None


def to_option(command: Command) -> Command:
    """Where the channel lies."""
    option = click.option(
        "--to", required=True, callback=store_address, metavar="STORE", help="A folder, or s3://bucket/prefix."
    )
    return option(endpoint_option(command))


def endpoint_option(command: Command) -> Command:
    """The service of a bucket."""
    return click.option("--endpoint-url", help="The service that has the bucket.  [default: AWS_ENDPOINT_URL]")(command)


def keys_options(command: Command) -> Command:
    """The folders with keys, and what opens them."""
    return click.option(
        "--keys",
        "--dir",
        multiple=True,
        required=True,
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="The folder with the keys; may be given several times.",
    )(passphrase_option(command))


def passphrase_option(command: Command) -> Command:
    """What opens the keys."""
    return click.option(
        "--passphrase-file",
        "passphrase_files",
        multiple=True,
        type=_FILE,
        help="A file whose first line is a passphrase; may be given several times.  [default: ask]",
    )(command)


def days_options(*roles: str) -> Callable[[Command], Command]:
    """For how long what is signed is good."""

    def decorate(command: Command) -> Command:
        for role in reversed(roles):
            command = click.option(
                f"--{role}-days",
                type=click.IntRange(1, 3650),
                default=EXPIRY_DAYS[role],
                show_default=True,
                help=f"For how many days the {role} metadata is good.",
            )(command)
        return command

    return decorate


def clock_option(command: Command) -> Command:
    """Go on although the clock seems wrong."""
    return click.option(
        "--ignore-clock", is_flag=True, help="Sign although the channel was last signed in this machine's future."
    )(command)


def days_of(options: Mapping[str, Any]) -> dict[str, int]:
    """The expiry in days by role, from a command's options."""
    days = {**EXPIRY_DAYS, **{role: options[f"{role}_days"] for role in ROLES if f"{role}_days" in options}}
    return {**days, RELEASE: days[TARGETS]}


def open_publisher(
    to: str,
    endpoint_url: str | None,
    keys: tuple[Path, ...],
    passphrase_files: tuple[Path, ...],
    ignore_clock: bool = False,
    **options: Any,
) -> Publisher:
    """The store and the keys that a command was given.

    Raises:
        KeyFault: if a passphrase file cannot be read.
    """
    from peacedata.channel.keys import Keyring, exposed
    from peacedata.channel.publisher import Publisher

    for path in exposed(keys):
        click.echo(printable(f"warning: others can read the private key {path}; run: chmod 600 {path}"), err=True)
    ring = Keyring(keys, Passphrases(passphrase_files, None if passphrase_files else _ask))
    return Publisher(open_the_store(to, endpoint_url), ring, days_of(options), ignore_clock)


def open_the_store(address: str, endpoint_url: str | None) -> Store:
    """The store at an address that was checked."""
    from peacedata.channel.stores import open_store

    return open_store(address, endpoint_url)


def new_passphrase(file: Path | None, what: str) -> bytes:
    """The passphrase of new keys: from a file, or asked for twice.

    Raises:
        KeyFault: if the file cannot be read.
    """
    if file is not None:
        return read_passphrase(file)
    return _prompt(f"New passphrase for {what}", confirm=True).encode()


def _ask(name: str) -> str:
    return _prompt(f"Passphrase for {printable(name)}", confirm=False)


def _prompt(text: str, *, confirm: bool) -> str:
    try:
        with warnings.catch_warnings():
            # Without a terminal a passphrase would be shown as it is typed, or waited for in vain.
            warnings.simplefilter("error", GetPassWarning)
            answer: str = click.prompt(text, hide_input=True, confirmation_prompt=confirm, err=True)
    except (click.Abort, GetPassWarning):
        raise click.UsageError("no passphrase was given; type it at a terminal, or give --passphrase-file") from None
    return answer


def show(text: str) -> None:
    """Print text that may hold what others wrote."""
    click.echo(printable(text, keep="\n"))
