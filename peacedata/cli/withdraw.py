"""``peacedata release withdraw``: a release that should not be used any more."""

from __future__ import annotations

from typing import Any

import click

from peacedata.channel.layout import ONLINE, TARGETS
from peacedata.cli.publish_options import clock_option, days_options, keys_options, open_publisher, show, to_option


@click.command()
@click.argument("version")
@click.option("--reason", required=True, help="Why, in a sentence for its users.")
@click.option("--replaced-by", metavar="VERSION", help="The release to use instead.")
@to_option
@keys_options
@clock_option
@days_options(TARGETS, *ONLINE)
def withdraw(version: str, reason: str, replaced_by: str | None, **options: Any) -> None:
    """Mark release VERSION as withdrawn; its bytes stay, and whoever names it is told the reason."""
    from peacedata.channel.withdraw import withdraw as mark

    publisher = open_publisher(**options)
    if not mark(version, reason, publisher, replaced_by):
        show(f"Release {version} is withdrawn already, for the same reason; nothing was changed")
        return
    show(f"Withdrew release {version} in {publisher.store.name}; its files stay where they are")
    state = publisher.state()
    latest = state.index.latest()
    show(f"The latest release is now {latest.version}" if latest else "No release is left that is not withdrawn")
