"""``peacedata explain CODE``: what a finding means and how to mend it."""

from __future__ import annotations

import click

from peacedata.nearest import nearest


@click.command()
@click.argument("code")
def explain(code: str) -> None:
    """Say what CODE (such as PD401, or its name) means, why it matters, show a bad and a good example, and mend it."""
    from peacedata.check.run import all_checks
    from peacedata.manual.entry import entry
    from peacedata.manual.terminal import render

    known = {name: check for check in all_checks() for name in (check.code, check.name)}
    check = known.get(code.upper()) or known.get(code.lower())
    if check is None:
        near = nearest(code, known)
        hint = f" Did you mean {near}?" if near else ""
        raise click.UsageError(f"{code!r} is no finding code.{hint} `peacedata rules` lists them all.")
    click.echo(render(entry(check)), nl=False)
