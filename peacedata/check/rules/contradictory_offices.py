"""PD520: a person with two offices on one day."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.check.finding import Severity
from peacedata.check.likeness import fold
from peacedata.check.rule import Context, Problem, rule
from peacedata.model import Actor, Participation
from peacedata.model.codes import ActorType


@rule(
    "PD520",
    Actor,
    severity=Severity.WARNING,
    needs=("participations",),
    says="A person has two different offices or ranks at events of one day.",
    why="title_at_time is the office held on that day. Two on one day are an office of another time, or two names of "
    "one office; write the one under which the person acted, the same in each row.",
    mend="Write the office under which the person acted on that day, in the same words and with the same rank in "
    "each row.",
    related=("PD521",),
    bad={
        "actors": [{"actor_id": "vladimir-medinsky", "actor_type": "person"}],
        "events": [{"event_id": "a"}, {"event_id": "b"}],
        "participations": [
            {"event_id": "a", "actor_id": "vladimir-medinsky", "title_at_time": "Aide to the President of Russia"},
            {"event_id": "b", "actor_id": "vladimir-medinsky", "title_at_time": "Minister of Culture of Russia"},
        ],
    },
    good={
        "actors": [{"actor_id": "vladimir-medinsky", "actor_type": "person"}],
        "events": [{"event_id": "a"}, {"event_id": "b"}],
        "participations": [
            {"event_id": "a", "actor_id": "vladimir-medinsky", "title_at_time": "Aide to the President of Russia"},
            {"event_id": "b", "actor_id": "vladimir-medinsky", "title_at_time": "Aide to the President of Russia"},
        ],
    },
)
def contradictory_offices(actor: Actor, context: Context) -> Iterator[Problem]:
    """Events of the same written date; a longer title may hold a shorter one, and who acts for two has two offices."""
    if actor.actor_type is not ActorType.PERSON:
        return
    titles: dict[tuple[str, str | None], Participation] = {}
    ranks: dict[tuple[str, str | None], Participation] = {}
    for row in actor.participations:
        if row.title_at_time is None and row.rank is None:
            continue
        place = (row.event.date_start, row.on_behalf_of)
        first = titles.setdefault(place, row) if row.title_at_time else row
        if first.title_at_time and row.title_at_time and not _one_office(first.title_at_time, row.title_at_time):
            yield Problem("title_at_time", f"on {place[0]} also {first.title_at_time!r}", "write one office", row)
            continue
        first = ranks.setdefault(place, row) if row.rank else row
        if first.rank is not row.rank:
            yield Problem("rank", f"on {place[0]} also {first.rank} ({first.event_id})", "write one rank", row)


def _one_office(one: str, other: str) -> bool:
    if one == other:
        return True
    words, other_words = set(fold(one).words.split()), set(fold(other).words.split())
    return words <= other_words or other_words <= words
