"""``CITATION.cff``: its version and date are those of the release, the rest is what people wrote."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from peacedata.release.version import DataVersion


def updated(text: str, version: DataVersion, day: date, descriptor: Mapping[str, Any]) -> str:
    """The text with the version and the day of a release; a new one from the descriptor if there is none.

    Args:
        text: what is there; empty if there is no such file.
        version: the release.
        day: its day.
        descriptor: the package's descriptor.

    Source: Citation File Format 1.2.0, https://citation-file-format.github.io
    """
    text = text or _drafted(descriptor)
    for key, value in (("version", str(version)), ("date-released", day.isoformat())):
        line = f'{key}: "{value}"'
        text, found = re.subn(rf"^{key}:[^\n]*$", line, text, count=1, flags=re.MULTILINE)
        if not found:
            text = text.rstrip("\n") + f"\n{line}\n"
    return text


def _drafted(descriptor: Mapping[str, Any]) -> str:
    """The required keys; every text of JSON is one of YAML."""

    def quoted(value: object) -> str:
        return json.dumps(str(value), ensure_ascii=False)

    title = descriptor.get("title") or descriptor.get("name") or "Dataset"
    names = [one.get("title") for one in descriptor.get("contributors") or [] if isinstance(one, Mapping)]
    authors = [name for name in names if name] or [descriptor.get("name") or "unknown"]
    lines = [
        "cff-version: 1.2.0",
        'message: "If you use this dataset, please cite the release that you used."',
        f"title: {quoted(title)}",
        "type: dataset",
        "authors:",
        *(f"  - name: {quoted(name)}" for name in authors),
    ]
    licences = descriptor.get("licenses") or []
    if licences and isinstance(licences[0], Mapping) and licences[0].get("name"):
        lines.append(f"license: {quoted(licences[0]['name'])}")
    return "\n".join(lines) + "\n"
