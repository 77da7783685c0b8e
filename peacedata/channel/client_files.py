"""The files of a release by their names: which names are taken at all, and which files a user means."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from peacedata.errors import NoSuchRelease, Tampered
from peacedata.nearest import nearest
from peacedata.release.content_hash import in_identity
from peacedata.release.listing import LISTING, is_safe

DESCRIPTOR = "datapackage.json"
MOST_FILES = 10_000
_LONGEST_PART = 120
_LONGEST_PATH = 240
# Names that Windows takes for devices, with any extension.
_device = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE).fullmatch


@dataclass(frozen=True, slots=True)
class Asked:
    """Which files of a release a user means; all of them if nothing is named.

    Attributes:
        tables: only files of these tables.
        formats: only files of these formats.
        fetch: whether to fetch them, or only to verify what they are.
    """

    tables: Collection[str] = ()
    formats: Collection[str] = ()
    fetch: bool = True

    def of(self, paths: Iterable[str], version: str) -> list[str]:
        """The paths among those of a release.

        Raises:
            NoSuchRelease: if a table or a format is not in the release, or not together; it says what is.
        """
        return select(paths, version, self.tables, self.formats)


EVERYTHING = Asked()


def is_plain(path: object) -> bool:
    """Whether a name can be written as a file on every system, and lies inside the folder of its release."""
    return (
        isinstance(path, str)
        and is_safe(path)
        and path.isascii()
        and len(path) <= _LONGEST_PATH
        and all(len(part) <= _LONGEST_PART and part[-1] != "." and not _device(part) for part in path.split("/"))
    )


def refuse_hostile(paths: Collection[str], where: str) -> None:
    """Refuse a list of files before any of them is looked at.

    Raises:
        Tampered: if a name is not plain, two differ only in case, one is also a folder, or there are too many.
    """
    if len(paths) > MOST_FILES:
        raise Tampered(f"{where} lists {len(paths)} files, at most {MOST_FILES} are taken; do not use this channel")
    seen: dict[str, str] = {}
    for path in paths:
        if not is_plain(path):
            raise Tampered(
                f"{where} lists a file named {path[:80]!r}, which could be written outside its folder or not on every "
                "system; nothing was written, do not use this channel"
            )
        other = seen.setdefault(path.casefold(), path)
        if other != path:
            raise Tampered(f"{where} lists both {other!r} and {path!r}, which are one file on some systems")
    for path in seen:
        for end in (at for at, char in enumerate(path) if char == "/"):
            if path[:end] in seen:
                raise Tampered(f"{where} lists {seen[path[:end]]!r} as a file and {seen[path]!r} inside it")


def formats_of(path: str) -> tuple[str, ...]:
    """What formats a file answers to, from its name alone.

    A folder is named after its format. What lies at the top goes by its extension or its whole name, and the tables of
    the Data Package by theirs.
    """
    folder, slash, name = path.rpartition("/")
    stem, dot, extension = name.rpartition(".")
    if slash and not in_identity(path):
        return (folder.partition("/")[0].lower(),)
    if in_identity(path) and not path.startswith("data/"):
        return (folder.lower(),)
    return tuple(text.lower() for text in ((extension, stem) if dot and not slash else (extension or name,)))


def table_of(path: str) -> str | None:
    """The table that a file holds, from its name; None for what holds all tables or none."""
    _, slash, name = path.rpartition("/")
    table = name.partition(".")[0]
    return table if slash and table != "datapackage" else None


def select(paths: Iterable[str], version: str, tables: Collection[str], formats: Collection[str]) -> list[str]:
    """The files that a user asked for; all of them if nothing was named.

    Raises:
        NoSuchRelease: if a table or a format is not in the release, or not together; it says what is.
    """
    paths = sorted(paths)
    if not tables and not formats:
        return paths
    chosen = [path for path in paths if path != LISTING]
    known_tables = {table for path in chosen if (table := table_of(path))}
    known_formats = {form for path in chosen for form in formats_of(path)}
    # An extension serves where no format is called so: `--format dta` for what lies in `stata/`.
    extensions = {path.rpartition(".")[2].lower() for path in chosen if "." in path.rpartition("/")[2]}
    for table in tables:
        if table not in known_tables:
            raise _unknown("table", table, known_tables, version)
    wanted = {form.lower() for form in formats}
    for form in sorted(wanted - known_formats - extensions):
        raise _unknown("format", form, known_formats, version)
    if tables:
        chosen = [path for path in chosen if table_of(path) in tables]
    if wanted:
        chosen = [path for path in chosen if _fits(path, wanted, known_formats)]
    if not chosen:
        raise NoSuchRelease(
            f"release {version} has no file for {', '.join(sorted(tables))} in {', '.join(sorted(wanted))}: a "
            "file of that "
            "format holds all tables at once; leave --table out"
        )
    return chosen


def _fits(path: str, wanted: Collection[str], known: Collection[str]) -> bool:
    extension = path.rpartition(".")[2].lower()
    return any(form in wanted for form in formats_of(path)) or (extension in wanted and extension not in known)


def _unknown(kind: str, name: str, known: Collection[str], version: str) -> NoSuchRelease:
    near = nearest(name, known)
    hint = f"; did you mean {near!r}?" if near else "."
    return NoSuchRelease(f"release {version} has no {kind} {name[:80]!r}{hint} It has: {', '.join(sorted(known))}")
