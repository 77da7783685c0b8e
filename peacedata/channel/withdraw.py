"""Withdraws a release: its bytes stay, and a mark with the reason tells everybody not to use it any more."""

from __future__ import annotations

from peacedata.channel.index import Entry, Withdrawn
from peacedata.channel.publisher import Draft, Publisher
from peacedata.channel.signing import now
from peacedata.channel.state import State
from peacedata.errors import InvalidData, NoSuchRelease
from peacedata.nearest import nearest

_LONGEST_REASON = 1000


def withdraw(version: str, reason: str, publisher: Publisher, replaced_by: str | None = None) -> bool:
    """Mark a release as withdrawn; a second call with other words changes the words.

    Args:
        version: the release.
        reason: why, in a sentence for its users.
        publisher: the store and the keys.
        replaced_by: the release to use instead, which must be published.

    Returns:
        whether anything changed.

    Raises:
        NoSuchRelease: if either release is not in the channel.
        InvalidData: if the reason is empty or very long.
        UnsafeStore: if the store does not keep its promises.
        KeyFault: if keys are missing.
    """
    reason = " ".join(reason.split())
    if not reason or len(reason) > _LONGEST_REASON or not reason.isprintable():
        raise InvalidData(f"the reason should be one sentence of printable text, at most {_LONGEST_REASON} characters")
    if replaced_by == version:
        raise InvalidData(f"release {version} cannot be replaced by itself")
    publisher.prepare()
    changed = False

    def change(state: State) -> Draft | None:
        nonlocal changed
        changed = False
        entry = _entry(state, version, publisher)
        if replaced_by is not None:
            _entry(state, replaced_by, publisher)
        if (was := entry.withdrawn) and (was.reason, was.replaced_by) == (reason, replaced_by):
            return None
        changed = True
        day = was.date if was else f"{now():%Y-%m-%d}"
        mark = Withdrawn(date=day, reason=reason, replaced_by=replaced_by)
        return Draft(index=state.index.with_entry(entry.model_copy(update={"withdrawn": mark})))

    publisher.transact(change)
    return changed


def _entry(state: State, version: str, publisher: Publisher) -> Entry:
    entry = state.index.get(version)
    if entry is None:
        near = nearest(version, [other.version for other in state.index])
        hint = f"; did you mean {near}?" if near else ""
        raise NoSuchRelease(f"{publisher.store.name} has no release {version!r}{hint}")
    return entry
