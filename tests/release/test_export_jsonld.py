"""JSON-LD, read back with rdflib, which here has no network: every cell, and what schema.org says on top."""

from __future__ import annotations

import json
import socket
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import rdflib
from exporting import awkward_rows, expected, export, with_rows
from hypothesis import given, settings
from rdflib.namespace import RDF, XSD
from rdflib.term import Literal, Node, URIRef

from peacedata.dataset.dataset import Dataset
from peacedata.dataset.frames import EDTF, derived
from peacedata.model import TABLES
from peacedata.release.canonical import key_of
from peacedata.release.linked.terms import context
from peacedata.release.package import CanonicalTable, ReleasePackage
from peacedata.schema.codebook import list_name
from peacedata.schema.columns import columns

# rdflib's own reader of JSON-LD makes a graph of a class that rdflib will take away.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

SDO = rdflib.Namespace("https://schema.org/")
TERM = rdflib.Namespace("urn:peacedata:term:")


def parsed(path: Path) -> rdflib.Graph:
    graph = rdflib.Graph()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        graph.parse(path, format="json-ld")
    return graph


def refuse(*given: object) -> None:
    raise AssertionError(f"the document makes its reader fetch something: {given}")


@pytest.fixture(scope="module")
def graph(real_export: Path) -> rdflib.Graph:
    return parsed(real_export / "peacedata.jsonld")


def name_of(table: CanonicalTable, row: dict[str, str]) -> URIRef:
    key = "/".join(row[column] for column in key_of(table.schema))
    return URIRef(f"urn:peacedata:code:{key}" if table.name == "codes" else f"urn:peacedata:{table.name}:{key}")


def term(table: CanonicalTable, column: str, value: object) -> Node:
    """What a cell must be in the graph."""
    about = next((one for one in columns(TABLES[table.name]) if one.name == column), None)
    if about and about.foreign_key:
        return URIRef(f"urn:peacedata:{about.foreign_key}:{value}")
    if about and about.codes:
        return URIRef(f"urn:peacedata:code:{list_name(about.codes)}/{value}")
    field = next((one for one in table.schema["fields"] if one["name"] == column), None)
    if field is None:
        return Literal(str(value), datatype=XSD.date)
    if derived(field):
        return Literal(str(value), datatype=URIRef(EDTF))
    if isinstance(value, Decimal):
        return Literal(format(value, "f"), datatype=XSD.decimal)
    return Literal(value)


def check(package: ReleasePackage, found: rdflib.Graph) -> None:
    for name, table in package.tables.items():
        assert len(set(found.subjects(RDF.type, TERM[name]))) == len(table.rows), name
        own = key_of(table.schema)[0] if len(key_of(table.schema)) == 1 else None
        for cells, row in zip(table.rows, expected(table), strict=True):
            wanted = {
                (TERM[column], term(table, column, value))
                for column, value in row.items()
                if value is not None and column != own
            }
            said = {(p, o) for p, o in found.predicate_objects(name_of(table, cells)) if str(p).startswith(str(TERM))}
            assert said == wanted, name_of(table, cells)


def test_every_cell_of_the_dataset_is_there(real_package: ReleasePackage, graph: rdflib.Graph) -> None:
    check(real_package, graph)


@settings(max_examples=5)
@given(awkward_rows())
def test_awkward_cells_come_back(small_package: ReleasePackage, rows: Any) -> None:
    package = with_rows(small_package, {**rows, "codes": rows["codes"][:5]})
    with tempfile.TemporaryDirectory() as folder:
        check(package, parsed(export(package, "jsonld", Path(folder) / "release") / "peacedata.jsonld"))


