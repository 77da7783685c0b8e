"""What there is to say of a finding code, as data, which ``peacedata explain`` and the code's page render."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from unicodedata import combining, normalize

from peacedata.check.config.checks import OWN_CODES
from peacedata.check.declare import Check
from peacedata.check.finding import Finding, Severity
from peacedata.check.run import all_checks
from peacedata.manual.examples import found_in_bad
from peacedata.report.escape import printable

# How Python keeps a byte that is not UTF-8, as ``printable`` writes it.
_BYTE = re.compile(r"\\udc([89a-f][0-9a-f])")
_BLANKS = re.compile(r"(?m)^ +(?=\S)|(?<=\S) +$|(?<=\S)  +(?=\S)")
# In this order the texts of an example are read; rows of tables stay in the order of the example.
_KINDS = {"schema": 1, "toml": 2, "csv": 3, "sh": 4, "workbook": 5}
_DECLARES = re.compile(r'(?:\bcode=|@\w+\(\s*)"(PD[1-8][0-9]{2})"')


def visible(text: str) -> str:
    """The text with what cannot be seen written: controls, loose accents and lost bytes as escapes, blanks as ␣."""
    if normalize("NFC", text) != text:
        text = "".join(char.encode("unicode_escape").decode() if combining(char) else char for char in text)
    return _BYTE.sub(r"\\x\1", _BLANKS.sub(lambda blanks: "␣" * len(blanks[0]), printable(text, keep="\n")))


@dataclass(frozen=True, slots=True)
class Rows:
    """Partial rows of a table in an example.

    Attributes:
        table: its name.
        columns: the columns that the example gives.
        rows: the cells, in the order of the columns.
        marked: which cells the check is about, as positions of row and column.
    """

    table: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    marked: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Text:
    """A text of an example; ``kind`` is csv, schema or toml for what a file holds, sh or workbook for what is done."""

    kind: str
    text: str

    @property
    def visible(self) -> str:
        """The text as a reader sees it, without its last line end."""
        text = self.text.removesuffix("\n")
        return visible(text) if self.kind == "csv" else printable(text, keep="\n")


@dataclass(frozen=True, slots=True)
class Entry:
    """All that is said of one code.

    Attributes:
        check: its declaration.
        bad: the example that is found.
        found: what the check says of it.
        good: the mended example.
        related: the codes that it names, and those that name it, with their declarations.
        source: the file that declares it, from the project's root.
    """

    check: Check
    bad: tuple[Rows | Text, ...]
    found: tuple[Finding, ...]
    good: tuple[Rows | Text, ...]
    related: tuple[Check, ...]
    source: str


def entry(check: Check) -> Entry:
    """Gather what there is to say of a code; its bad example is run for it."""
    found = tuple(found_in_bad(check))
    return Entry(
        check=check,
        bad=tuple(_shown(check.bad, found)),
        found=found,
        good=tuple(_shown(check.good, ())),
        related=tuple(_related(check)),
        source=_sources().get(check.code, ""),
    )


def severity_note(check: Check) -> str:
    """The severity of a code and how it is changed for one run; the same sentence everywhere."""
    if check.code in OWN_CODES:
        return f"{check.severity.capitalize()} by default. A configuration cannot hide what is wrong with itself."
    other = Severity.WARNING if check.severity is Severity.ERROR else Severity.ERROR
    return (
        f"{check.severity.capitalize()} by default. `--ignore {check.code}` leaves it out of a run; "
        f'`{check.code} = "{other}"` under `[severity]` in `peacedata.toml` changes it for a project.'
    )


def place(finding: Finding) -> str:
    """Where a finding of an example stands, in words."""
    parts = [finding.table if finding.table != "table" else ""]
    parts += [f"record {finding.record}" if finding.record else f"line {finding.line}" if finding.line else ""]
    parts += [f"column {finding.column}" if finding.column else ""]
    return ", ".join(part for part in parts if part) or "the file"


def _shown(example: Mapping[str, object], found: Sequence[Finding]) -> Iterator[Rows | Text]:
    for name, content in sorted(example.items(), key=lambda item: _KINDS.get(item[0], 0)):
        if isinstance(content, str):
            yield Text(name, content)
        elif isinstance(content, Sequence) and content:
            yield _rows(name, content, found)


def _rows(name: str, given: Sequence[Mapping[str, str]], found: Sequence[Finding]) -> Rows:
    columns = tuple(dict.fromkeys(column for row in given for column in row))
    cells = tuple(tuple(visible(row.get(column, "")) for column in columns) for row in given)
    places = {(one.record - 2, one.column) for one in found if one.table == name and one.record}
    marked = frozenset((r, columns.index(column)) for r, column in places if column in columns and r < len(cells))
    return Rows(name, columns, cells, marked)


def _related(check: Check) -> Iterator[Check]:
    for other in all_checks():
        if other.code != check.code and (other.code in check.related or check.code in other.related):
            yield other


@cache
def _sources() -> dict[str, str]:
    """The file of each code, read from the sources themselves, so that no import decides it."""
    package = files("peacedata")
    return {code: path for path, text in sorted(_modules(package, "peacedata")) for code in _DECLARES.findall(text)}


def _modules(folder: Traversable, name: str) -> Iterator[tuple[str, str]]:
    for child in folder.iterdir():
        path = f"{name}/{child.name}"
        if child.is_dir() and child.name not in ("__pycache__", "_release"):
            yield from _modules(child, path)
        elif child.name.endswith(".py"):
            yield path, child.read_text("utf-8")
