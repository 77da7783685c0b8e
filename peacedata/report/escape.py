"""Text of unknown origin, made safe for where it is printed."""

from __future__ import annotations

import re

# What begins a command in the logs of GitHub, Azure and TeamCity, wherever it stands in a line.
_COMMAND = re.compile(r"##(?=\w*\[)")
_LINE_COMMAND = re.compile(r"^( *)::")


def printable(text: str, keep: str = "") -> str:
    """The text with every control, format and undefined character written as an escape, so that it is one line.

    A terminal obeys escape sequences and a reader is deceived by bidirectional marks; neither leaves this function.
    What does leave it is also legal in XML, apart from markup.

    Args:
        text: the text.
        keep: characters to leave as they are, such as the line ends of a message of several lines.
    """
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() or char in keep else char.encode("unicode_escape").decode("ascii") for char in text
    )


def log_line(text: str) -> str:
    """The text as one line of a terminal or a log, which no CI service takes for a command to it."""
    return _LINE_COMMAND.sub(r"\1\\x3a:", _COMMAND.sub(r"#\\x23", printable(text)))


def command_data(text: str) -> str:
    """The text as message of a workflow command of GitHub; line ends stay.

    Source: ``escapeData`` in ``packages/core/src/command.ts`` of github.com/actions/toolkit.
    """
    return printable(text, keep="\n").replace("%", "%25").replace("\n", "%0A")


def command_property(text: str) -> str:
    """The text as value of a property of a workflow command of GitHub.

    Source: ``escapeProperty`` in ``packages/core/src/command.ts`` of github.com/actions/toolkit.
    """
    return command_data(text).replace(":", "%3A").replace(",", "%2C")


def code_span(text: str) -> str:
    """The text as a code span of Markdown, in or out of a table; the empty text stays empty.

    In a code span neither markup nor HTML nor a link is read, and GitHub notifies nobody whom it mentions. The two
    characters that could end the span or its cell are written as escapes.
    """
    escaped = printable(text).replace("`", "\\x60").replace("|", "\\x7c")
    return f"`{escaped}`" if escaped else ""


def well_formed(text: str) -> str:
    """The text without lone surrogates, which stand for the bytes of a file name that is not UTF-8."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")
