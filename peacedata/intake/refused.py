"""The one way in which intake says no: a reason as data, which the checks turn into a finding."""

from __future__ import annotations

from enum import StrEnum

from peacedata.errors import InvalidData


class Reason(StrEnum):
    """Why a file, or what is in it, is not read any further."""

    MISSING = "missing"
    UNSAFE_PATH = "unsafe-path"
    LINK = "link"
    NOT_A_FILE = "not-a-file"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too-large"
    EMPTY = "empty"
    ENCODING = "encoding"
    CONTROL = "control"
    CELL_TOO_LONG = "cell-too-long"
    RECORD_TOO_LONG = "record-too-long"
    TOO_MANY_COLUMNS = "too-many-columns"
    QUOTES = "quotes"
    DIALECT = "dialect"
    FORMAT = "format"


class Refused(InvalidData):
    """A file that is not read, or not to its end.

    Attributes:
        reason: the kind of refusal.
        message: what is wrong, in one sentence.
        path: the file as the caller named it.
        line: 1-based physical line, where one is known.
        value: the offending text, where there is one.
        hint: how to mend it.
    """

    def __init__(
        self,
        reason: Reason,
        message: str,
        *,
        path: str = "",
        line: int | None = None,
        value: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.reason = reason
        self.message = message
        self.path = path
        self.line = line
        self.value = value
        self.hint = hint
