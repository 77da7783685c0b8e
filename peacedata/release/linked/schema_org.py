"""What schema.org has words for, table by table; what it has none for is only said in our own terms.

Source: schema.org, https://schema.org/docs/full.html
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from peacedata.model.codes import Attendance, EventStatus, Match, Mode, Qualifier, Role, Scheme
from peacedata.release.linked.terms import SCHEMA, code_id, record_id
from peacedata.release.package import CanonicalTable
from peacedata.release.typed import labels

Row = Mapping[str, str]

_TYPES = {
    "processes": "EventSeries",
    "events": "Event",
    "documents": "CreativeWork",
    "places": "Place",
    "sources": "CreativeWork",
    "claims": "Claim",
    "codes": "DefinedTerm",
}
# Only what means the same; a day that passed without the event, a rumour or a dispute has no word there.
_STATUS: dict[str, str] = {
    EventStatus.OCCURRED: "EventScheduled",  # "is taking place or has taken place on the startDate as scheduled"
    EventStatus.SCHEDULED: "EventScheduled",
    EventStatus.POSTPONED: "EventPostponed",
    EventStatus.CANCELLED: "EventCancelled",
}
_ATTENDANCE_MODE: dict[str, str] = {
    Mode.IN_PERSON: "OfflineEventAttendanceMode",
    Mode.PROXIMITY: "OfflineEventAttendanceMode",
    Mode.VIDEO: "OnlineEventAttendanceMode",
    Mode.PHONE: "OnlineEventAttendanceMode",
    Mode.HYBRID: "MixedEventAttendanceMode",
}
_GENDER = {"female": f"{SCHEMA}Female", "male": f"{SCHEMA}Male"}
_THERE: frozenset[str] = frozenset({Attendance.ATTENDED, Attendance.ATTENDED_REMOTELY})
_NOT_THERE: frozenset[str] = frozenset(
    {Attendance.DECLINED, Attendance.ABSENT_EXPECTED, Attendance.NOT_INVITED, Attendance.NOT_PRESENT}
)
_ORGANIZERS: frozenset[str] = frozenset({Role.CONVENER, Role.HOST})
_CONTRIBUTORS: frozenset[str] = frozenset({Role.MEDIATOR, Role.FACILITATOR})
_PAGES: dict[str, str] = {
    Scheme.WIKIDATA: "http://www.wikidata.org/entity/",
    Scheme.GEONAMES: "https://sws.geonames.org/",
}


class SchemaOrg:
    """The words of schema.org for the rows of one release.

    Args:
        tables: the tables by name.
    """

    def __init__(self, tables: Mapping[str, CanonicalTable]) -> None:
        self._participations = _by(tables["participations"].rows, "event_id")
        self._agenda = _by(tables["agenda"].rows, "event_id")
        self._claims = _by(tables["claims"].rows, "table", "record_id")
        self._identifiers = _by(tables["identifiers"].rows, "table", "record_id")
        country = next(field for field in tables["places"].schema["fields"] if field["name"] == "country")
        self._countries = labels(country)
        self._of: dict[str, Callable[[Row], dict[str, Any]]] = {
            "processes": self._process,
            "events": self._event,
            "actors": self._actor,
            "documents": self._document,
            "places": self._place,
            "sources": self._source,
            "claims": self._claim,
            "codes": self._code,
        }

    def types(self, table: str, row: Row) -> list[str]:
        """The types of a row; none if schema.org has no such thing."""
        if table == "actors":
            return [{"person": "Person", "ngo": "NGO"}.get(row["actor_type"], "Organization")]
        return [_TYPES[table]] if table in _TYPES else []

    def of(self, table: str, row: Row) -> dict[str, Any]:
        """The properties of a row; what is unknown or empty is left out."""
        found = self._of[table](row) if table in self._of else {}
        return {name: value for name, value in found.items() if value not in ("", None, [])}

    def _process(self, row: Row) -> dict[str, Any]:
        return {
            "identifier": row["process_id"],
            "name": row["name"],
            "description": row["description"],
            "startDate": _day(row["date_start"]),
            "endDate": _day(row["date_end"]),
            "superEvent": _links("processes", row["parent_process_id"]),
        }

    def _event(self, row: Row) -> dict[str, Any]:
        event = row["event_id"]
        whole = _links("processes", row["process_id"]) + _links("events", row["part_of"])
        start = _day(row["date_start"])
        sources = dict.fromkeys(claim["source_id"] for claim in self._claims.get(("events", event), ()))
        return {
            "identifier": self._names("events", event),
            "name": row["title"],
            "description": row["summary"],
            "startDate": f"{start}T{row['time_start']}" if row["time_start"] and len(start) == 10 else start,
            "endDate": _day(row["date_end"]),
            "duration": _duration(row),
            "eventStatus": _word(_STATUS, row["status"]),
            "eventAttendanceMode": _word(_ATTENDANCE_MODE, row["mode"]),
            "location": _links("places", row["place_id"]),
            "superEvent": whole,
            **self._people(event),
            "about": [code_id("issue", item["issue"]) for item in self._agenda.get((event,), ())],
            "subjectOf": [record_id("sources", source) for source in sources],
        }

    def _people(self, event: str) -> dict[str, Any]:
        rows = self._participations.get((event,), ())
        had_part = [row for row in rows if row["attendance"] not in _NOT_THERE]
        return {
            "attendee": _actors(row for row in rows if row["attendance"] in _THERE),
            "organizer": _actors(row for row in had_part if row["role"] in _ORGANIZERS),
            "contributor": _actors(row for row in had_part if row["role"] in _CONTRIBUTORS),
        }

    def _actor(self, row: Row) -> dict[str, Any]:
        return {
            "identifier": self._names("actors", row["actor_id"]),
            "name": row["name"],
            "alternateName": row["name_native"],
            "description": row["description"],
            "gender": _GENDER.get(row["gender"], ""),
            "parentOrganization": _links("actors", row["parent_actor_id"]),
            "sameAs": self._pages("actors", row["actor_id"]),
        }

    def _document(self, row: Row) -> dict[str, Any]:
        return {
            "identifier": self._names("documents", row["document_id"]),
            "name": row["title"],
            "dateCreated": _day(row["date_issued"]),
            "inLanguage": row["language"],
            "url": row["text_url"],
            "isBasedOn": _links("documents", row["revises"]),
            "sameAs": self._pages("documents", row["document_id"]),
        }

    def _place(self, row: Row) -> dict[str, Any]:
        known = row["latitude"] and row["longitude"]
        point = {"latitude": float(row["latitude"]), "longitude": float(row["longitude"])} if known else {}
        country = self._countries.get(row["country"], row["country"])
        return {
            "identifier": self._names("places", row["place_id"]),
            "name": row["name"],
            "geo": {"@type": "GeoCoordinates", **point} if point else None,
            "address": {"@type": "PostalAddress", "addressCountry": country},
            "sameAs": self._pages("places", row["place_id"]),
        }

    def _source(self, row: Row) -> dict[str, Any]:
        return {
            "identifier": row["source_id"],
            "name": row["title"],
            "publisher": {"@type": "Organization", "name": row["publisher"]},
            "url": row["url"],
            "archivedAt": row["archive_url"],
            "datePublished": _day(row["date_published"]),
            "inLanguage": row["language"],
        }

    def _claim(self, row: Row) -> dict[str, Any]:
        return {
            "identifier": row["claim_id"],
            "about": record_id(row["table"], row["record_id"]),
            "appearance": record_id("sources", row["source_id"]),
            "text": row["quote"],
        }

    def _code(self, row: Row) -> dict[str, Any]:
        term = {"@type": "DefinedTermSet", "@id": f"code:{row['list']}", "name": row["list"]}
        return {
            "termCode": row["code"],
            "name": row["label"],
            "description": row["definition"],
            "inDefinedTermSet": term,
        }

    def _names(self, table: str, key: str) -> list[Any]:
        """Its own id, and its names in other datasets that mean exactly this record."""
        others = [
            {"@type": "PropertyValue", "propertyID": row["scheme"], "value": row["value"]}
            for row in self._identifiers.get((table, key), ())
            if row["match"] == Match.EXACT
        ]
        return [key, *others]

    def _pages(self, table: str, key: str) -> list[str]:
        """The addresses by which the web of data knows exactly this record."""
        return [
            _PAGES[row["scheme"]] + row["value"]
            for row in self._identifiers.get((table, key), ())
            if row["match"] == Match.EXACT and row["scheme"] in _PAGES
        ]


def _by(rows: Iterable[Row], *columns: str) -> dict[tuple[str, ...], list[Row]]:
    found: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        found[tuple(row[column] for column in columns)].append(row)
    return found


def _day(text: str) -> str:
    """A date of ISO 8601, as far as it is known; that it is doubtful is said in our own terms."""
    return text.rstrip("?~%")


def _duration(row: Row) -> str:
    """The duration of ISO 8601, unless it is only a bound."""
    told = row["duration_minutes"] and row["duration_qualifier"] in (Qualifier.EXACT, Qualifier.APPROX)
    return f"PT{int(row['duration_minutes'])}M" if told else ""


def _word(words: Mapping[str, str], code: str) -> str:
    return SCHEMA + words[code] if code in words else ""


def _links(table: str, key: str) -> list[str]:
    return [record_id(table, key)] if key else []


def _actors(rows: Iterable[Row]) -> list[str]:
    return list(dict.fromkeys(record_id("actors", row["actor_id"]) for row in rows))
