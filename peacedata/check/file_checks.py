"""Findings about a file as a whole: what intake refuses, what strict form asks for, what a descriptor promised."""

from __future__ import annotations

from peacedata.check.declare import Check
from peacedata.check.finding import Finding, Severity
from peacedata.check.shorten import shorten
from peacedata.intake.refused import Reason, Refused

_SCHEMA = '{"fields": [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]}'
_GOOD = {"schema": _SCHEMA, "csv": "id,name\n1,Ann\n"}

MISSING = Check(
    code="PD101",
    name="missing-file",
    says="The file does not exist.",
    why="A descriptor or a command names a file that is not there. Check its path and whether it was added.",
    frictionless="scheme-error",
)
UNSAFE_PATH = Check(
    code="PD102",
    name="unsafe-path",
    says="A path leaves the folder of its descriptor.",
    why="A descriptor may only name files beside it: no absolute path, no '..', no address. So checking a package of a "
    "stranger never reads anything else.",
    frictionless="resource-error",
)
LINK = Check(
    code="PD103",
    name="link",
    says="A path is or contains a link.",
    why="Links are not followed, for they can lead out of the package. Put the file itself in place of the link.",
    frictionless="scheme-error",
)
NOT_A_FILE = Check(
    code="PD104",
    name="not-a-file",
    says="What stands there is a directory, a device, a pipe or a socket instead of a file.",
    why="Only regular files are read. Name the file itself.",
    frictionless="scheme-error",
)
UNREADABLE = Check(
    code="PD105",
    name="unreadable",
    says="The file cannot be read.",
    why="The system refuses to open it, most often for want of permission.",
    frictionless="scheme-error",
)
TOO_LARGE = Check(
    code="PD106",
    name="file-too-large",
    says="The file is larger than the limit.",
    why="Sizes are capped so that no file can exhaust the machine. Split the table into parts, or raise the limit.",
    frictionless="source-error",
)
EMPTY = Check(
    code="PD107",
    name="empty-file",
    says="The file has no content.",
    why="A table needs at least its header.",
    bad={"schema": _SCHEMA, "csv": ""},
    good={"schema": _SCHEMA, "csv": "id,name\n"},
    frictionless="source-error",
)
ENCODING = Check(
    code="PD108",
    name="encoding",
    says="The bytes are not text of the declared encoding, which is UTF-8 unless the descriptor says otherwise.",
    why="Names would be garbled. Save the file as UTF-8; in a spreadsheet choose 'CSV UTF-8'.",
    bad={"schema": _SCHEMA, "csv": "id,name\n1,Zo\udceb\n"},
    good={"schema": _SCHEMA, "csv": "id,name\n1,Zoë\n"},
    frictionless="encoding-error",
)
CONTROL = Check(
    code="PD109",
    name="control-character",
    says="The file holds a NUL byte, a control of bidirectional text or another control character.",
    why="Such characters are invisible, can turn text around or command a terminal, and are never data. Delete them.",
    bad={"schema": _SCHEMA, "csv": "id,name\n1,\u202eAnn\n"},
    good=_GOOD,
    frictionless="source-error",
)
CELL_TOO_LONG = Check(
    code="PD110",
    name="cell-too-long",
    says="A cell is longer than the limit.",
    why="Most often a quote was opened and never closed, and the rest of the file became one cell.",
    frictionless="source-error",
)
RECORD_TOO_LONG = Check(
    code="PD111",
    name="record-too-long",
    says="A record has no end within the limit.",
    why="Most often the file is no table at all, or a quote was opened and never closed.",
    frictionless="source-error",
)
TOO_MANY_COLUMNS = Check(
    code="PD112",
    name="too-many-columns",
    says="The header has more cells than the limit.",
    why="Most often the file is no table, or its line ends are lost.",
    frictionless="source-error",
)
QUOTES = Check(
    code="PD113",
    name="quotes",
    says="A quoted cell is not closed, or text follows its closing quote.",
    why="Where a quoted cell ends decides about all cells after it. In the strict form quotes must be exact; a quote "
    "inside a quoted cell is written twice.",
    frictionless="source-error",
)
DIALECT = Check(
    code="PD114",
    name="dialect",
    says="The dialect or the encoding is not one that is supported here.",
    why="A strict dataset is UTF-8 with commas, so that it reads the same everywhere. Elsewhere, declare a dialect of "
    "single characters.",
    frictionless="dialect-error",
)
FORMAT = Check(
    code="PD115",
    name="format",
    says="The file is not delimited text.",
    why="Archives, workbooks and other formats are not opened on the word of a descriptor. Name a CSV file.",
    frictionless="format-error",
)
BOM = Check(
    code="PD116",
    name="byte-order-mark",
    says="The file starts with a byte order mark.",
    why="The canonical form has none: some readers make it part of the first column's name.",
    severity=Severity.WARNING,
    fixable=True,
)
CRLF = Check(
    code="PD117",
    name="carriage-returns",
    says="The file has carriage returns at line ends or in cells.",
    why="The canonical form ends lines with LF alone, so that the same data are the same bytes.",
    severity=Severity.WARNING,
    fixable=True,
)
HASH = Check(
    code="PD130",
    name="hash",
    says="The file does not have the hash that its descriptor states.",
    why="It was changed after the descriptor was written, or damaged.",
    frictionless="hash-count",
)
BYTES = Check(
    code="PD131",
    name="byte-count",
    says="The file does not have the number of bytes that its descriptor states.",
    why="It was changed after the descriptor was written, or cut off.",
    frictionless="byte-count",
)
ROWS = Check(
    code="PD132",
    name="row-count",
    says="The table does not have the number of rows that its descriptor states.",
    why="Rows were added or lost after the descriptor was written.",
    frictionless="row-count",
)
FIELDS = Check(
    code="PD133",
    name="field-count",
    says="The table does not have the number of fields that its descriptor states.",
    why="Fields were added or lost after the descriptor was written.",
    frictionless="field-count",
)

_CHECKS = {
    Reason.MISSING: MISSING,
    Reason.UNSAFE_PATH: UNSAFE_PATH,
    Reason.LINK: LINK,
    Reason.NOT_A_FILE: NOT_A_FILE,
    Reason.UNREADABLE: UNREADABLE,
    Reason.TOO_LARGE: TOO_LARGE,
    Reason.EMPTY: EMPTY,
    Reason.ENCODING: ENCODING,
    Reason.CONTROL: CONTROL,
    Reason.CELL_TOO_LONG: CELL_TOO_LONG,
    Reason.RECORD_TOO_LONG: RECORD_TOO_LONG,
    Reason.TOO_MANY_COLUMNS: TOO_MANY_COLUMNS,
    Reason.QUOTES: QUOTES,
    Reason.DIALECT: DIALECT,
    Reason.FORMAT: FORMAT,
}


def finding_of(refusal: Refused, *, file: str = "", table: str = "") -> Finding:
    """The finding that says why a file was refused."""
    return _CHECKS[refusal.reason].finding(
        refusal.message,
        file=refusal.path or file,
        table=table,
        line=refusal.line,
        value=shorten(refusal.value) if refusal.value is not None else None,
        hint=refusal.hint,
    )
