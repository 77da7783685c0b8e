"""``CITATION.cff`` of one release: what people wrote, with the version, the day and the content hash of the release."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peacedata.errors import InvalidData
from peacedata.intake.files import open_file
from peacedata.intake.limits import Limits
from peacedata.release.about import Party, authors, keywords, licences, released_on, title

if TYPE_CHECKING:
    from yaml import SafeLoader

FILE = "CITATION.cff"
_LONGEST = 256 << 10
_HASH = "Content hash of the release: the SHA-256 over its canonical tables and schemas"


def citation_file(package: Path, descriptor: Mapping[str, Any]) -> bytes:
    """The ``CITATION.cff`` of a release, made from the one in the package or beside it, else from the descriptor.

    Args:
        package: the folder that holds ``datapackage.json``.
        descriptor: the released descriptor.

    Raises:
        InvalidData: if the file is a link, too long, or not a mapping in YAML.

    Source: Citation File Format 1.2.0, https://doi.org/10.5281/zenodo.5171937
    """
    import yaml

    content = _written(package) or _drafted(descriptor)
    version, day = str(descriptor["version"]), released_on(descriptor)
    written = content.pop("date-released", None)
    if day:
        content["date-released"] = day.isoformat()
    elif written and content.get("version") == version:  # else it is the day of another release
        content["date-released"] = str(written)
    content["version"] = version
    stated = content.pop("identifiers", None) or []
    if not isinstance(stated, list) or not all(isinstance(one, dict) for one in stated):
        raise InvalidData(f"{FILE}: `identifiers` is no list of `type`, `value` and `description`")
    ours = {"type": "other", "value": descriptor["peacedata"]["contentHash"], "description": _HASH}
    content["identifiers"] = [*(one for one in stated if one.get("description") != _HASH), ours]
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120, default_flow_style=False)
    return str(text).encode("utf-8")


def _written(package: Path) -> dict[str, Any] | None:
    """What the file of the package says, else the one beside the package if it is about a dataset; None if neither."""
    package = package.resolve()
    if os.path.lexists(package / FILE):
        return _read(package)
    if os.path.lexists(package.parent / FILE):
        beside = _read(package.parent)
        return beside if beside.get("type") == "dataset" else None  # else it is about a program
    return None


def _read(folder: Path) -> dict[str, Any]:
    import yaml

    with open_file(folder, FILE, Limits(file=_LONGEST)) as file:
        data = file.read(_LONGEST)
    try:
        # Aliases could make a small file a huge one, and no citation needs them.
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(data, Loader=yaml.SafeLoader)):
            raise InvalidData(f"{folder / FILE} uses aliases of YAML; write the values out")
        content = yaml.load(data, Loader=_loader())  # noqa: S506 - a SafeLoader that leaves more as text
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidData(f"{folder / FILE} is not YAML: {error}") from None
    if not isinstance(content, dict):
        raise InvalidData(f"{folder / FILE}: expected keys and values, such as `title: …`")
    return content


def _loader() -> type[SafeLoader]:
    """A loader that leaves days and fractions as the text that they are: a version 1.10 is not 1.1."""
    import yaml

    class Loader(yaml.SafeLoader):
        pass

    left = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:float")
    Loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in found if tag not in left]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return Loader


def _drafted(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    """The required keys, and what else the descriptor says."""
    drafted: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite the release that you used.",
        "title": title(descriptor),
        "type": "dataset",
        "authors": [_author(party) for party in authors(descriptor)],
        "version": str(descriptor["version"]),
    }
    if names := [str(one["name"]) for one in licences(descriptor) if one.get("name")]:
        drafted["license"] = names[0] if len(names) == 1 else names
    if descriptor.get("description"):
        drafted["abstract"] = str(descriptor["description"])
    if words := keywords(descriptor):
        drafted["keywords"] = words
    return drafted


def _author(party: Party) -> dict[str, str]:
    if party.is_person:
        return {"given-names": party.given, "family-names": party.family}
    return {"name": party.name}
