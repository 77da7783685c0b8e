"""What a release says of itself to catalogues: who made it, under which licence, when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

_day = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").match


@dataclass(frozen=True, slots=True)
class Party:
    """A person or a body that had a part in the dataset.

    Attributes:
        name: as it is cited.
        given: given names, empty if unknown or a body.
        family: family name, empty if unknown or a body.
        path: its address on the web, empty if none is given.
    """

    name: str
    given: str = ""
    family: str = ""
    path: str = ""

    @property
    def is_person(self) -> bool:
        """Whether it is known to be a person."""
        return bool(self.given and self.family)


def authors(descriptor: Mapping[str, Any]) -> list[Party]:
    """Who made the dataset: the contributors with the role ``author`` or ``creator``, else all, else its own name."""
    people = [*_parties(descriptor)]
    chosen = [party for roles, party in people if {"author", "creator"} & roles] or [party for _, party in people]
    return chosen or [Party(str(descriptor["name"]))]


def publisher(descriptor: Mapping[str, Any]) -> Party:
    """Who publishes it: the contributor with the role ``publisher``, else the first author."""
    return next((party for roles, party in _parties(descriptor) if "publisher" in roles), authors(descriptor)[0])


def _parties(descriptor: Mapping[str, Any]) -> Iterator[tuple[set[str], Party]]:
    for one in _mappings(descriptor.get("contributors")):
        given, family = (str(one.get(key) or "").strip() for key in ("givenName", "familyName"))
        name = str(one.get("title") or " ".join(part for part in (given, family) if part)).strip()
        if name:
            stated = one.get("roles")
            roles = {str(role).lower() for role in (stated if isinstance(stated, list) else [one.get("role")]) if role}
            yield roles, Party(name, given, family, str(one.get("path") or ""))


def _mappings(listed: object) -> list[Mapping[str, Any]]:
    """What is an object in a list of a descriptor, which people write by hand."""
    return [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []


def licences(descriptor: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The licences, each with ``name``, ``title`` or ``path``."""
    return _mappings(descriptor.get("licenses"))


def title(descriptor: Mapping[str, Any]) -> str:
    """The title, else the name."""
    return str(descriptor.get("title") or descriptor["name"])


def keywords(descriptor: Mapping[str, Any]) -> list[str]:
    """The keywords, each once."""
    words = descriptor.get("keywords")
    return list(dict.fromkeys(str(word) for word in words)) if isinstance(words, list) else []


def released_on(descriptor: Mapping[str, Any]) -> date | None:
    """The day of the release, from ``created``; None if it states none."""
    found = _day(str(descriptor.get("created", "")))
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def citation(descriptor: Mapping[str, Any]) -> str:
    """One line that cites the release, with its content hash."""
    names = "; ".join(party.name for party in authors(descriptor))
    version = descriptor["version"]
    return (
        f"{names} ({version[:4]}). {title(descriptor)} (version {version}) [Data set]. "
        f"{descriptor['peacedata']['contentHash']}"
    )


def schema_org_party(party: Party) -> dict[str, str]:
    """A person or body in the terms of schema.org.

    Source: https://schema.org/Organization, https://schema.org/Person
    """
    names = {"givenName": party.given, "familyName": party.family} if party.is_person else {}
    address = {"url": party.path} if party.path else {}
    return {"@type": "Person" if party.is_person else "Organization", "name": party.name, **names, **address}
