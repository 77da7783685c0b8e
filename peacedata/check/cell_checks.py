"""Findings about the cells of a record."""

from __future__ import annotations

from peacedata.check.declare import Check


def _schema(constraints: str, kind: str = "string") -> str:
    return (
        '{"fields": [{"name": "id", "type": "integer"}, '
        f'{{"name": "v", "type": "{kind}", "constraints": {{{constraints}}}}}]}}'
    )


_PLAIN = '{"fields": [{"name": "id", "type": "integer"}, {"name": "v", "type": "string"}]}'
_GOOD = {"schema": _PLAIN, "csv": "id,v\n1,a\n"}

BLANK_ROW = Check(
    code="PD210",
    name="blank-row",
    says="A record is completely blank.",
    why="It is no data, and it hides mistakes such as a deleted row. Delete the line.",
    bad={"schema": _PLAIN, "csv": "id,v\n1,a\n\n2,b\n"},
    good=_GOOD,
    fixable=True,
    frictionless="blank-row",
)
EXTRA_CELL = Check(
    code="PD211",
    name="extra-cell",
    says="A record has more cells than the header.",
    why="Most often a comma inside a cell is not in quotes, so that all cells after it are shifted.",
    bad={"schema": _PLAIN, "csv": "id,v\n1,a,b\n"},
    good=_GOOD,
    frictionless="extra-cell",
)
MISSING_CELL = Check(
    code="PD212",
    name="missing-cell",
    says="A record has fewer cells than the header.",
    why="Commas are missing, or a quote is not closed. An empty cell is written as two commas with nothing in between.",
    bad={"schema": _PLAIN, "csv": "id,v\n1\n"},
    good=_GOOD,
    frictionless="missing-cell",
)
TYPE = Check(
    code="PD220",
    name="type",
    says="A cell is not of the type or format of its field.",
    why="It cannot be read as what it should be: a date as a date, a number as a number.",
    bad={"schema": _PLAIN, "csv": "id,v\nx,a\n"},
    good=_GOOD,
    frictionless="type-error",
)
REQUIRED = Check(
    code="PD230",
    name="required",
    says="A required cell is empty.",
    why="The record says nothing without it.",
    bad={"schema": _schema('"required": true'), "csv": "id,v\n1,\n"},
    good={"schema": _schema('"required": true'), "csv": "id,v\n1,a\n"},
    frictionless="constraint-error",
)
PATTERN = Check(
    code="PD231",
    name="pattern",
    says="A cell does not match the pattern of its field as a whole.",
    why="The pattern describes what identifiers and codes of this field look like.",
    bad={"schema": _schema('"pattern": "[A-Z]{2}"'), "csv": "id,v\n1,abc\n"},
    good={"schema": _schema('"pattern": "[A-Z]{2}"'), "csv": "id,v\n1,UA\n"},
    frictionless="constraint-error",
)
ENUM = Check(
    code="PD232",
    name="enum",
    says="A cell is none of the values that its field allows.",
    why="The field is a code list. Take one of its codes, exactly as written there.",
    bad={"schema": _schema('"enum": ["talks", "summit"]'), "csv": "id,v\n1,talk\n"},
    good={"schema": _schema('"enum": ["talks", "summit"]'), "csv": "id,v\n1,talks\n"},
    frictionless="constraint-error",
)
MINIMUM = Check(
    code="PD233",
    name="minimum",
    says="A value is below the minimum of its field.",
    why="Most often a sign or a digit is wrong.",
    bad={"schema": _schema('"minimum": 0', "integer"), "csv": "id,v\n1,-1\n"},
    good={"schema": _schema('"minimum": 0', "integer"), "csv": "id,v\n1,1\n"},
    frictionless="constraint-error",
)
MAXIMUM = Check(
    code="PD234",
    name="maximum",
    says="A value is above the maximum of its field.",
    why="Most often a digit is wrong or a decimal point is lost.",
    bad={"schema": _schema('"maximum": 90', "number"), "csv": "id,v\n1,91\n"},
    good={"schema": _schema('"maximum": 90', "number"), "csv": "id,v\n1,9.1\n"},
    frictionless="constraint-error",
)
LENGTH = Check(
    code="PD235",
    name="length",
    says="A value is shorter or longer than its field allows.",
    why="Too long a text most often stands in the wrong column; too short a one says too little.",
    bad={"schema": _schema('"maxLength": 2'), "csv": "id,v\n1,abc\n"},
    good={"schema": _schema('"maxLength": 2'), "csv": "id,v\n1,ab\n"},
    frictionless="constraint-error",
)
CATEGORY = Check(
    code="PD236",
    name="category",
    says="A cell is none of the categories of its field.",
    why="The field is a code list. Take one of its codes, exactly as written there; the label is not the code.",
    bad={"schema": '{"fields": [{"name": "v", "categories": ["a", "b"], "type": "string"}]}', "csv": "v\nc\n"},
    good={"schema": '{"fields": [{"name": "v", "categories": ["a", "b"], "type": "string"}]}', "csv": "v\nb\n"},
    frictionless="constraint-error",
)
