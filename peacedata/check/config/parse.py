"""From a configuration file to what it says, and to what is wrong in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from peacedata.check.config.checks import (
    ABOUT_CONFIGURATION,
    NO_REASON,
    SAID_TWICE,
    UNKNOWN_CODE,
    UNKNOWN_SETTING,
    UNREADABLE,
    WRONG_VALUE,
)
from peacedata.check.config.codes import about_configuration, is_code, nearest_code
from peacedata.check.config.lines import Place, lines_of
from peacedata.check.config.read import SECTION, Source, read_source
from peacedata.check.config.settings import MOST_KNOWN, Config, Known
from peacedata.check.declare import Check
from peacedata.check.finding import Finding, Severity
from peacedata.check.shorten import quote, shorten
from peacedata.intake.limits import LIMITS, Limits
from peacedata.nearest import did_you_mean

_SETTINGS = ("select", "ignore", "severity", "per-file-ignores", "baseline")
_LISTED = ("code", "reason")
_LEVEL = ("severity", "reason")
_NAMED = ("table", "file", "key", "column", "value", "message")
_KNOWN = ("code", *_NAMED, "count", "reason")
_ROWS_MOVE = "rows move: name the key of the record, its column and its value"
_OFF = ("off", "none", "ignore", "info", "note")
_TYPES = {str: "a text", bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "a table"}


def read_config(path: str | Path, limits: Limits = LIMITS) -> Config:
    """Read a configuration file that was named.

    Returns:
        What it says; what is wrong with it, or that it cannot be read, stands among its problems.
    """
    source = read_source(Path(path), limits)
    if source.content is None and source.problem is None:
        message = f"the configuration {source.name} has no table [{SECTION}]"
        problem = UNREADABLE.finding(message, file=source.name, hint="add it, or name a file that has it")
        return Config(path=source.path, name=source.name, prefix=source.prefix, problems=(problem,))
    return config_of(source)


def config_of(source: Source) -> Config:
    """What a file says that was read."""
    if source.content is None:
        problems = (source.problem,) if source.problem else ()
        return Config(path=source.path, name=source.name, prefix=source.prefix, problems=problems)
    return _Parser(source, source.content).config()


class _Parser:
    """Reads the settings of one file and gathers what is wrong with them; a wrong setting is left out."""

    def __init__(self, source: Source, content: Mapping[str, Any]) -> None:
        self._source = source
        self._content = content
        self._problems: list[Finding] = []

    def config(self) -> Config:
        if self._source.beside:
            message = f"{self._source.beside} beside it has a table [{SECTION}] too, which is not read"
            self._problem(SAID_TWICE, (), message, hint="keep one of the two")
        self._names((), self._content, _SETTINGS)
        select = self._codes(("select",), self._content.get("select", []))
        ignore = self._codes(("ignore",), self._content.get("ignore", []), hides=True)
        for code in ignore:
            if code in select:
                self._problem(SAID_TWICE, ("ignore",), f"{code} is selected and ignored; it is ignored", code)
        return Config(
            path=self._source.path,
            name=self._source.name,
            prefix=self._source.prefix,
            select=select,
            ignore=ignore,
            severity=self._severities(),
            per_file=self._per_file(),
            baseline=self._baseline(),
            problems=tuple(self._problems),
        )

    # Settings

    def _codes(self, place: Place, given: Any, *, hides: bool = False) -> tuple[str, ...]:
        """A list of codes, each alone or in a table with its reason."""
        codes: list[str] = []
        for number, entry in enumerate(self._list(place, given)):
            at = (*place, number)
            code = self._listed(at, entry) if isinstance(entry, dict) else self._code(at, entry)
            if code is None or (hides and self._hides_itself(at, code)):
                continue
            if code in codes:
                self._problem(SAID_TWICE, at, f"{_named(place)} names {code} twice", code, "take one of them out")
                continue
            codes.append(code)
        return tuple(codes)

    def _listed(self, place: Place, entry: dict[str, Any]) -> str | None:
        self._names(place, entry, _LISTED)
        if "code" not in entry:
            self._missing(place, "code")
        code = self._code((*place, "code"), entry["code"]) if "code" in entry else None
        return code if self._reason(place, entry) else None

    def _severities(self) -> dict[str, Severity]:
        given, severities = self._table(("severity",), self._content.get("severity", {})), {}
        for name, value in given.items():
            place: Place = ("severity", name)
            code, level = self._code(place, name), self._level(place, value)
            if code is None or level is None:
                continue
            if level is not Severity.WARNING or not self._hides_itself(place, code):
                severities[code] = level
        return severities

    def _level(self, place: Place, value: Any) -> Severity | None:
        if not isinstance(value, dict):
            return self._severity(place, value)
        self._names(place, value, _LEVEL)
        if "severity" not in value:
            self._missing(place, "severity")
        level = self._severity((*place, "severity"), value["severity"]) if "severity" in value else None
        return level if self._reason(place, value) else None

    def _severity(self, place: Place, value: Any) -> Severity | None:
        levels = [str(severity) for severity in Severity]
        if isinstance(value, str) and value in levels:
            return Severity(value)
        expected = " or ".join(f'"{level}"' for level in levels)
        off = isinstance(value, str) and value.casefold() in _OFF
        hint = "to hide a code, put it into `ignore`" if off else did_you_mean(str(value), levels)
        self._problem(WRONG_VALUE, place, f"{_named(place)} is {_shown(value)}; expected {expected}", value, hint)
        return None

    def _per_file(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        given = self._table(("per-file-ignores",), self._content.get("per-file-ignores", {}))
        found = []
        for pattern, value in given.items():
            place: Place = ("per-file-ignores", pattern)
            if not pattern.strip():
                hint = 'name a table, such as events, or files, such as "data/*.csv"'
                self._problem(WRONG_VALUE, place, "a pattern of per-file-ignores is blank", pattern, hint)
            elif codes := self._codes(place, value, hides=True):
                found.append((pattern, codes))
        return tuple(found)

    def _baseline(self) -> tuple[Known, ...]:
        given = self._list(("baseline",), self._content.get("baseline", []))
        found: dict[tuple[str, ...], Known] = {}
        for number, entry in enumerate(given):
            place: Place = ("baseline", number)
            known = self._known(place, number + 1, entry)
            if known is None:
                continue
            same = (known.code, *(f"{name}={value}" for name, value in known.named.items()))
            if same in found:
                message = f"{_named(place)} says the same as entry {found[same].number}"
                self._problem(SAID_TWICE, place, message, known.code, "take one of them out; `count` says how many")
                continue
            found[same] = known
        return tuple(found.values())

    def _known(self, place: Place, number: int, entry: Any) -> Known | None:
        if not isinstance(entry, dict):
            self._wrong_type(place, entry, "a table with code, table, key, column, value and reason")
            return None
        before = len(self._problems)
        self._names(place, entry, _KNOWN)
        if "code" not in entry:
            self._missing(place, "code")
        code = self._code((*place, "code"), entry["code"], whole=True) if "code" in entry else None
        texts = {name: self._text((*place, name), entry[name]) for name in _NAMED if name in entry}
        if code and not self._hides_itself((*place, "code"), code) and not texts:
            hint = "name the table, and of a record the key, the column and the value"
            self._problem(WRONG_VALUE, place, f"{_named(place)} names nothing but its code", code, hint)
        count = self._count((*place, "count"), entry.get("count", 1))
        self._reason(place, entry)
        if len(self._problems) > before or code is None:
            return None
        return Known(
            code=code, count=count, reason=entry["reason"].strip(), number=number, line=self._line(place), **texts
        )

    # Values

    def _code(self, place: Place, value: Any, *, whole: bool = False) -> str | None:
        if not isinstance(value, str):
            self._wrong_type(place, value, 'a code such as "PD401"')
            return None
        if is_code(value, whole=whole):
            return value
        kind = "no finding code" if whole else "the beginning of no finding code"
        hint = nearest_code(value) or "`peacedata rules` lists all codes"
        if whole and is_code(value):
            hint = "a finding has one whole code; `per-file-ignores` and `ignore` take beginnings"
        self._problem(UNKNOWN_CODE, place, f"{_named(place)}: {_shown(value)} is {kind}", value, hint)
        return None

    def _hides_itself(self, place: Place, code: str) -> bool:
        """Whether a code stands for nothing but findings about the configuration; that is reported."""
        if not about_configuration(code):
            return False
        message = f"{_named(place)}: what is found in the configuration ({code}) can be neither hidden nor softened"
        self._problem(ABOUT_CONFIGURATION, place, message, code, "mend what it reports, and take this out")
        return True

    def _reason(self, place: Place, entry: Mapping[str, Any]) -> bool:
        reason = entry.get("reason", "")
        if not isinstance(reason, str):
            self._wrong_type((*place, "reason"), reason, "a text")
            return False
        if any(char.isprintable() and not char.isspace() for char in reason):
            return True
        at = (*place, "reason") if "reason" in entry else place
        how = "has a blank reason" if "reason" in entry else "has no reason"
        code = entry.get("code")
        about = f" ({shorten(code)})" if isinstance(code, str) else ""
        hint = "say why it may stay: a line that somebody else can judge next year"
        self._problem(NO_REASON, at, f"{_named(place)}{about} {how}; it is not in force", reason, hint)
        return False

    def _text(self, place: Place, value: Any) -> str | None:
        if isinstance(value, str):
            return value
        self._wrong_type(place, value, "a text", f'write it in quotes: {place[-1]} = "{value}"')
        return None

    def _count(self, place: Place, value: Any) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_KNOWN:
            return value
        self._wrong_type(place, value, f"a whole number from 1 to {MOST_KNOWN:,}")
        return 1

    def _list(self, place: Place, value: Any) -> list[Any]:
        if isinstance(value, list):
            return value
        hint = f'write it as a list: ["{value}"]' if isinstance(value, str) else None
        self._wrong_type(place, value, "a list", hint)
        return []

    def _table(self, place: Place, value: Any) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self._wrong_type(place, value, "a table")
        return {}

    # What is wrong

    def _names(self, place: Place, given: Iterable[str], known: tuple[str, ...]) -> None:
        for name in given:
            if name in known:
                continue
            near = _ROWS_MOVE if known is _KNOWN and name in ("record", "line", "row") else did_you_mean(name, known)
            there = f"{_named(place)} has" if place else "the configuration has"
            message = f"{there} no setting {quote(name)}; there are {', '.join(known)}"
            self._problem(UNKNOWN_SETTING, (*place, name), message, name, near)

    def _missing(self, place: Place, name: str) -> None:
        self._problem(WRONG_VALUE, place, f"{_named(place)} has no {name}", hint=f"add it: {name} = …")

    def _wrong_type(self, place: Place, value: Any, expected: str, hint: str | None = None) -> None:
        kind = _TYPES.get(type(value), "a date or a time")
        message = f"{_named(place)} is {kind}, {_shown(value)}; expected {expected}"
        self._problem(WRONG_VALUE, place, message, value, hint)

    def _problem(self, check: Check, place: Place, message: str, value: Any = None, hint: str | None = None) -> None:
        self._problems.append(
            check.finding(
                message,
                file=self._source.name,
                line=self._line(place),
                key=shorten(_named(place)) if place else None,
                value=None if value is None else shorten(value if isinstance(value, str) else repr(value)),
                hint=hint,
            )
        )

    def _line(self, place: Place) -> int | None:
        """The line of a setting, or of the nearest that it stands in."""
        whole: Place = (*filter(None, self._source.prefix.split(".")), *place)
        while whole and whole not in self._lines:
            whole = whole[:-1]
        return self._lines.get(whole)

    @cached_property
    def _lines(self) -> dict[Place, int]:
        return lines_of(self._source.text)


def _named(place: Place) -> str:
    """A setting as people call it: ``baseline entry 3, code``; entries are counted from 1."""
    words = [f"entry {part + 1}" if isinstance(part, int) else _bare(part) for part in place]
    named = " ".join(words[:2])
    return ", ".join([named, *words[2:]])


def _bare(name: str) -> str:
    return name if name and all(char.isalnum() or char in "-_" for char in name) else quote(name)


def _shown(value: Any) -> str:
    return quote(value) if isinstance(value, str) else shorten(repr(value), 60)
