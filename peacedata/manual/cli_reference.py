"""The reference of the command line, read from its commands themselves and never from their help as it is laid out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from importlib.resources import files
from inspect import cleandoc
from pathlib import PurePath

import click

from peacedata.schema.markdown import code, fenced, page, prose, table

EXIT_CODES = {
    "0": "Nothing was found, or what was asked for is done.",
    "1": "Findings at or above `--fail-on`, a difference, or data that cannot be used. The message names them.",
    "2": "Wrong usage: an unknown verb, option or value, or a path that does not exist.",
    "3": "A fault of the program, never of the data. Please report it.",
}
# Every variable of the environment that the program reads by itself; a test compares this with the sources.
ENVIRONMENT = {
    "PEACEDATA_DEBUG": "Set to anything, a fault of the program prints its traceback.",
    "NO_COLOR": "Set to anything, the text report has no colours.",
    "SOURCE_DATE_EPOCH": "The time in a release's descriptor, in seconds since 1970, where the dataset states none.",
    "PEACEDATA_CHANNEL": "The channel from which releases are fetched: an address or a folder.",
    "PEACEDATA_OFFLINE": "Set to 1, no network is used.",
    "PEACEDATA_CACHE": "The folder in which downloaded releases are kept.",
    "XDG_CACHE_HOME": "The folder of caches, in which ours is `peacedata`, where `PEACEDATA_CACHE` is not set.",
    "GITHUB_STEP_SUMMARY": "On GitHub, the file to which `--format github` adds what does not fit into annotations.",
    "GITHUB_WORKSPACE": "On GitHub, the folder to which paths in reports are relative.",
}


def cli_page(commands: click.Group, name: str = "peacedata") -> tuple[str, str]:
    """Path below the manual's folder and text of the reference."""
    context = click.Context(commands, info_name=name)
    verbs = dict(_verbs(commands, context))
    exits = table(("code", "meaning"), ((number, prose(text)) for number, text in EXIT_CODES.items()))
    variables = table(("variable", "meaning"), ((code(one), prose(text)) for one, text in sorted(ENVIRONMENT.items())))
    text = page(
        "# Command line",
        _help(commands),
        "".join(f"- [`{verb}`](#{_anchor(verb)}): {prose(_first_line(command))}\n" for verb, command in verbs.items()),
        "Every verb has `--help`. `peacedata --version` prints the version.",
        "## Exit codes",
        exits,
        "## Environment",
        variables,
        *(block for verb, command in verbs.items() for block in _section(verb, command, context)),
    )
    return "cli.md", text


def sessions() -> dict[str, str]:
    """The worked examples, console sessions that tests run, by the verb under which each is shown."""
    found = (
        path for path in files("peacedata.manual").joinpath("sessions").iterdir() if path.name.endswith(".console")
    )
    return {
        path.name.removesuffix(".console"): path.read_text("utf-8") for path in sorted(found, key=lambda one: one.name)
    }


def shown_under(verb: str) -> str:
    """The verb under which the worked example of a verb is shown: itself, or another that it is used with.

    Raises:
        LookupError: if no session uses it.
    """
    known = sessions()
    if verb in known:
        return verb
    for name, session in known.items():
        if f"$ peacedata {verb} " in session:
            return name
    raise LookupError(f"peacedata {verb} is in no worked example; add one to peacedata/manual/sessions")


def _verbs(group: click.Group, context: click.Context, before: str = "") -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        yield f"{before}{name}", command
        if isinstance(command, click.Group):
            yield from _verbs(command, click.Context(command, info_name=name, parent=context), f"{before}{name} ")


def _section(verb: str, command: click.Command, context: click.Context) -> Iterator[str]:
    inner = click.Context(command, info_name=verb, parent=context)
    arguments = [one for one in command.params if isinstance(one, click.Argument)]
    options = [one for one in command.params if isinstance(one, click.Option) and not one.hidden]
    yield f"## peacedata {verb}"
    yield _help(command)
    yield fenced(f"{inner.command_path} {' '.join(command.collect_usage_pieces(inner))}".strip(), "text")
    if arguments:
        yield table(("argument", "what it takes", "how many"), map(_argument_row, arguments))
    if options:
        yield table(("option", "meaning", "takes", "default"), (_option_row(one, inner) for one in options))
    if " " not in verb:
        name = shown_under(verb)
        yield "Example:" if name == verb else f"Example: under [`{name}`](#{_anchor(name)})."
        yield fenced(sessions()[name], "console") if name == verb else ""


def _argument_row(argument: click.Argument) -> tuple[str, str, str]:
    many = {1: "one", -1: "any number"}.get(argument.nargs, str(argument.nargs))
    optional = "" if argument.required else ", may be left out"
    return code((argument.name or "").upper()), _takes(argument), many + optional


def _option_row(option: click.Option, context: click.Context) -> tuple[str, str, str, str]:
    names = " ".join(code(name) for name in (*option.opts, *option.secondary_opts))
    meaning, _, stated = (option.help or "").partition("[default:")
    notes = [prose(meaning.strip())]
    notes += ["May be given several times."] if option.multiple else []
    notes += ["Required."] if option.required else []
    if option.envvar:
        variables = [option.envvar] if isinstance(option.envvar, str) else list(option.envvar)
        notes.append(f"Also read from {', '.join(map(code, variables))}.")
    default = prose(stated.strip().removesuffix("]")) if stated else _default(option)
    return names, " ".join(note for note in notes if note), "" if option.is_flag else _takes(option), default


def _takes(parameter: click.Parameter) -> str:
    kind = parameter.type
    if isinstance(kind, click.Choice):
        return ", ".join(code(one.name if isinstance(one, Enum) else one) for one in kind.choices)
    if isinstance(parameter, click.Option) and parameter.metavar:
        return code(parameter.metavar)
    if isinstance(kind, click.Path):
        words = {(True, False): "a file", (False, True): "a folder"}.get((kind.file_okay, kind.dir_okay), "a path")
        return words + (" that exists" if kind.exists else "")
    if isinstance(kind, click.DateTime):
        return "a day, `YYYY-MM-DD`" if list(kind.formats) == ["%Y-%m-%d"] else ", ".join(map(code, kind.formats))
    if isinstance(kind, click.IntRange | click.FloatRange):
        return f"a number, {prose(kind._describe_range())}"
    return _KINDS.get(kind.name, kind.name)


_KINDS: Mapping[str, str] = {
    "text": "text",
    "integer": "a whole number",
    "float": "a number",
    "boolean": "a truth value",
}


def _default(option: click.Option) -> str:
    """The default of an option as it is typed; nothing for flags, and for options that are unset by default."""
    default = option.default
    if option.is_flag or option.multiple or not isinstance(default, str | int | float | PurePath):
        return ""
    return code(default.as_posix() if isinstance(default, PurePath) else default)


def _help(command: click.Command) -> str:
    paragraphs = cleandoc(command.help or "").split("\n\n")
    return "\n\n".join(prose(part.replace("\b", "")) for part in paragraphs)


def _first_line(command: click.Command) -> str:
    return " ".join(cleandoc(command.help or "").partition("\n\n")[0].split())


def _anchor(verb: str) -> str:
    return f"peacedata-{verb}".replace(" ", "-")
