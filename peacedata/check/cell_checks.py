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
    why="It is no data, and it hides mistakes such as a deleted row.",
    mend="Delete the line; `peacedata fix` does it.",
    related=("PD211", "PD212"),
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
    mend='Put the cell that holds a comma in quotes: `"Kyiv, Ukraine"`. If there is none, delete the comma too many.',
    related=("PD212", "PD113"),
    bad={"schema": _PLAIN, "csv": "id,v\n1,a,b\n"},
    good=_GOOD,
    frictionless="extra-cell",
)
MISSING_CELL = Check(
    code="PD212",
    name="missing-cell",
    says="A record has fewer cells than the header.",
    why="Commas are missing, or a quote is not closed; the cells after that place are shifted or lost.",
    mend="Add the missing commas: an empty cell is two commas with nothing in between. If the record goes on in the "
    "next line, put the cell with the line end in quotes.",
    related=("PD211", "PD113"),
    bad={"schema": _PLAIN, "csv": "id,v\n1\n"},
    good=_GOOD,
    frictionless="missing-cell",
)
TYPE = Check(
    code="PD220",
    name="type",
    says="A cell is not of the type or format of its field.",
    why="It cannot be read as what it should be: a date as a date, a number as a number.",
    mend="Write the value as its type is written: a date as `2025-06-02`, an integer as `1200`, a number as "
    "`1200.5`, a boolean as the schema says. If it is something else, it stands in the wrong column or belongs into "
    "a text.",
    related=("PD231", "PD232"),
    bad={"schema": _PLAIN, "csv": "id,v\nx,a\n"},
    good=_GOOD,
    fixable=True,
    frictionless="type-error",
)
REQUIRED = Check(
    code="PD230",
    name="required",
    says="A required cell is empty.",
    why="The record says nothing without it.",
    mend="Fill in the cell. If the fact is not known, take the code or wording that the table has for that; if "
    "there is none, the record cannot be entered yet.",
    related=("PD302",),
    bad={"schema": _schema('"required": true'), "csv": "id,v\n1,\n"},
    good={"schema": _schema('"required": true'), "csv": "id,v\n1,a\n"},
    frictionless="constraint-error",
)
PATTERN = Check(
    code="PD231",
    name="pattern",
    says="A cell does not match the pattern of its field as a whole.",
    why="The pattern describes what identifiers and codes of this field look like.",
    mend="Write the value as the pattern says; the hint describes it where it is one of ours: ids are lower-case "
    "words joined with hyphens, dates `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.",
    related=("PD220", "PD232"),
    bad={"schema": _schema('"pattern": "[A-Z]{2}"'), "csv": "id,v\n1,abc\n"},
    good={"schema": _schema('"pattern": "[A-Z]{2}"'), "csv": "id,v\n1,UA\n"},
    fixable=True,
    frictionless="constraint-error",
)
ENUM = Check(
    code="PD232",
    name="enum",
    says="A cell is none of the values that its field allows.",
    why="The field is a code list: a value beside it is counted nowhere.",
    mend="Take one of the codes, exactly as written; the hint names the nearest. Labels such as 'Talks' are not "
    "codes. If no code fits, take `other` where there is one and say in the pull request what is missing.",
    related=("PD236", "PD231"),
    bad={"schema": _schema('"enum": ["talks", "summit"]'), "csv": "id,v\n1,talk\n"},
    good={"schema": _schema('"enum": ["talks", "summit"]'), "csv": "id,v\n1,talks\n"},
    fixable=True,
    frictionless="constraint-error",
)
MINIMUM = Check(
    code="PD233",
    name="minimum",
    says="A value is below the minimum of its field.",
    why="Most often a sign or a digit is wrong.",
    mend="Look at the source again and correct the value; see whether it stands in the right column.",
    related=("PD234",),
    bad={"schema": _schema('"minimum": 0', "integer"), "csv": "id,v\n1,-1\n"},
    good={"schema": _schema('"minimum": 0', "integer"), "csv": "id,v\n1,1\n"},
    frictionless="constraint-error",
)
MAXIMUM = Check(
    code="PD234",
    name="maximum",
    says="A value is above the maximum of its field.",
    why="Most often a digit is wrong or a decimal point is lost.",
    mend="Look at the source again and correct the value; see whether it stands in the right column and is in the "
    "right unit.",
    related=("PD233", "PD409"),
    bad={"schema": _schema('"maximum": 90', "number"), "csv": "id,v\n1,91\n"},
    good={"schema": _schema('"maximum": 90', "number"), "csv": "id,v\n1,9.1\n"},
    frictionless="constraint-error",
)
LENGTH = Check(
    code="PD235",
    name="length",
    says="A value is shorter or longer than its field allows.",
    why="Too long a text most often stands in the wrong column; too short a one says too little.",
    mend="Shorten the text to what the column is for, or move it to a column for longer texts.",
    related=("PD231",),
    bad={"schema": _schema('"maxLength": 2'), "csv": "id,v\n1,abc\n"},
    good={"schema": _schema('"maxLength": 2'), "csv": "id,v\n1,ab\n"},
    frictionless="constraint-error",
)
CATEGORY = Check(
    code="PD236",
    name="category",
    says="A cell is none of the categories of its field.",
    why="The field is a code list: a value beside it is counted nowhere.",
    mend="Take one of the categories, exactly as written there; the label is not the code.",
    related=("PD232",),
    bad={"schema": '{"fields": [{"name": "v", "categories": ["a", "b"], "type": "string"}]}', "csv": "v\nc\n"},
    good={"schema": '{"fields": [{"name": "v", "categories": ["a", "b"], "type": "string"}]}', "csv": "v\nb\n"},
    fixable=True,
    frictionless="constraint-error",
)