def test_numbers_of_schema_org_things(dataset: Dataset, graph: rdflib.Graph) -> None:
    def count(kind: str) -> int:
        return len(set(graph.subjects(RDF.type, SDO[kind])))

    persons = sum(actor.actor_type == "person" for actor in dataset.actors)
    publishers = {str(name) for name in graph.objects(None, SDO.publisher / SDO.name)}
    assert count("Event") == len(dataset.events)
    assert count("EventSeries") == len(dataset.processes)
    assert count("Person") == persons
    named = [
        node
        for kind in ("Organization", "NGO")
        for node in graph.subjects(RDF.type, SDO[kind])
        if isinstance(node, URIRef)
    ]
    assert len(named) == len(dataset.actors) - persons
    assert count("Place") == len(dataset.places)
    assert count("GeoCoordinates") == sum(place.latitude is not None for place in dataset.places)
    assert count("CreativeWork") == len(dataset.sources) + len(dataset.documents)
    assert count("Claim") == len(dataset.claims)
    assert count("DefinedTerm") == len(dataset.codes)
    assert count("Dataset") == 1
    assert publishers >= {source.publisher for source in dataset.sources}
    cited = set(graph.objects(URIRef("urn:peacedata:release:peacedata-2026.1"), SDO.citation))
    assert len(cited) == len(dataset.sources)


def test_an_event_reads_as_schema_org(dataset: Dataset, graph: rdflib.Graph) -> None:
    event = dataset.events["istanbul-2025-round-2"]
    node = URIRef("urn:peacedata:events:istanbul-2025-round-2")
    assert str(graph.value(node, SDO.name)) == event.title
    assert str(graph.value(node, SDO.startDate)) == "2025-06-02"
    assert graph.value(node, SDO.eventStatus) == SDO.EventScheduled
    assert graph.value(node, SDO.duration) is None  # "at least an hour" is no duration
    place = graph.value(node, SDO.location)
    assert place == URIRef("urn:peacedata:places:istanbul")
    point = graph.value(place, SDO.geo)
    assert float(str(graph.value(point, SDO.latitude))) == pytest.approx(41.01)
    there = {
        URIRef(f"urn:peacedata:actors:{part.actor_id}")
        for part in event.participations
        if part.attendance in ("attended", "attended_remotely")
    }
    assert set(graph.objects(node, SDO.attendee)) == there
    sources = {URIRef(f"urn:peacedata:sources:{source.source_id}") for source in event.sources}
    assert set(graph.objects(node, SDO.subjectOf)) == sources
    issues = {URIRef(f"urn:peacedata:code:issue/{item.issue}") for item in event.agenda}
    assert set(graph.objects(node, SDO.about)) == issues
    assert URIRef("urn:peacedata:processes:istanbul-2025") in set(graph.objects(node, SDO.superEvent))


def test_who_did_not_come_is_no_attendee(dataset: Dataset, graph: rdflib.Graph) -> None:
    absent = [part for part in dataset.participations if part.attendance in ("declined", "absent_expected")]
    assert absent
    for part in absent:
        node, actor = URIRef(f"urn:peacedata:events:{part.event_id}"), URIRef(f"urn:peacedata:actors:{part.actor_id}")
        assert (node, SDO.attendee, actor) not in graph


def test_what_was_called_off_is_not_said_to_have_been_held(dataset: Dataset, graph: rdflib.Graph) -> None:
    for event in dataset.events:
        said = graph.value(URIRef(f"urn:peacedata:events:{event.event_id}"), SDO.eventStatus)
        wanted = {
            "occurred": SDO.EventScheduled,
            "scheduled": SDO.EventScheduled,
            "cancelled": SDO.EventCancelled,
            "postponed": SDO.EventPostponed,
        }
        assert said == wanted.get(event.status)


def test_the_release_is_described(real_package: ReleasePackage, graph: rdflib.Graph) -> None:
    node = URIRef("urn:peacedata:release:peacedata-2026.1")
    assert str(graph.value(node, SDO.identifier)) == f"sha256:{real_package.content_hash}"
    assert graph.value(node, SDO.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")


def test_every_reference_leads_to_a_node(graph: rdflib.Graph) -> None:
    subjects = set(graph.subjects())
    loose = {
        o
        for o in graph.objects()
        if isinstance(o, URIRef) and str(o).startswith("urn:peacedata:") and o not in subjects
    }
    assert {one for one in loose if not str(one).startswith(str(TERM))} == set()


def test_no_name_means_two_things(real_package: ReleasePackage, real_export: Path) -> None:
    inside = json.loads((real_export / "peacedata.jsonld").read_text("utf-8"))["@context"]
    assert inside == context(real_package.tables)
    assert not [value for value in json.dumps(inside).split('"') if value.endswith((".jsonld", "/context"))]
