"""One row per event."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

from peacedata.model.codes import Attendance
from peacedata.release.flat.columns import FlatColumn, FlatTable, Row, copied, flat_schema, flat_table, ids, made, names
from peacedata.release.flat.source import Source

NAME = "events"
DESCRIPTION = "One event, with its process, its place, who took part, what it dealt with and how well it is sourced."
# The roles that are listed by name; the others are in the table of participants.
_LISTED = ("party", "mediator", "facilitator", "convener", "host")


def flat_events(source: Source) -> FlatTable:
    """The table; its rows are in the order of events."""
    columns = list(_columns(source))
    key = [{"fields": [name], "reference": {"fields": ["event_id"]}} for name in ("part_of", "responds_to")]
    schema = flat_schema(NAME, DESCRIPTION, columns, ["event_id"], key)
    return flat_table(schema, columns, source.tables["events"].rows)


def _columns(source: Source) -> Iterator[FlatColumn]:
    """The columns of events in their order, each followed by what it leads to; then what other tables say."""
    after: dict[str, Callable[[Source], Iterator[FlatColumn]]] = {
        "process_id": _process,
        "place_id": _place,
        "part_of": _event_named("part_of"),
        "responds_to": _event_named("responds_to"),
    }
    fields = {field["name"]: field for field in source.tables["events"].schema["fields"]}
    last = fields.pop("summary")  # long, so it stands at the end, where it hides nothing
    for name, field in fields.items():
        yield from copied(field, _own(name))
        if name in after:
            yield from after[name](source)
    yield from chain(_participants(source), _counts(source), copied(last, _own("summary")))


def _own(name: str) -> Callable[[Row], str]:
    return lambda event: event[name]


def _process(source: Source) -> Iterator[FlatColumn]:
    def name(event: Row) -> str:
        return source.processes[event["process_id"]]["name"]

    yield made("process_name", "Name of the process.", "string", name, required=True)


def _place(source: Source) -> Iterator[FlatColumn]:
    def of(column: str) -> Callable[[Row], str]:
        return lambda event: source.places.get(event["place_id"], {}).get(column, "")

    yield made("place_name", "Name of the place.", "string", of("name"))
    for column, name in (
        ("country", "place_country"),
        ("latitude", "latitude"),
        ("longitude", "longitude"),
        ("precision", "place_precision"),
    ):
        yield from copied(_optional(source.field("places", column)), of(column), name=name)


def _optional(field: Mapping[str, object]) -> dict[str, object]:
    """The field without the demand that it be filled, for an event may have no place."""
    constraints = field.get("constraints")
    kept = {k: v for k, v in constraints.items() if k != "required"} if isinstance(constraints, Mapping) else {}
    return {k: v for k, v in field.items() if k != "constraints"} | ({"constraints": kept} if kept else {})


def _event_named(column: str) -> Callable[[Source], Iterator[FlatColumn]]:
    def columns(source: Source) -> Iterator[FlatColumn]:
        def title(event: Row) -> str:
            return source.events[event[column]]["title"] if event[column] else ""

        yield made(f"{column}_title", f"Title of the event that `{column}` names.", "string", title)

    return columns


def _participants(source: Source) -> Iterator[FlatColumn]:
    for role in _LISTED:
        yield from _sides(source, role)
    yield _count(
        "participant_count",
        "How many actors have a part in the event, whether they came or not.",
        lambda event: len(source.parts_of.get(event["event_id"], ())),
    )
    for code in Attendance:
        words = f"How many of the participants have the attendance '{code.label}'."
        yield _count(f"attendance_{code}", words, _with_attendance(source, code))


def _sides(source: Source, role: str) -> Iterator[FlatColumn]:
    def found(event: Row) -> list[str]:
        """Whom the actors with this role stand for, each once, by id."""
        return sorted({side for part in source.parts_of.get(event["event_id"], ()) for side in part.sides_as(role)})

    who = f"Those with the role {role}, by on whose behalf they acted, else by themselves"
    in_order = "names joined with `; `, in the order of the ids"
    yield made(f"{role}_ids", f"{who}: ids joined with `;`.", "string", lambda event: ids(found(event)))
    yield made(f"{role}_names", f"{who}: {in_order}.", "string", lambda event: names(source.names(found(event))))
    yield _count(f"{role}_count", f"{who}: how many.", lambda event: len(found(event)))


def _with_attendance(source: Source, code: str) -> Callable[[Row], int]:
    return lambda event: sum(part.attendance == code for part in source.parts_of.get(event["event_id"], ()))


def _counts(source: Source) -> Iterator[FlatColumn]:
    agenda, outcomes, claims = source.rows_of("agenda"), source.rows_of("outcomes"), source.claims_of_events()
    types = "The kinds of its outcomes: codes joined with `;`."
    yield made("issues", "The issues on the agenda: codes joined with `;`.", "string", _listed(agenda, "issue"))
    yield made("outcome_types", types, "string", _listed(outcomes, "outcome_type"))
    for name, description, rows in (
        ("agenda_count", "How many issues the agenda has.", agenda),
        ("position_count", "How many positions of actors are recorded.", source.rows_of("positions")),
        ("outcome_count", "How many outcomes it has.", outcomes),
        ("document_count", "How many documents were made or handed over.", source.rows_of("documents")),
        ("part_count", "How many events are part of it.", source.rows_of("events", "part_of")),
        ("response_count", "How many events answer it.", source.rows_of("events", "responds_to")),
        ("claim_count", "How many claims are about the event or one of its fields.", claims),
    ):
        yield _count(name, description, _how_many(rows))
    yield _count(
        "source_count",
        "How many sources make those claims.",
        lambda event: len({claim["source_id"] for claim in claims.get(event["event_id"], ())}),
    )


def _how_many(rows: Mapping[str, Sequence[Row]]) -> Callable[[Row], int]:
    return lambda event: len(rows.get(event["event_id"], ()))


def _listed(rows: Mapping[str, Sequence[Row]], column: str) -> Callable[[Row], str]:
    return lambda event: ids(sorted({row[column] for row in rows.get(event["event_id"], ())}))


def _count(name: str, description: str, count: Callable[[Row], int]) -> FlatColumn:
    return made(name, description, "integer", lambda event: str(count(event)), required=True, minimum=0)
