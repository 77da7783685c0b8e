"""What a workbook consists of: its sheets, its texts, its number formats; macros and foreign links are refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from peacedata.intake.workbook.archive import SLIM, Parts, no_workbook, resolve
from peacedata.intake.workbook.problem import Kind, UnfitWorkbook
from peacedata.intake.workbook.xml import Budget, Reader
from peacedata.schema.workbook.text import unescaped

_CONTENT_TYPES, _ROOT_RELATIONS = "[Content_Types].xml", "_rels/.rels"
# What a workbook can bring along that runs, or that fetches from elsewhere, by the last word of its relation's type.
_UNSAFE_RELATIONS = {
    "vbaProject": "macros",
    "xlMacrosheet": "macros",
    "xlIntlMacrosheet": "macros",
    "externalLink": "links to other workbooks",
    "externalLinkPath": "links to other workbooks",
    "oleObject": "embedded objects",
    "package": "embedded files",
    "control": "controls that run code",
    "activeXControlBinary": "controls that run code",
    "attachedTemplate": "a template from elsewhere",
    "connections": "connections to other data",
}
_UNSAFE_PARTS = {
    "vbaproject.bin": "macros",
    "xl/externallinks/": "links to other workbooks",
    "xl/macrosheets/": "macros",
}


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet: its name, its part (None for a chart, which has no cells), and whether it is hidden."""

    name: str
    part: str | None
    hidden: bool


@dataclass(slots=True)
class Structure:
    """A workbook without its cells.

    Attributes:
        sheets: its sheets, in their order.
        strings: its shared texts; one that is longer than a cell may be is cut one character beyond.
        formats: the number format of each cell style.
        epoch_1904: whether days are counted from 1904.
    """

    sheets: list[SheetPart]
    strings: list[str]
    formats: list[str]
    epoch_1904: bool


def read_structure(parts: Parts, budget: Budget) -> Structure:
    """Read everything but the sheets themselves.

    Raises:
        UnfitWorkbook: if it is no workbook, unsafe or too large.
    """
    _refuse_kinds(parts, budget)
    relations = {name: _relations(parts, name, budget) for name in parts.names if name.endswith(".rels")}
    book = next(
        (target for kind, target in relations.get(_ROOT_RELATIONS, {}).values() if kind == "officeDocument"), ""
    )
    if not book.endswith(".xml") or book not in parts:
        raise no_workbook("it has no part with the list of its sheets")
    folder, _, file = book.rpartition("/")
    own = relations.get(f"{folder}/_rels/{file}.rels".lstrip("/"), {})
    listing = _Book(budget)
    listing.read(book, parts.blocks(book))
    if not listing.seen:
        raise no_workbook("it is a document of another program")
    if len(listing.sheets) > budget.caps.sheets:
        raise UnfitWorkbook(Kind.TOO_LARGE, f"the workbook has more than {budget.caps.sheets} sheets", SLIM)
    strings, styles = _Strings(budget), _Styles(budget)
    for kind, target in own.values():
        if kind == "sharedStrings" and target in parts:
            strings.read(target, parts.blocks(target))
        elif kind == "styles" and target in parts:
            styles.read(target, parts.blocks(target))
    sheets = [
        SheetPart(name, own[link][1] if own.get(link, ("",))[0] == "worksheet" else None, hidden)
        for name, link, hidden in listing.sheets
    ]
    return Structure(sheets, strings.found, styles.formats, listing.epoch_1904)


def _refuse_kinds(parts: Parts, budget: Budget) -> None:
    if _CONTENT_TYPES not in parts:
        raise no_workbook("it is a zip archive of something else")
    types = _Types(budget)
    types.read(_CONTENT_TYPES, parts.blocks(_CONTENT_TYPES))
    if any("macroEnabled" in kind for kind in types.found):
        _unsafe("macros")
    if any("sheet.binary" in kind for kind in types.found):
        raise no_workbook("it is a binary workbook (.xlsb)")
    for name in parts.names:
        for start, what in _UNSAFE_PARTS.items():
            if name.lower().startswith(start) or name.lower().endswith("/" + start):
                _unsafe(what)


