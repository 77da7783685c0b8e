"""What the files of a working copy say of a release already; what contradicts the one that is prepared is refused."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from peacedata.errors import InvalidData
from peacedata.model.fields import RELEASE_VERSION
from peacedata.release.version import DataVersion
from peacedata.schema.generate import descriptor

_IN_CITATION = re.compile(rf"^version:[ \t]*[\"']?({RELEASE_VERSION})[\"']?[ \t]*$", re.MULTILINE)
_IN_CHANGELOG = re.compile(rf"^## \[({RELEASE_VERSION})\]", re.MULTILINE)


class Contradiction(InvalidData):
    """What is to be released contradicts what changed since the last release; nothing was written."""


def refuse_drift(written: Mapping[str, Any]) -> None:
    """Refuse a descriptor whose schemas are not the model's, for a release is written with those of the model.

    Raises:
        Contradiction: if a schema, or the version of the schemas, is another.
    """
    made = descriptor(written)
    if any(written.get(key) != made[key] for key in ("peacedata", "resources")):
        raise Contradiction(
            "the schemas in datapackage.json are not those of the model, so they are not what would be released: "
            "run `peacedata schema`"
        )


def refuse_other_versions(
    version: DataVersion, known: Collection[DataVersion], written: Mapping[str, Any], citation: str
) -> None:
    """Refuse a version that somebody wrote into the descriptor or the citation, and that this release does not have.

    Args:
        version: the release.
        known: what they may say still: the last release, and what this one was prepared as before.
        written: the descriptor.
        citation: the text of ``CITATION.cff``.

    Raises:
        Contradiction: if one of them says another version.
    """
    cited = _IN_CITATION.search(citation)
    said = {"datapackage.json": str(written.get("version", "")), "CITATION.cff": cited[1] if cited else ""}
    fitting = {"", str(version), *map(str, known)}
    for name, stated in said.items():
        if stated not in fitting:
            raise Contradiction(
                f"{name} says version {stated}, but this release is {version}: correct it, or say with --version "
                "which it shall be"
            )


def refuse_other_sections(changelog: str, known: Collection[DataVersion]) -> None:
    """Refuse a changelog that has a section for a release that there is not.

    Args:
        changelog: the text of ``CHANGELOG.md``.
        known: every release that is listed, this one, and what this one was prepared as before.

    Raises:
        Contradiction: if there is such a section; versions of the library are none of the data.
    """
    for found in _IN_CHANGELOG.finditer(changelog):
        if DataVersion.parse(found[1]) not in known:
            raise Contradiction(
                f"CHANGELOG.md has a section [{found[1]}], but releases.json lists no such release, and this one has "
                "another version: correct its heading"
            )
