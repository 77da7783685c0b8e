"""The tables of a release as the flat tables ask for them: by key, by event, by event and participant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from peacedata.model.codes import Attendance, Rank
from peacedata.release.flat.columns import Row, once
from peacedata.release.package import CanonicalTable

# What is said of somebody who is in an event with two roles: the stronger statement holds.
_ATTENDANCE = [
    Attendance.ATTENDED,
    Attendance.ATTENDED_REMOTELY,
    Attendance.DECLINED,
    Attendance.REPRESENTED,
    Attendance.ABSENT_EXPECTED,
    Attendance.NOT_INVITED,
    Attendance.NOT_PRESENT,
    Attendance.UNCLEAR,
    Attendance.NOT_APPLICABLE,
]
_STRENGTH = {str(code): number for number, code in enumerate(_ATTENDANCE)}
_HEIGHT = {str(code): number for number, code in enumerate(Rank)}


@dataclass(frozen=True)
class Part:
    """An actor's whole part in one event, in whatever roles.

    Attributes:
        event: the event.
        actor: the actor.
        rows: the rows of participations, in canonical order, one for each role.
    """

    event: Row
    actor: Row
    rows: Sequence[Row]

    @property
    def roles(self) -> list[str]:
        """The roles, in the order of codes."""
        return [row["role"] for row in self.rows]

    @property
    def principals(self) -> list[str]:
        """The actors on whose behalf it acted, each once; empty if for itself."""
        return once(row["on_behalf_of"] for row in self.rows)

    @property
    def sides(self) -> list[str]:
        """Whom it counts for, each once: its principal, else itself."""
        return once(row["on_behalf_of"] or row["actor_id"] for row in self.rows)

    def sides_as(self, role: str) -> list[str]:
        """Whom it counts for in one role; empty if it does not have it."""
        return once(row["on_behalf_of"] or row["actor_id"] for row in self.rows if row["role"] == role)

    @property
    def titles(self) -> list[str]:
        """The offices that it held, each once."""
        return once(row["title_at_time"] for row in self.rows)

    @property
    def attendance(self) -> str:
        """The strongest statement about its attendance."""
        return min((row["attendance"] for row in self.rows), key=_STRENGTH.__getitem__)

    @property
    def rank(self) -> str:
        """The highest rank; empty if none is known."""
        return min((row["rank"] for row in self.rows if row["rank"]), key=_HEIGHT.__getitem__, default="")

    @property
    def leads(self) -> bool | None:
        """Whether it led a delegation; None if nothing is known."""
        found = {row["delegation_head"] for row in self.rows} - {""}
        return "true" in found if found else None

    @property
    def headcount(self) -> str:
        """The greatest number of delegates; empty if none is known."""
        return max((row["headcount"] for row in self.rows if row["headcount"]), key=int, default="")


class Source:
    """The tables of a release.

    Args:
        tables: the tables by name.
    """

    def __init__(self, tables: Mapping[str, CanonicalTable]) -> None:
        self.tables = tables

    def field(self, table: str, column: str) -> Mapping[str, Any]:
        """The field of a column in the Table Schema of its table."""
        found: Mapping[str, Any] = next(f for f in self.tables[table].schema["fields"] if f["name"] == column)
        return found

    @cached_property
    def events(self) -> dict[str, dict[str, str]]:
        """Events by id."""
        return self._by_id("events")

    @cached_property
    def actors(self) -> dict[str, dict[str, str]]:
        """Actors by id."""
        return self._by_id("actors")

    @cached_property
    def places(self) -> dict[str, dict[str, str]]:
        """Places by id."""
        return self._by_id("places")

    @cached_property
    def processes(self) -> dict[str, dict[str, str]]:
        """Processes by id."""
        return self._by_id("processes")

    @cached_property
    def parts(self) -> list[Part]:
        """Every part of an actor in an event, in the order of events, then of actors."""
        found: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.tables["participations"].rows:
            found[row["event_id"], row["actor_id"]].append(row)
        return [Part(self.events[event], self.actors[actor], rows) for (event, actor), rows in found.items()]

    def names(self, actors: Sequence[str]) -> list[str]:
        """The names of actors."""
        return [self.actors[one]["name"] for one in actors]

    @cached_property
    def parts_of(self) -> Mapping[str, Sequence[Part]]:
        """The parts by event."""
        found: dict[str, list[Part]] = defaultdict(list)
        for part in self.parts:
            found[part.event["event_id"]].append(part)
        return found

    def rows_of(self, table: str, column: str = "event_id") -> Mapping[str, Sequence[Row]]:
        """The rows of a table by what one of its columns names."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.tables[table].rows:
            found[row[column]].append(row)
        return found

    def claims_of_events(self) -> Mapping[str, Sequence[Row]]:
        """The claims on events or on one of their fields, by event."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.tables["claims"].rows:
            if row["table"] == "events":
                found[row["record_id"]].append(row)
        return found

    def _by_id(self, table: str) -> dict[str, dict[str, str]]:
        return {row[f"{_SINGULAR[table]}_id"]: row for row in self.tables[table].rows}


_SINGULAR = {"events": "event", "actors": "actor", "places": "place", "processes": "process"}
