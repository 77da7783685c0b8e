"""The header: which column belongs to which field, and what is wrong with the labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from peacedata.check.declare import Check
from peacedata.check.field import FieldCheck
from peacedata.check.shorten import quote, shorten
from peacedata.intake.dialect import Dialect
from peacedata.nearest import nearest

_SCHEMA = '{"fields": [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]}'
_GOOD = {"schema": _SCHEMA, "csv": "id,name\n1,Ann\n"}

BLANK_LABEL = Check(
    code="PD201",
    name="blank-label",
    says="A column has no name.",
    why="Columns are found by their names.",
    mend="Write the name of the field above the column. A column without content is most often a comma too many at "
    "the end of every line: delete it.",
    related=("PD208", "PD203"),
    bad={"schema": _SCHEMA, "csv": "id,\n1,Ann\n"},
    good=_GOOD,
    frictionless="blank-label",
)
DUPLICATE_LABEL = Check(
    code="PD202",
    name="duplicate-label",
    says="Two columns have the same name.",
    why="One of them is most often a copy or stands for another field.",
    mend="Delete the copy, or give the column the name of the field that it holds.",
    related=("PD207", "PD204"),
    bad={"schema": _SCHEMA, "csv": "id,id\n1,Ann\n"},
    good=_GOOD,
    frictionless="duplicate-label",
)
INCORRECT_LABEL = Check(
    code="PD203",
    name="incorrect-label",
    says="A column does not have the name of the field that is expected at its place.",
    why="Most often the name is misspelt or the columns stand in another order.",
    mend="Write the names as in the schema, in its order. `peacedata fix` puts known columns in order.",
    related=("PD204", "PD205"),
    bad={"schema": _SCHEMA, "csv": "id,nam\n1,Ann\n"},
    good=_GOOD,
    fixable=True,
    frictionless="incorrect-label",
)
EXTRA_LABEL = Check(
    code="PD204",
    name="extra-label",
    says="The file has a column that the schema does not know.",
    why="Nobody checks or reads what stands there.",
    mend="Correct its name if it is misspelt, else delete the column. What has no place in the table can be said in "
    "a text column or in the pull request.",
    related=("PD203", "PD205"),
    bad={"schema": _SCHEMA, "csv": "id,name,note\n1,Ann,x\n"},
    good=_GOOD,
    frictionless="extra-label",
)
MISSING_LABEL = Check(
    code="PD205",
    name="missing-label",
    says="The file lacks a column of the schema.",
    why="Whether a fact is unknown or was forgotten cannot be told from a column that is not there.",
    mend="Add the column, spelt as in the schema; where nothing is known, its cells stay empty.",
    related=("PD203", "PD204"),
    bad={"schema": _SCHEMA, "csv": "id\n1\n"},
    good=_GOOD,
    frictionless="missing-label",
)
UNMATCHED_HEADER = Check(
    code="PD206",
    name="unmatched-header",
    says="No column has the name of any field.",
    why="The file is another table, has no header, or another delimiter.",
    mend="See whether the right file and the right delimiter were chosen, and whether the first record is the header.",
    related=("PD203", "PD208", "PD114"),
    bad={"schema": '{"fields": [{"name": "id"}], "fieldsMatch": "partial"}', "csv": "a,b\n1,2\n"},
    good={"schema": '{"fields": [{"name": "id"}], "fieldsMatch": "partial"}', "csv": "a,id\n1,2\n"},
    frictionless="unmatched-header",
)
AMBIGUOUS_HEADER = Check(
    code="PD207",
    name="ambiguous-header",
    says="Columns are matched by name, but two columns have the same name.",
    why="It cannot be told which of them holds the field.",
    mend="Rename or delete one of the two.",
    related=("PD202",),
    bad={"schema": '{"fields": [{"name": "id"}], "fieldsMatch": "partial"}', "csv": "id,id\n1,2\n"},
    good={"schema": '{"fields": [{"name": "id"}], "fieldsMatch": "partial"}', "csv": "a,id\n1,2\n"},
    frictionless="error",
)
BLANK_HEADER = Check(
    code="PD208",
    name="blank-header",
    says="The header is completely blank.",
    why="Columns are found by their names, which stand in the first record.",
    mend="Write the names of the fields into the first record, and delete blank lines above it.",
    related=("PD201", "PD206"),
    bad={"schema": _SCHEMA, "csv": "\n1,Ann\n"},
    good=_GOOD,
    frictionless="blank-header",
)

_MODES = ("exact", "equal", "subset", "superset", "partial")


@dataclass(frozen=True, slots=True)
class LabelFault:
    """Something wrong with one label, or with the header as a whole."""

    check: Check
    message: str
    number: int | None = None
    label: str | None = None
    column: str | None = None
    hint: str | None = None


@dataclass(slots=True)
class Layout:
    """What each column of a file is.

    Attributes:
        fields: the checker of each column, in the order of the file.
        faults: what is wrong with the header.
        readable: whether the records can be checked at all.
    """

    fields: list[FieldCheck]
    faults: list[LabelFault] = field(default_factory=list)
    readable: bool = True

    def index(self, name: str) -> int | None:
        """Place of a field among the columns; None if the file lacks it."""
        return next((place for place, one in enumerate(self.fields) if one.name == name), None)


def read_labels(records: Sequence[tuple[int, list[str]]], dialect: Dialect) -> list[str]:
    """The labels of the header rows among the first records, several joined."""
    labels: list[str] = []
    before: dict[int, str] = {}
    for number, cells in records:
        if number not in dialect.header_rows or dialect.is_comment(number, cells):
            continue
        for index, cell in enumerate(cell.strip() for cell in cells):
            if before.get(index) == cell:
                continue
            before[index] = cell
            if index >= len(labels):
                labels.append(cell)
            else:
                labels[index] = dialect.header_join.join([labels[index], cell])
    return labels


def layout_of(
    labels: list[str], fields: list[FieldCheck], mode: str, primary_key: Sequence[str], dialect: Dialect
) -> Layout:
    """Match labels and fields as ``fieldsMatch`` says, and find what is wrong."""
    if not dialect.header:
        return Layout(fields)
    if not labels:
        return Layout(
            fields, [LabelFault(BLANK_HEADER, "the header is blank: expected the names of the fields")], False
        )
    matching = _Matching(labels, fields, mode if mode in _MODES else "exact", dialect.header_case)
    faults = [*matching.faults(set(primary_key))]
    if matching.mode != "exact" and matching.ambiguous:
        message = f"two columns have the same name: {', '.join(matching.ambiguous)}; the columns are matched by name"
        return Layout(fields, [LabelFault(AMBIGUOUS_HEADER, message)], False)
    return Layout(matching.columns(), faults)


class _Matching:
    def __init__(self, labels: list[str], fields: list[FieldCheck], mode: str, case: bool) -> None:
        self.labels = labels
        self.fields = fields
        self.mode = mode
        self._normal = str if case else str.lower
        by_name: dict[str, FieldCheck] = {}
        for one in fields:
            by_name.setdefault(self._normal(one.name), one)
        self._by_name = by_name
        keys = [self._normal(label) for label in labels]
        self.ambiguous = sorted({label for label, key in zip(labels, keys, strict=True) if keys.count(key) > 1})
        if not case:
            names = [self._normal(one.name) for one in fields]
            self.ambiguous += sorted({one.name for one in fields if names.count(self._normal(one.name)) > 1})

    def _field(self, index: int) -> FieldCheck | None:
        if self.mode == "exact":
            return self.fields[index] if index < len(self.fields) else None
        return self._by_name.get(self._normal(self.labels[index]))

    def columns(self) -> list[FieldCheck]:
        matched = [self._field(index) for index in range(len(self.labels))]
        used = {one.name for one in matched if one is not None}
        found = []
        for one, label in zip(matched, self.labels, strict=True):
            name, suffix = label, 2
            if one is None:
                while name in used:
                    name, suffix = f"{label}{suffix}", suffix + 1
                used.add(name)
            found.append(one or FieldCheck({"name": name, "type": "any"}, frozenset({""})))
        return found

    def faults(self, primary_key: set[str]) -> Iterator[LabelFault]:
        names = [one.name for one in self.fields]
        free = [name for name in names if self._normal(name) not in map(self._normal, self.labels)]
        if self.mode not in ("subset", "partial"):
            for index, label in enumerate(self.labels):
                if self._field(index) is None:
                    yield self._extra(index, label, free)
        if self.mode == "partial" and self.fields and not any(map(self._field, range(len(self.labels)))):
            yield LabelFault(UNMATCHED_HEADER, "none of the fields is in the header", hint=self._delimiter_hint())
        for offset, one in enumerate(self._missing(primary_key)):
            yield LabelFault(
                MISSING_LABEL, f"the column {quote(one.name)} is missing", len(self.labels) + offset + 1, "", one.name
            )
        if self.mode == "exact":
            yield from self._by_place(free)

    def _missing(self, primary_key: set[str]) -> list[FieldCheck]:
        if self.mode == "exact":
            return self.fields[len(self.labels) :]
        present = {self._normal(label) for label in self.labels}
        missing = [one for one in self.fields if self._normal(one.name) not in present]
        if self.mode in ("superset", "partial"):
            return [one for one in missing if one.required or one.name in primary_key]
        return missing

    def _extra(self, index: int, label: str, free: list[str]) -> LabelFault:
        near = nearest(label, free)
        hint = f"did you mean {near}?" if near else self._delimiter_hint()
        message = (
            f"the schema has no field {quote(label)}" if label else "the schema has no field for a column without name"
        )
        return LabelFault(EXTRA_LABEL, message, index + 1, label, label or None, hint)

    def _by_place(self, free: list[str]) -> Iterator[LabelFault]:
        seen: dict[str, int] = {}
        for number, (one, label) in enumerate(zip(self.fields, self.labels, strict=False), start=1):
            if not label:
                yield LabelFault(
                    BLANK_LABEL, f"a column has no name: expected {quote(one.name)}", number, "", one.name, one.name
                )
            elif label in seen:
                message = f"{quote(label)} is already the name of column {seen[label]}: expected {quote(one.name)}"
                yield LabelFault(DUPLICATE_LABEL, message, number, label, one.name, one.name)
            elif self._normal(label) != self._normal(one.name):
                near = nearest(label, free)
                hint = f"did you mean {near}?" if near else self._delimiter_hint()
                message = f"{quote(label)} stands where {quote(one.name)} is expected"
                yield LabelFault(INCORRECT_LABEL, message, number, shorten(label), one.name, hint)
            seen.setdefault(label, number)

    def _delimiter_hint(self) -> str | None:
        if len(self.labels) == 1:
            for char, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
                if char in self.labels[0]:
                    return f"the columns seem to be separated by {name}; declare the delimiter in the dialect"
        return None