def _relations(parts: Parts, name: str, budget: Budget) -> dict[str, tuple[str, str]]:
    """The relations of a part, by their ids: the last word of the type, and the target."""
    folder, _, file = name.rpartition("/")
    base = folder.rpartition("_rels")[0] + file.removesuffix(".rels")
    found = _Relations(budget)
    found.read(name, parts.blocks(name))
    result = {}
    for link, kind, target, external in found.found:
        # A typed web address becomes a hyperlink by itself; nothing follows it.
        if kind in _UNSAFE_RELATIONS or (external and kind != "hyperlink"):
            _unsafe(_UNSAFE_RELATIONS.get(kind, "links to what lies elsewhere"))
        result[link] = (kind, target if external else resolve(base, target))
    return result


def _unsafe(what: str) -> None:
    hint = "save it as 'Excel Workbook (.xlsx)' without them, or copy its rows into one of `peacedata template`"
    raise UnfitWorkbook(Kind.UNSAFE, f"the workbook holds {what}", hint)


class _Types(Reader):
    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.found: set[str] = set()

    def start(self, name: str, given: Mapping[str, str]) -> None:
        self.found.add(given.get("ContentType", ""))


class _Relations(Reader):
    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.found: list[tuple[str, str, str, bool]] = []

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "Relationship":
            kind = given.get("Type", "").rpartition("/")[2]
            external = given.get("TargetMode", "").lower() == "external"
            self.found.append((given.get("Id", ""), kind, given.get("Target", ""), external))


class _Book(Reader):
    """The list of sheets, and how days are counted."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.sheets: list[tuple[str, str, bool]] = []
        self.epoch_1904 = self.seen = False

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "workbook":
            self.seen = True
        elif name == "workbookPr":
            self.epoch_1904 = given.get("date1904") in ("1", "true", "on")
        elif name == "sheet":
            link = next((value for key, value in given.items() if key.rpartition(":")[2] == "id"), "")
            hidden = given.get("state", "visible") != "visible"
            self.sheets.append((unescaped(given.get("name", ""))[:255], link, hidden))


class TextReader(Reader):
    """Gathers the text of an element with its formatted runs; hints for pronunciation (``rPh``) are left out."""

    wants_text = True

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self._runs: list[str] = []
        self._length = 0
        self._aside = 0
        self._wanted = False

    def text(self, data: str) -> None:
        """Keep text that is wanted, up to more than a cell may hold."""
        if self._wanted and self._length <= self.budget.caps.cell * 8:  # an escape takes seven characters for one
            self._runs.append(data)
            self._length += len(data)

    def taken(self) -> str:
        """The text so far, decoded and cut one character beyond the limit; then it begins anew."""
        whole = unescaped("".join(self._runs))
        self._runs, self._length = [], 0
        return whole[: self.budget.caps.cell + 1]


class _Strings(TextReader):
    """The shared texts."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.found: list[str] = []

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "rPh":
            self._aside += 1
        self._wanted = name == "t" and not self._aside

    def end(self, name: str) -> None:
        self._wanted = False
        if name == "rPh":
            self._aside -= 1
        elif name == "si":
            self.found.append(self.taken())


class _Styles(Reader):
    """The number format of each cell style."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self._own: dict[str, str] = {}
        self._inside = False
        self.formats: list[str] = []

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "numFmt" and not self._inside:
            self._own.setdefault(given.get("numFmtId", ""), given.get("formatCode", "")[:255])
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            number = given.get("numFmtId", "0")
            self.formats.append(self._own.get(number) or BUILT_IN.get(number, "General"))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._inside = False


# The formats without a code of their own that matter here: ECMA-376 part 1, 18.8.30. In other languages 27 to 36 and
# 50 to 58 are dates too.
BUILT_IN = {
    "9": "0%",
    "10": "0.00%",
    **dict.fromkeys(("14", "15", "16", "17", *map(str, range(27, 32)), "36", *map(str, range(50, 59))), "yyyy-mm-dd"),
    **dict.fromkeys(("18", "20", "32", "33", "34", "35", "45", "47"), "h:mm"),
    **dict.fromkeys(("19", "21"), "h:mm:ss"),
    "22": "yyyy-mm-dd h:mm",
    "46": "[h]:mm:ss",
    "49": "@",
}
