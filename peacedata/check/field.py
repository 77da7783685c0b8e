"""The exact checker of one field: one cell in, a typed value and its faults out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from peacedata.check import cell_checks as checks
from peacedata.check.declare import Check
from peacedata.check.shorten import quote
from peacedata.check.types import FieldType, type_of
from peacedata.nearest import nearest

if TYPE_CHECKING:
    from peacedata.check.pattern import Pattern

_BOUNDS: dict[str, tuple[Check, str, Callable[[Any, Any], bool]]] = {
    "minimum": (checks.MINIMUM, "at least", lambda value, bound: value >= bound),
    "exclusiveMinimum": (checks.MINIMUM, "more than", lambda value, bound: value > bound),
    "maximum": (checks.MAXIMUM, "at most", lambda value, bound: value <= bound),
    "exclusiveMaximum": (checks.MAXIMUM, "less than", lambda value, bound: value < bound),
}


@dataclass(frozen=True, slots=True, eq=False)
class Fault:
    """One way in which a cell of a field can be wrong.

    Attributes:
        check: the declaration.
        expected: what was expected instead.
        words: the values that are allowed, where they can be listed, with their labels.
    """

    check: Check
    expected: str
    words: Mapping[str, str] | None = None

    def message(self, text: str | None) -> str:
        """What is wrong with a cell."""
        if self.check is checks.REQUIRED:
            return f"a value is missing: expected {self.expected}"
        return f"{quote(text or '')} is not allowed: expected {self.expected}"

    def hint(self, text: str | None) -> str | None:
        """The nearest allowed value."""
        if self.words is None or not text:
            return None
        found = nearest(text, chain(self.words, filter(None, self.words.values())))
        if found is None or found in self.words:
            return found
        return next(word for word, label in self.words.items() if label == found)


@dataclass(frozen=True, slots=True)
class Constraint:
    """A constraint with its test on typed values."""

    fault: Fault
    holds: Callable[[Any], bool]


class FieldCheck:
    """A field of a Table Schema, compiled.

    Attributes:
        name: its name.
        type: its type with its options.
        missing: the texts that mean that there is no value.
        required: the fault of a missing value; None if it may be missing.
        constraints: all other constraints.
        unique: whether its values must differ.
        judge: gives all faults of a cell, none if it is right.
    """

    def __init__(self, field: Mapping[str, Any], missing: frozenset[str]) -> None:
        """Compile a field whose descriptor is known to be valid; ``missing`` are the missing values of the schema."""
        self.name = str(field.get("name", ""))
        self.type: FieldType = type_of(field)
        own = field.get("missingValues")
        self.missing = missing if own is None else missing_values(own)
        given: Mapping[str, Any] = field.get("constraints") or {}
        self.unique = given.get("unique") is True
        self.required = (
            Fault(checks.REQUIRED, self.type.expected or "a value") if given.get("required") is True else None
        )
        self._type_fault = Fault(checks.TYPE, self.type.expected or "a value", self._words())
        self._type_faults = (self._type_fault,)
        self._missing_faults: tuple[Fault, ...] = (self.required,) if self.required else ()
        self.constraints: list[Constraint] = []
        self.bounds: list[tuple[str, Any]] = []
        self.lengths: dict[str, int] = {}
        self.pattern: Pattern | None = None
        self.words: Mapping[str, str] | None = None
        self._lengths(given)
        self._bounds(given)
        self._pattern(given, field.get("example"))
        self._codes(field, given)
        self.judge = self._compiled()

    def value(self, text: str | None) -> Any:
        """The typed value of a cell; None if it is missing or not of the type."""
        return None if text is None or text in self.missing else self.type.parse(text)

    def _compiled(self) -> Callable[[str | None], tuple[Fault, ...]]:
        """All faults of a cell, as one function without detours."""
        missing, missing_faults, type_faults = self.missing, self._missing_faults, self._type_faults
        parse = self.type.parse
        tests = [(constraint.holds, constraint.fault) for constraint in self.constraints]

        def judge(text: str | None) -> tuple[Fault, ...]:
            if text is None or text in missing:
                return missing_faults
            value = parse(text)
            if value is None:
                return type_faults
            return tuple([fault for holds, fault in tests if not holds(value)])

        def judge_once(text: str | None) -> tuple[Fault, ...]:
            if text is None or text in missing:
                return missing_faults
            value = parse(text)
            if value is None:
                return type_faults
            return () if only(value) else only_faults

        only, only_faults = (tests[0][0], (tests[0][1],)) if tests else (lambda value: True, ())
        return judge_once if len(tests) < 2 else judge

    def add_missing(self, texts: frozenset[str]) -> None:
        """Let some more texts mean that there is no value."""
        self.missing |= texts
        self.judge = self._compiled()

    def key(self, text: str | None) -> Any:
        """The value of a cell as part of a key; None if there is none."""
        value = self.value(text)
        return None if value is None else self.type.key(value)

    @property
    def free(self) -> bool:
        """Whether every text that is not missing is accepted."""
        return self.type.plain and not self.constraints

    def _add(
        self, check: Check, expected: str, holds: Callable[[Any], bool], words: Mapping[str, str] | None = None
    ) -> None:
        self.constraints.append(Constraint(Fault(check, expected, words), holds))

    def _words(self) -> Mapping[str, str] | None:
        return dict.fromkeys(self.type.words, "") or None

    def _lengths(self, given: Mapping[str, Any]) -> None:
        least, most, length = given.get("minLength"), given.get("maxLength"), self.type.length
        unit = "characters" if self.type.name == "string" else "items"
        if least is not None:
            self.lengths["minLength"] = least
            self._add(checks.LENGTH, f"at least {least} {unit}", lambda value: length(value) >= least)
        if most is not None:
            self.lengths["maxLength"] = most
            self._add(checks.LENGTH, f"at most {most} {unit}", lambda value: length(value) <= most)

    def _bounds(self, given: Mapping[str, Any]) -> None:
        order = self.type.order
        for name, (check, word, compare) in _BOUNDS.items():
            if name in given:
                value = constant(self.type, given[name])
                bound = order(value)
                self.bounds.append((name, value))
                self._add(check, f"{word} {given[name]}", _within(order, compare, bound))

    def _pattern(self, given: Mapping[str, Any], example: object) -> None:
        """A person is told an example, where the schema gives one; few read regular expressions."""
        source = given.get("pattern")
        if source is not None:
            from peacedata.check.pattern import compiled

            self.pattern = compiled(source)
            expected = f"text such as {quote(example)}" if isinstance(example, str) and example else None
            self._add(checks.PATTERN, expected or f"text that matches {source}", self.pattern.matches)

    def _codes(self, field: Mapping[str, Any], given: Mapping[str, Any]) -> None:
        """``enum`` and ``categories``; an enum within the categories reports for both."""
        allowed = given.get("enum")
        categories = field.get("categories") if self.type.name in ("string", "integer") else None
        labels = _labels_of(categories or ())
        known = self._keys(_values_of(categories or ()))
        if allowed is not None:
            values = self._keys(allowed)
            self.words = {str(word): labels.get(str(word), "") for word in allowed}
            self._add(checks.ENUM, _one_of(self.words), lambda value: self.type.key(value) in values, self.words)
            if values <= known:
                return
        if categories is not None:
            self.words = self.words or labels
            self._add(checks.CATEGORY, _one_of(labels), lambda value: self.type.key(value) in known, labels)

    def _keys(self, words: Iterable[Any]) -> set[Hashable]:
        values = (constant(self.type, word) for word in words)
        return {self.type.key(value) for value in values if value is not None}


def _within(order: Callable[[Any], Any], compare: Callable[[Any, Any], bool], bound: Any) -> Callable[[Any], bool]:
    """Whether a value keeps a bound; what does not equal itself (NaN) keeps none."""
    return lambda value: value == value and compare(order(value), bound)


def missing_values(given: Any) -> frozenset[str]:
    """The texts of a ``missingValues`` property, with or without labels."""
    return frozenset(entry["value"] if isinstance(entry, Mapping) else entry for entry in given)


def constant(kind: FieldType, given: Any) -> Any:
    """A value of a descriptor, such as a bound, as a value of the type; None if it is none."""
    from peacedata.check.lexical import lexical

    if isinstance(given, str):
        return kind.parse(given)
    if kind.name == "string":  # a number is no text, even if it could be written as one
        return None
    text = lexical(kind, given)
    return None if text is None else kind.parse(text)


def _values_of(given: Any) -> list[Any]:
    return [entry.get("value") if isinstance(entry, Mapping) else entry for entry in given]


def _labels_of(given: Any) -> dict[str, str]:
    return {
        str(entry.get("value") if isinstance(entry, Mapping) else entry): str(entry.get("label") or "")
        if isinstance(entry, Mapping)
        else ""
        for entry in given
    }


def _one_of(labels: Mapping[str, str]) -> str:
    words = [*labels]
    shown = ", ".join(words[:12])
    return f"one of {shown}" + (f" and {len(words) - 12} more" if len(words) > 12 else "")
