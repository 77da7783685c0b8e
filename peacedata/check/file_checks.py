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
    why="A descriptor or a command names a file that is not there, so nothing can be said of its table.",
    mend="Check the spelling of the path, upper and lower case included, and whether the file was added to the "
    "package. If it is not meant to be there, take its resource out of the descriptor.",
    related=("PD102", "PD141"),
    bad={"sh": "mv table.csv Table.csv\n"},
    good={"sh": "mv Table.csv table.csv\n"},
    frictionless="scheme-error",
)
UNSAFE_PATH = Check(
    code="PD102",
    name="unsafe-path",
    says="A path leaves the folder of its descriptor.",
    why="A descriptor may only name files beside it: no absolute path, no '..', no address. So checking a package of a "
    "stranger never reads anything else.",
    mend="Put the file into the folder of the descriptor, or below it, and write its path relative to the "
    "descriptor, such as `data/events.csv`. For a package that you trust, `--trusted` lets paths out.",
    related=("PD101", "PD103"),
    bad={"sh": 'sed -i \'s|"table.csv"|"../table.csv"|\' datapackage.json\n'},
    good={"sh": 'sed -i \'s|"../table.csv"|"table.csv"|\' datapackage.json\n'},
    frictionless="resource-error",
)
LINK = Check(
    code="PD103",
    name="link",
    says="A path is or contains a link.",
    why="Links are not followed, for they can lead out of the package.",
    mend="Replace the link by a copy of the file that it leads to. For a package that you trust, `--trusted` "
    "follows links.",
    related=("PD102", "PD104"),
    bad={"sh": "mv table.csv other.csv\nln -s other.csv table.csv\n"},
    good={"sh": "rm table.csv\nmv other.csv table.csv\n"},
    frictionless="scheme-error",
)
NOT_A_FILE = Check(
    code="PD104",
    name="not-a-file",
    says="What stands there is a directory, a device, a pipe or a socket instead of a file.",
    why="Only regular files are read: a device or a pipe may never end, and a directory holds no records.",
    mend="Name the file itself, or a folder that holds `datapackage.json`.",
    related=("PD101", "PD103"),
    bad={"sh": "mkdir folder\nmv table.csv folder\nmv folder table.csv\n"},
    good={"sh": "mv table.csv folder\nmv folder/table.csv table.csv\n"},
    frictionless="scheme-error",
)
UNREADABLE = Check(
    code="PD105",
    name="unreadable",
    says="The file cannot be read.",
    why="The system refuses to open it, most often for want of permission, so its table was not checked.",
    mend="Give the user who runs the check the right to read the file (`chmod u+r FILE`), or run the check as the "
    "owner.",
    related=("PD101",),
    bad={"sh": "chmod a-r table.csv\n"},
    good={"sh": "chmod u+r table.csv\n"},
    frictionless="scheme-error",
)
TOO_LARGE = Check(
    code="PD106",
    name="file-too-large",
    says="The file is larger than the limit.",
    why="Sizes are capped so that no file can exhaust the machine.",
    mend="Split the table into several files and list them as the `path` of one resource. If the size is a "
    "surprise, look whether the right file was named.",
    related=("PD110", "PD111"),
    bad={"sh": "truncate --size 65G table.csv\n"},
    good={"sh": "truncate --size 14 table.csv\n"},
    frictionless="source-error",
)
EMPTY = Check(
    code="PD107",
    name="empty-file",
    says="The file has no content.",
    why="A table needs at least its header; an empty file is most often one that was cut off.",
    mend="Write the header line at least; if the file was cut off on its way, fetch it again.",
    related=("PD101", "PD208"),
    bad={"schema": _SCHEMA, "csv": ""},
    good={"schema": _SCHEMA, "csv": "id,name\n"},
    frictionless="source-error",
)
ENCODING = Check(
    code="PD108",
    name="encoding",
    says="The bytes are not text of the declared encoding, which is UTF-8 unless the descriptor says otherwise.",
    why="Read in the wrong encoding, names are garbled, and nobody can tell which encoding was meant.",
    mend="Save the file as UTF-8; in a spreadsheet choose 'CSV UTF-8' on saving. A file in another encoding on "
    "purpose needs `encoding` in its resource.",
    related=("PD114", "PD116", "PD413"),
    bad={"schema": _SCHEMA, "csv": "id,name\n1,Zo\udceb\n"},
    good={"schema": _SCHEMA, "csv": "id,name\n1,Zoë\n"},
    frictionless="encoding-error",
)
CONTROL = Check(
    code="PD109",
    name="control-character",
    says="The file holds a NUL byte, a control of bidirectional text or another control character.",
    why="Such characters are invisible, can turn text around or command a terminal, and are never data.",
    mend="Delete the character: the finding names its line and its code point. If there are NUL bytes all over, the "
    "file is UTF-16: save it as UTF-8.",
    related=("PD108", "PD414"),
    bad={"schema": _SCHEMA, "csv": "id,name\n1,\u202eAnn\n"},
    good=_GOOD,
    frictionless="source-error",
)
CELL_TOO_LONG = Check(
    code="PD110",
    name="cell-too-long",
    says="A cell is longer than the limit.",
    why="Most often a quote was opened and never closed, and the rest of the file became one cell.",
    mend="Look at the line named in the finding for an opening quote without its closing one, and close it.",
    related=("PD111", "PD113"),
    bad={"sh": "head --bytes 1100000 /dev/zero | tr '\\0' x >> table.csv\n"},
    good={"sh": "truncate --size 14 table.csv\n"},
    frictionless="source-error",
)
RECORD_TOO_LONG = Check(
    code="PD111",
    name="record-too-long",
    says="A record has no end within the limit.",
    why="Most often the file is no table at all, or a quote was opened and never closed.",
    mend="See whether the right file was named, and whether a quote near the named line was never closed.",
    related=("PD110", "PD113"),
    bad={"sh": "yes $(printf %05000d, 0) | head --bytes 40000000 | tr --delete '\\n' >> table.csv\n"},
    good={"sh": "truncate --size 14 table.csv\n"},
    frictionless="source-error",
)
TOO_MANY_COLUMNS = Check(
    code="PD112",
    name="too-many-columns",
    says="The header has more cells than the limit.",
    why="Most often the file is no table, or its line ends are lost.",
    mend="See whether the right file was named, and whether its lines end in LF. A table of so many columns is most "
    "often one that should be turned: one row per value.",
    related=("PD111", "PD115"),
    bad={"sh": "seq --separator , 10001 > table.csv\n"},
    good={"sh": "printf 'id,name\\n1,Ann\\n' > table.csv\n"},
    frictionless="source-error",
)
QUOTES = Check(
    code="PD113",
    name="quotes",
    says="A quoted cell is not closed, or text follows its closing quote.",
    why="Where a quoted cell ends decides about all cells after it, so in the strict form quotes must be exact.",
    mend='Close the quote, and write each quote inside a quoted cell twice: `"He said ""no""."`. A program '
    "that writes CSV does it by itself.",
    related=("PD110", "PD211"),
    bad={"sh": "printf '2,\"Bob\\n' >> table.csv\n"},
    good={"sh": "printf 'id,name\\n1,Ann\\n2,\"Bob\"\\n' > table.csv\n"},
    frictionless="source-error",
)
DIALECT = Check(
    code="PD114",
    name="dialect",
    says="The dialect or the encoding is not one that is supported here.",
    why="A strict dataset is UTF-8 with commas, so that it reads the same everywhere.",
    mend="For this dataset, save the file with commas, double quotes and UTF-8. For another package, declare "
    "`delimiter` and `quoteChar` as single characters, and an encoding that Python knows.",
    related=("PD108", "PD115"),
    bad={"sh": 'sed -i \'s/"path"/"dialect": {"delimiter": "||"}, "path"/\' datapackage.json\n'},
    good={"sh": 'sed -i \'s/"dialect": {"delimiter": "||"}, //\' datapackage.json\n'},
    frictionless="source-error",
)
FORMAT = Check(
    code="PD115",
    name="format",
    says="The file is not delimited text.",
    why="Archives, workbooks and other formats are not opened on the word of a descriptor.",
    mend="Export the table as CSV and name that file. A workbook is checked when it is named itself on the command "
    "line.",
    related=("PD114",),
    bad={"sh": "mv table.csv table.xlsx\nsed -i 's/table.csv/table.xlsx/' datapackage.json\n"},
    good={"sh": "mv table.xlsx table.csv\nsed -i 's/table.xlsx/table.csv/' datapackage.json\n"},
    frictionless="format-error",
)
BOM = Check(
    code="PD116",
    name="byte-order-mark",
    says="The file starts with a byte order mark.",
    why="The canonical form has none: some readers make it part of the first column's name.",
    mend="Run `peacedata fix`, or save as UTF-8 without BOM.",
    related=("PD117", "PD108"),
    bad={"sh": "sed -i '1s/^/\\xef\\xbb\\xbf/' table.csv\n"},
    good={"sh": "sed -i '1s/^\\xef\\xbb\\xbf//' table.csv\n"},
    severity=Severity.WARNING,
    fixable=True,
)
CRLF = Check(
    code="PD117",
    name="carriage-returns",
    says="The file has carriage returns at line ends or in cells.",
    why="The canonical form ends lines with LF alone, so that the same data are the same bytes.",
    mend="Run `peacedata fix`, or let the editor end lines with LF (Unix). With git, `core.autocrlf` set to `input` "
    "keeps it so.",
    related=("PD116",),
    bad={"sh": "sed -i 's/$/\\r/' table.csv\n"},
    good={"sh": "sed -i 's/\\r$//' table.csv\n"},
    severity=Severity.WARNING,
    fixable=True,
)
HASH = Check(
    code="PD130",
    name="hash",
    says="The file does not have the hash that its descriptor states.",
    why="It was changed after the descriptor was written, or damaged.",
    mend="If the change was meant, state the new hash; else fetch the file again from where the descriptor came.",
    related=("PD131", "PD132"),
    bad={"sh": 'sed -i \'s/"path"/"hash": "sha256:00", "path"/\' datapackage.json\n'},
    good={"sh": 'sed -i "s/sha256:00/sha256:$(sha256sum table.csv | cut --bytes 1-64)/" datapackage.json\n'},
    frictionless="hash-count",
)
BYTES = Check(
    code="PD131",
    name="byte-count",
    says="The file does not have the number of bytes that its descriptor states.",
    why="It was changed after the descriptor was written, or cut off.",
    mend="If the change was meant, state the new number of bytes; else fetch the file again. Line ends that git "
    "converts change it too.",
    related=("PD130", "PD132", "PD117"),
    bad={"sh": 'sed -i \'s/"path"/"bytes": 15, "path"/\' datapackage.json\n'},
    good={"sh": 'sed -i \'s/"bytes": 15/"bytes": 14/\' datapackage.json\n'},
    frictionless="byte-count",
)
ROWS = Check(
    code="PD132",
    name="row-count",
    says="The table does not have the number of rows that its descriptor states.",
    why="Rows were added or lost after the descriptor was written.",
    mend="If rows were meant to come or go, state the new number; else find them in the last version of the file.",
    related=("PD130", "PD131", "PD133"),
    bad={"sh": 'sed -i \'s/"path"/"rows": 2, "path"/\' datapackage.json\n'},
    good={"sh": "printf '2,Bob\\n' >> table.csv\n"},
    frictionless="row-count",
)
FIELDS = Check(
    code="PD133",
    name="field-count",
    says="The table does not have the number of fields that its descriptor states.",
    why="Fields were added or lost after the descriptor was written.",
    mend="State the number of fields that the schema has, or mend the schema.",
    related=("PD132", "PD142"),
    bad={"sh": 'sed -i \'s/"path"/"fields": 3, "path"/\' datapackage.json\n'},
    good={"sh": 'sed -i \'s/"fields": 3/"fields": 2/\' datapackage.json\n'},
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
