"""Findings about descriptors: of packages, resources, schemas and fields."""

from __future__ import annotations

from peacedata.check.declare import Check

PACKAGE = Check(
    code="PD140",
    name="package-descriptor",
    says="The descriptor of the package is not valid.",
    why="Nothing can be relied on in a package that does not describe itself as Data Package asks.",
    mend="Mend what the message names: most often JSON that is cut off or has a comma too many, or `resources` that "
    "are missing or empty. Your editor can check the file against the profile that its `$schema` names.",
    related=("PD141", "PD142"),
    bad={"sh": "sed -i '1s/{/{\"licenses\": [{}],/' datapackage.json\n"},
    good={"sh": 'sed -i \'1s/{}/{"name": "CC0-1.0"}/\' datapackage.json\n'},
    frictionless="package-error",
)
RESOURCE = Check(
    code="PD141",
    name="resource-descriptor",
    says="The descriptor of a resource is not valid.",
    why="The table cannot be found or read without it.",
    mend="Give the resource a unique `name`, and a `path` or `data`, of the types that the standard asks for.",
    related=("PD140", "PD101"),
    bad={"sh": 'sed -i \'s/"path": "table.csv", //\' datapackage.json\n'},
    good={"sh": 'sed -i \'s/"name": "table", /&"path": "table.csv", /\' datapackage.json\n'},
    frictionless="resource-error",
)
SCHEMA = Check(
    code="PD142",
    name="schema-descriptor",
    says="A Table Schema is not valid.",
    why="A table cannot be checked against a schema that contradicts itself or the standard.",
    mend="Mend what the message names. Keys must name fields that the schema has.",
    related=("PD143", "PD140"),
    bad={"schema": '{"fields": [{"name": "id"}], "primaryKey": ["key"]}', "csv": "id\n1\n"},
    good={"schema": '{"fields": [{"name": "id"}], "primaryKey": ["id"]}', "csv": "id\n1\n"},
    frictionless="schema-error",
)
FIELD = Check(
    code="PD143",
    name="field-descriptor",
    says="A field of a Table Schema is not valid.",
    why="Its cells cannot be checked: the type, the format or a constraint has no meaning that can be followed.",
    mend="Take a type of Table Schema (`string`, `integer`, `number`, `boolean`, `date` …), a format and "
    "constraints that this type has, and values that are of the type.",
    related=("PD142",),
    bad={"schema": '{"fields": [{"name": "id", "type": "varchar"}]}', "csv": "id\n1\n"},
    good={"schema": '{"fields": [{"name": "id", "type": "string"}]}', "csv": "id\n1\n"},
    frictionless="field-error",
)
