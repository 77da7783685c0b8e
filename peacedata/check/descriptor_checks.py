"""Findings about descriptors: of packages, resources, schemas and fields."""

from __future__ import annotations

from peacedata.check.declare import Check

PACKAGE = Check(
    code="PD140",
    name="package-descriptor",
    says="The descriptor of the package is not valid.",
    why="Nothing can be relied on in a package that does not describe itself as Data Package asks.",
    frictionless="package-error",
)
RESOURCE = Check(
    code="PD141",
    name="resource-descriptor",
    says="The descriptor of a resource is not valid.",
    why="The table cannot be found or read without it.",
    frictionless="resource-error",
)
SCHEMA = Check(
    code="PD142",
    name="schema-descriptor",
    says="A Table Schema is not valid.",
    why="A table cannot be checked against a schema that contradicts itself or the standard.",
    bad={"schema": '{"fields": [{"name": "id"}], "primaryKey": ["key"]}', "csv": "id\n1\n"},
    good={"schema": '{"fields": [{"name": "id"}], "primaryKey": ["id"]}', "csv": "id\n1\n"},
    frictionless="schema-error",
)
FIELD = Check(
    code="PD143",
    name="field-descriptor",
    says="A field of a Table Schema is not valid.",
    why="Its cells cannot be checked: the type, the format or a constraint has no meaning that can be followed.",
    bad={"schema": '{"fields": [{"name": "id", "type": "varchar"}]}', "csv": "id\n1\n"},
    good={"schema": '{"fields": [{"name": "id", "type": "string"}]}', "csv": "id\n1\n"},
    frictionless="field-error",
)
