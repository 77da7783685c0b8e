"""``peacedata rules``: every finding code in one table."""

from __future__ import annotations

import click


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How the list is written; json has more of each code.",
)
def rules(form: str) -> None:
    """List every finding code with its severity and the condition that it reports."""
    from peacedata.check.run import all_checks

    checks = all_checks()
    if form == "json":
        import json

        fields = ("code", "name", "severity", "says", "why", "fixable")
        click.echo(json.dumps([{name: getattr(check, name) for name in fields} for check in checks], indent=2))
        return
    width = max(len(check.name) for check in checks)
    for check in checks:
        click.echo(f"{check.code}  {check.severity:<7}  {check.name:<{width}}  {check.says}")
