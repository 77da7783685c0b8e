"""The names of things in the linked data: records, columns, codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from peacedata.dataset.frames import EDTF, derived
from peacedata.errors import SelfCheckFailed
from peacedata.release.canonical import key_of
from peacedata.release.package import CanonicalTable
from peacedata.release.typed import references

# Names of our own, which no registry knows and nothing answers to; they stay the same from release to release.
RECORD = "urn:peacedata:{table}:"
TERM = "urn:peacedata:term:"
CODE = "urn:peacedata:code:"
SCHEMA = "https://schema.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"


def context(tables: Mapping[str, CanonicalTable]) -> dict[str, Any]:
    """The context of the document: schema.org without a prefix, every table and our own terms with one.

    Raises:
        SelfCheckFailed: if two tables have columns of one name that are read in different ways.

    Source: JSON-LD 1.1, https://www.w3.org/TR/json-ld11/#the-context
    """
    found: dict[str, Any] = {"@version": 1.1, "@vocab": SCHEMA, "pd": TERM, "code": CODE, "edtf": EDTF, "xsd": XSD}
    found |= {name: RECORD.format(table=name) for name in tables}
    found |= {name: {"@id": f"{SCHEMA}{name}", "@type": "@id"} for name in _LINKS}
    read: dict[str, str] = {}
    for table in tables.values():
        for name, kind in _columns(table):
            if read.setdefault(name, kind) != kind:
                raise SelfCheckFailed(f"{name} of {table.name} is {kind or 'text'}, elsewhere {read[name] or 'text'}")
    # The type of a key such as pd:quantity is looked up under that very key.
    return found | {
        name: {"@id": TERM + name.removeprefix("pd:"), "@type": kind} for name, kind in read.items() if kind
    }


_LINKS = (
    "about",
    "appearance",
    "archivedAt",
    "attendee",
    "citation",
    "contributor",
    "eventAttendanceMode",
    "eventStatus",
    "gender",
    "isBasedOn",
    "license",
    "location",
    "organizer",
    "parentOrganization",
    "sameAs",
    "subjectOf",
    "superEvent",
    "url",
)


def own_key(table: CanonicalTable) -> str | None:
    """The column that is the whole key of a table's records, which are named by it; None if the key has several."""
    key = key_of(table.schema)
    return key[0] if len(key) == 1 else None


def _columns(table: CanonicalTable) -> Iterator[tuple[str, str]]:
    """The keys that the cells of a table stand under, each with the type of its values; no type is as JSON has it."""
    pointing = references(table.schema)
    for field in table.schema["fields"]:
        name, days = field["name"], derived(field)
        if name == own_key(table):
            continue
        if name in pointing or "categories" in field:
            yield f"pd:{name}", "@id"
        elif days:
            yield f"pd:{name}", "edtf"
        else:
            yield f"pd:{name}", "xsd:decimal" if field["type"] == "number" else ""
        yield from ((f"pd:{day}", "xsd:date") for day in days)


def record_id(table: str, key: str) -> str:
    """The name of a record."""
    return f"{table}:{key}"


def code_id(codes: str, code: str) -> str:
    """The name of a code of a list."""
    return f"code:{codes}/{code}"
