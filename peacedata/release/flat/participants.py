"""One row per event and participant."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from peacedata.model.codes import Role
from peacedata.release.flat.columns import (
    FlatColumn,
    FlatTable,
    copied,
    flat_schema,
    flat_table,
    ids,
    made,
    names,
    truth,
)
from peacedata.release.flat.source import Part, Source

NAME = "event_participants"
DESCRIPTION = "One actor's part in one event, in whatever roles, with the event and the actor."


def flat_participants(source: Source) -> FlatTable:
    """The table; its rows are in the order of events, then of actors."""
    columns = list(_columns(source))
    event = {"fields": ["event_id"], "reference": {"resource": "events", "fields": ["event_id"]}}
    schema = flat_schema(NAME, DESCRIPTION, columns, ["event_id", "actor_id"], [event])
    return flat_table(schema, columns, source.parts)


def _columns(source: Source) -> Iterator[FlatColumn]:
    for column, name in (
        ("event_id", ""),
        ("title", "event_title"),
        ("event_type", ""),
        ("status", "event_status"),
        ("process_id", ""),
        ("date_start", ""),
        ("date_end", ""),
    ):
        yield from copied(source.field("events", column), _of_event(column), name=name)
    for column, name in (
        ("actor_id", ""),
        ("name", "actor_name"),
        ("actor_type", ""),
        ("country", "actor_country"),
        ("gender", ""),
    ):
        yield from copied(source.field("actors", column), _of_actor(column), name=name)
    yield from _roles()
    yield from _sides(source)
    for column, found in _merged().items():
        yield from copied(source.field("participations", column), found)
    titles = "The offices that it held on that day, joined with `; ` if several."
    yield made("title_at_time", titles, "string", lambda part: names(part.titles))  # may be longer than one title


def _of_event(column: str) -> Callable[[Part], str]:
    return lambda part: part.event[column]


def _of_actor(column: str) -> Callable[[Part], str]:
    return lambda part: part.actor[column]


def _roles() -> Iterator[FlatColumn]:
    yield made("roles", "Its roles: codes joined with `;`.", "string", lambda part: ids(part.roles), required=True)
    for code in Role:
        yield made(f"role_{code}", f"Whether it has the role '{code.label}'.", "boolean", _has(code), required=True)


def _has(role: str) -> Callable[[Part], str]:
    return lambda part: truth(role in part.roles)


def _sides(source: Source) -> Iterator[FlatColumn]:
    def names_of(actors: list[str]) -> str:
        return names(source.names(actors))

    behalf = "The state or body for which it acted"
    side = "Whom it counts for: the state or body for which it acted, else itself"
    id_words, name_words = "ids, joined with `;` if several", "names, joined with `; `"
    yield made("on_behalf_of", f"{behalf}; {id_words}.", "string", lambda part: ids(part.principals))
    yield made("on_behalf_of_name", f"{behalf}; {name_words}.", "string", lambda part: names_of(part.principals))
    yield made("side", f"{side}; {id_words}.", "string", lambda part: ids(part.sides), required=True)
    yield made("side_name", f"{side}; {name_words}.", "string", lambda part: names_of(part.sides), required=True)


def _merged() -> dict[str, Callable[[Part], str]]:
    """What rows of two roles say of the same participant, as one cell."""
    return {
        "attendance": lambda part: part.attendance,
        "rank": lambda part: part.rank,
        "delegation_head": lambda part: truth(part.leads),
        "headcount": lambda part: part.headcount,
    }
