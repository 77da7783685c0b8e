"""The parts of `requirements.lock` that jobs of CI need, every entry verbatim: to check data, and to sign a channel.

CI that only checks data should not install Spark and the test tools, nor should what runs beside a key. Run it in the
project's environment after `make lock`; `--check` only says whether the files are current.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib.metadata import requires
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
# Which extras each file is for: contributions may come as workbooks; a channel is signed, and may lie in a bucket.
FILES: dict[Path, tuple[str, ...]] = {
    Path(".github/requirements.lock"): ("xlsx",),
    Path(".github/publish.lock"): ("publish",),
}
# A dependency counts if any Python that we support needs it, whichever runs this script.
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def needed(project: Mapping[str, Any], build: list[str], extras: tuple[str, ...]) -> set[str]:
    """The names of everything that these requirements need, directly or not."""
    found: set[tuple[str, str]] = set()
    waiting = [Requirement(text) for text in [*project["dependencies"], *build]]
    waiting += [Requirement(text) for extra in extras for text in project["optional-dependencies"][extra]]
    while waiting:
        one = waiting.pop()
        for extra in ("", *sorted(one.extras)):
            name = canonicalize_name(one.name)
            if (name, extra) not in found:
                found.add((name, extra))
                waiting += _below(name, extra)
    return {name for name, _ in found}


def _below(name: str, extra: str) -> Iterator[Requirement]:
    for text in requires(name) or []:
        one = Requirement(text)
        settings = [
            {"extra": extra, "python_version": python, "python_full_version": f"{python}.0"} for python in PYTHONS
        ]
        if one.marker is None or any(one.marker.evaluate(setting) for setting in settings):
            yield one


def selection(root: Path, extras: tuple[str, ...]) -> str:
    """The text that the file for some extras must have.

    Raises:
        SystemExit: if the whole lock file lacks something that is needed.
    """
    entries = re.split(r"\n(?=\S)", (root / "requirements.lock").read_text("utf-8").strip())
    locked: dict[str, str] = {canonicalize_name(entry.partition("==")[0]): entry for entry in entries}
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    names = needed(settings["project"], settings["build-system"]["requires"], extras)
    if missing := sorted(names - set(locked)):
        raise SystemExit(f"requirements.lock lacks {', '.join(missing)}; run `make lock`, then this again")
    return "".join(f"{locked[name]}\n" for name in sorted(names))


def main() -> None:
    """Write the files, or with `--check` compare them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file is not current")
    check = parser.parse_args().check
    for path, extras in FILES.items():
        text = selection(ROOT, extras)
        if not check:
            (ROOT / path).write_text(text, "utf-8")
        elif not (ROOT / path).is_file() or (ROOT / path).read_text("utf-8") != text:
            sys.exit(f"{path} is not current; run `python .github/scripts/lock.py`")


if __name__ == "__main__":
    main()
