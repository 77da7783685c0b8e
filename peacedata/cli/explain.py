"""``peacedata explain CODE``: what a finding means and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import indent

import click

from peacedata.nearest import nearest


@click.command()
@click.argument("code")
def explain(code: str) -> None:
    """Say what CODE (such as PD401, or its name) means, why it matters, and show a bad and a good example."""
    from peacedata.check.run import all_checks

    known = {name: check for check in all_checks() for name in (check.code, check.name)}
    check = known.get(code.upper()) or known.get(code.lower())
    if check is None:
        near = nearest(code, known)
        hint = f" Did you mean {near}?" if near else ""
        raise click.UsageError(f"{code!r} is no finding code.{hint} `peacedata rules` lists them all.")
    click.echo(f"{check.code} {check.name} ({check.severity})\n\n{check.says}\n\n{check.why}")
    for title, example in (("Bad", check.bad), ("Good", check.good)):
        if example:
            click.echo(f"\n{title}:\n" + indent("\n".join(_lines(example)), "    "))
    if check.fixable:
        click.echo("\n`peacedata fix` can mend it.")


def _lines(example: Mapping[str, object]) -> Iterator[str]:
    """Partial rows as small tables; texts as they are, with what cannot be seen written as escapes."""
    for name, content in example.items():
        if isinstance(content, str):
            yield f"{name}: {content!r}"
            continue
        rows: list[Mapping[str, str]] = list(content)  # type: ignore[call-overload] # the other kind of example
        columns = list(dict.fromkeys(column for row in rows for column in row))
        table = [columns, *([row.get(column, "") for column in columns] for row in rows)]
        widths = [max(len(line[i]) for line in table) for i in range(len(columns))]
        yield name
        for line in table:
            yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
