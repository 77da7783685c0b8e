"""Workbooks that want to do harm, or are none: refused with one clear sentence, in bounded time and memory."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peacedata.intake.refused import Reason, Refused
from peacedata.intake.workbook.limits import WorkbookLimits
from peacedata.intake.workbook.problem import Kind, UnfitWorkbook
from peacedata.intake.workbook.read import Book, read_workbook
from tests.workbook_files import TYPES, parts, relations, text_row, zipped

SCHEMA = {"fields": [{"name": "id", "type": "string"}, {"name": "n", "type": "integer"}], "primaryKey": ["id"]}
GOOD = f"<sheetData>{text_row('id', 'n')}{text_row('a', '1', number=2)}</sheetData>"
# Far under 5 seconds on an idle machine; the tests run beside others.
SECONDS, MEGABYTES = 5.0, 500


def read(path: Path, **caps: int) -> Book:
    return read_workbook(path, {"people": SCHEMA}, caps=WorkbookLimits(**caps))


def refusal(path: Path, **caps: int) -> UnfitWorkbook:
    with pytest.raises(UnfitWorkbook) as caught:
        read(path, **caps)
    assert caught.value.hint
    return caught.value


def message_of(path: Path) -> str | None:
    """Why a workbook is refused; None if it is not."""
    try:
        read(path)
    except UnfitWorkbook as unfit:
        return unfit.message
    return None


def test_the_plainest_workbook_is_read(tmp_path: Path) -> None:
    book = read(zipped(tmp_path / "a.xlsx", parts(GOOD)))
    assert book.tables["people"].rows == [["a", "1"]]
    assert not book.problems.counts


def excel_97(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def encrypted(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"))


def open_document(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")


def document(path: Path) -> None:
    zipped(
        path,
        parts()
        | {"_rels/.rels": relations(("r1", "officeDocument", "word/document.xml")), "word/document.xml": "<document/>"},
    )


def truncated(path: Path) -> None:
    zipped(path, parts(GOOD))
    path.write_bytes(path.read_bytes()[:-30])


def damaged(path: Path) -> None:
    zipped(path, parts(GOOD), zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"<row r=", b"<r0w r="))


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda path: path.write_bytes(b""), "empty"),
        (lambda path: path.write_bytes(b"event_id,title\na,b\n"), "no zip"),
        (lambda path: path.write_bytes(b"<html><table>"), "web page"),
        (lambda path: path.write_bytes(b"PK\x03\x04" + bytes(100)), "cut short"),
        (excel_97, ".xls"),
        (encrypted, "password"),
        (open_document, ".ods"),
        (document, "another program"),
        (truncated, "cut short"),
        (damaged, "damaged"),
        (lambda path: zipped(path, {"a.txt": "x"}), "something else"),
        (lambda path: zipped(path, parts(GOOD, **{"xl/worksheets/sheet1.xml": "<worksheet><row>"})), "no XML"),
        (lambda path: zipped(path, parts(GOOD), zipfile.ZIP_LZMA), "compressed"),
    ],
)
def test_what_is_no_workbook_says_what_it_is(make: Callable[[Path], object], word: str, tmp_path: Path) -> None:
    make(tmp_path / "a.xlsx")
    found = refusal(tmp_path / "a.xlsx")
    assert found.kind is Kind.NO_WORKBOOK
    assert word in found.message + str(found.hint)


BINARY = TYPES.replace("spreadsheetml.sheet.main+xml", "sheet.binary.macroEnabled.main")
MACROS = TYPES.replace("openxmlformats-officedocument.spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main")
FOREIGN = '<Relationship Id="x" Type="http://x/{}" Target="http://evil.example/a" TargetMode="External"/>'
ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>'


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"[Content_Types].xml": MACROS}, "macros"),
        ({"xl/vbaProject.bin": "x"}, "macros"),
        ({"xl/macrosheets/sheet1.xml": "<x/>"}, "macros"),
        ({"xl/_rels/workbook.xml.rels": relations(("r1", "vbaProject", "a.bin"))}, "macros"),
        ({"xl/_rels/workbook.xml.rels": relations(("r1", "externalLink", "a.xml"))}, "other workbooks"),
        ({"xl/externalLinks/externalLink1.xml": "<x/>"}, "other workbooks"),
        ({"xl/worksheets/_rels/sheet1.xml.rels": relations(("r1", "oleObject", "a.bin"))}, "embedded"),
        ({"xl/worksheets/_rels/sheet1.xml.rels": relations(external=FOREIGN.format("image"))}, "elsewhere"),
        ({"xl/worksheets/sheet1.xml": ENTITIES}, "document type"),
        ({"xl/worksheets/sheet1.xml": OUTSIDE}, "document type"),
        ({"xl/workbook.xml": OUTSIDE}, "document type"),
        ({"../../etc/passwd": "x"}, "leads out"),
        ({"/etc/passwd": "x"}, "leads out"),
        ({"xl\\a": "x"}, "leads out"),
        ({"C:/a": "x"}, "leads out"),
    ],
)
def test_what_runs_or_reaches_out_is_refused(more: dict[str, str], word: str, tmp_path: Path) -> None:
    found = refusal(zipped(tmp_path / "a.xlsx", parts(GOOD) | more))
    assert found.kind is Kind.UNSAFE
    assert word in found.message


def test_a_binary_workbook_is_named_so(tmp_path: Path) -> None:
    assert (
        refusal(zipped(tmp_path / "a.xlsx", parts(GOOD) | {"[Content_Types].xml": BINARY})).kind is not Kind.TOO_LARGE
    )


def test_typed_web_addresses_are_harmless(tmp_path: Path) -> None:
    more = {"xl/worksheets/_rels/sheet1.xml.rels": relations(external=FOREIGN.format("hyperlink"))}
    assert read(zipped(tmp_path / "a.xlsx", parts(GOOD) | more)).tables["people"].rows == [["a", "1"]]


def test_a_part_twice_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.xlsx", parts(GOOD))
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    assert refusal(path).kind is Kind.UNSAFE


def zip_bomb(path: Path) -> None:
    zipped(path, parts(GOOD) | {"xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * (100 << 20) + b"</worksheet>"})


def many_entries(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(25_000):
            archive.writestr(f"{number}", b"")


def lying_count(path: Path) -> None:
    """The end record says one entry; the list holds 25,000."""
    many_entries(path)
    data = bytearray(path.read_bytes())
    end = data.rfind(b"PK\x05\x06")
    directory = data.find(b"PK\x01\x02")
    del data[data.rfind(b"PK\x06\x06") : end]
    end = data.rfind(b"PK\x05\x06")
    struct.pack_into("<4H2L", data, end + 4, 0, 0, 1, 1, end - directory, directory)
    path.write_bytes(data)


def million_rows(path: Path) -> None:
    rows = b"".join(b'<row r="%d" s="1" customFormat="1"/>' % number for number in range(3, 1_048_577))
    body = f'<worksheet><dimension ref="A1:XFD1048576"/><sheetData>{text_row("id", "n")}'.encode()
    zipped(path, parts() | {"xl/worksheets/sheet1.xml": body + rows + b"</sheetData></worksheet>"}, zipfile.ZIP_STORED)


def million_cells(path: Path) -> None:
    rows = b"".join(b'<row r="%d">%s</row>' % (number, b'<c s="1"/>' * 30) for number in range(2, 100_000))
    body = b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"
    zipped(path, parts() | {"xl/worksheets/sheet1.xml": body}, zipfile.ZIP_STORED)


def huge_string_everywhere(path: Path) -> None:
    """One text of 32,000 characters, named by a hundred thousand cells."""
    rows = b"".join(b'<row r="%d"><c t="s"><v>0</v></c></row>' % number for number in range(2, 100_000))
    body = f"<worksheet><sheetData>{text_row('id', 'n')}".encode() + rows + b"</sheetData></worksheet>"
    strings = "<sst><si><t>" + "é" * 32_000 + "</t></si></sst>"
    zipped(path, parts() | {"xl/worksheets/sheet1.xml": body, "xl/sharedStrings.xml": strings})


def huge_strings(path: Path) -> None:
    """Texts that take four bytes for each character because of one."""
    one = "<si><t>" + "a" * 32_700 + "😀</t></si>"
    zipped(path, parts(GOOD) | {"xl/sharedStrings.xml": f"<sst>{one * 1900}</sst>"}, zipfile.ZIP_STORED)


def one_endless_string(path: Path) -> None:
    strings = "<sst><si><t>" + "a" * (60 << 20) + "</t></si></sst>"
    zipped(path, parts(GOOD) | {"xl/sharedStrings.xml": strings}, zipfile.ZIP_STORED)


def one_endless_tag(path: Path) -> None:
    zipped(path, parts('<x a="' + "a" * (60 << 20) + '"/>'), zipfile.ZIP_STORED)


def deeply_nested(path: Path) -> None:
    zipped(path, parts("<a>" * 4_000_000), zipfile.ZIP_STORED)


def many_sheets(path: Path) -> None:
    listed = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="r1"/>' for n in range(100_000))
    zipped(path, parts(GOOD) | {"xl/workbook.xml": f"<workbook><sheets>{listed}</sheets></workbook>"})


def many_styles(path: Path) -> None:
    styles = "<styleSheet><cellXfs>" + "<xf/>" * 3_000_000 + "</cellXfs></styleSheet>"
    zipped(path, parts(GOOD) | {"xl/styles.xml": styles}, zipfile.ZIP_STORED)


def many_merges(path: Path) -> None:
    merged = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 400_000))
    zipped(path, parts(GOOD + f"<mergeCells>{merged}</mergeCells>"), zipfile.ZIP_STORED)


BOMBS = [
    zip_bomb,
    many_entries,
    lying_count,
    million_rows,
    million_cells,
    huge_string_everywhere,
    huge_strings,
    one_endless_string,
    one_endless_tag,
    deeply_nested,
    many_sheets,
    many_styles,
    many_merges,
]
MEASURED = """
import sys, time
from pathlib import Path
from peacedata.intake.workbook.problem import UnfitWorkbook
from peacedata.intake.workbook.read import read_workbook
began = time.process_time()
schema = {"fields": [{"name": "id"}, {"name": "n"}], "primaryKey": ["id"]}
try:
    book = read_workbook(Path(sys.argv[1]), {"people": schema})
    said = "read " + str(sum(len(table.rows) for table in book.tables.values()))
except UnfitWorkbook as unfit:
    said = unfit.kind.value
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]
print(said, time.process_time() - began, int(peak) // 1024, sep="|")
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is measured as Linux counts it")
@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: bomb.__name__)
def test_bombs_cost_little(bomb: Callable[[Path], None], tmp_path: Path) -> None:
    bomb(tmp_path / "a.xlsx")
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(tmp_path / "a.xlsx")], capture_output=True, text=True, check=True
    )
    said, seconds, megabytes = done.stdout.strip().split("|")
    assert said in ("too-large", "no-workbook", "read 0", "read 1"), said
    assert float(seconds) < SECONDS
    assert int(megabytes) < MEGABYTES


def test_links_devices_and_folders_are_refused(tmp_path: Path) -> None:
    zipped(tmp_path / "a.xlsx", parts(GOOD))
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "a.xlsx")
    os.mkfifo(tmp_path / "pipe.xlsx")
    (tmp_path / "folder.xlsx").mkdir()
    for name, reason in (
        ("link", Reason.LINK),
        ("pipe", Reason.NOT_A_FILE),
        ("folder", Reason.NOT_A_FILE),
        ("none", Reason.MISSING),
    ):
        with pytest.raises(Refused) as caught:
            read(tmp_path / f"{name}.xlsx")
        assert caught.value.reason is reason


def test_a_file_beyond_the_limit_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.xlsx").open("wb") as file:
        file.truncate(1 << 40)
    began = time.monotonic()
    with pytest.raises(Refused) as caught:
        read(tmp_path / "a.xlsx")
    assert caught.value.reason is Reason.TOO_LARGE
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    "sheet",
    [
        '<sheetData><row r="0"><c r="A0"><v>1</v></c></row></sheetData>',
        '<sheetData><row r="-1"><c><v>1</v></c></row></sheetData>',
        '<sheetData><row r="1048577"><c><v>1</v></c></row></sheetData>',
        '<sheetData><row r="99999999999999999999999"/><row><c><v>1</v></c></row></sheetData>',
        '<sheetData><row r="1"><c r="A2"><v>1</v></c></row></sheetData>',
        '<sheetData><row r="1"><c r="ZZZZ1"><v>1</v></c></row></sheetData>',
        '<sheetData><row r="1"><c r="é"><v>1</v></c></row></sheetData>',
        '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row></sheetData>',
        '<sheetData><row r="1"><c><v>1</v></c></row><row r="1"><c><v>1</v></c></row></sheetData>',
        '<sheetData><row r="1"><c t="s"><v>7</v></c></row></sheetData>',
        '<sheetData><row r="1"><c t="s"><v>-1</v></c></row></sheetData>',
        '<sheetData><row r="1"><c s="x"><v>1</v></c></row></sheetData>',
        '<sheetData/><mergeCells><mergeCell ref="A1:!!"/></mergeCells>',
        "<sheetData>" + text_row("&undefined;") + "</sheetData>",
    ],
)
def test_sheets_that_contradict_themselves_are_refused(sheet: str, tmp_path: Path) -> None:
    assert refusal(zipped(tmp_path / "a.xlsx", parts(sheet))).kind is Kind.NO_WORKBOOK


@given(data=st.data())
def test_no_change_of_bytes_ends_in_a_traceback(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("changed") / "a.xlsx"
    zipped(path, parts(GOOD), data.draw(st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    said = message_of(path)
    assert said is None or said.isprintable()


names = st.sampled_from(["row", "c", "v", "f", "is", "t", "r", "rPh", "sheetData", "mergeCell", "col", "x:y"])
attributes = st.dictionaries(
    st.sampled_from(["r", "s", "t", "hidden", "ht", "min", "max", "ref"]),
    st.sampled_from(
        ["", "1", "A1", "B2", "A1:B2", "s", "b", "e", "d", "n", "str", "inlineStr", "0", "true", "-5", "é"]
    ),
    max_size=3,
)
trees = st.recursive(
    st.sampled_from(["", "1", "0", "x", "45000.5", "TRUE", "_x0041_"]),
    lambda inner: st.builds(
        lambda name, given, inside: (
            f"<{name}" + "".join(f' {key}="{value}"' for key, value in given.items()) + f">{''.join(inside)}</{name}>"
        ),
        names,
        attributes,
        st.lists(inner, max_size=3),
    ),
    max_leaves=12,
)


@given(inside=st.lists(trees, max_size=4))
def test_no_xml_ends_in_a_traceback(inside: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    sheet = f"<sheetData>{text_row('id', 'n')}{''.join(inside)}</sheetData>{''.join(inside)}"
    path = zipped(tmp_path_factory.mktemp("xml") / "a.xlsx", parts(sheet))
    said = message_of(path)
    assert said is None or said.isprintable()


def test_limits_are_exact(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.xlsx", parts(GOOD))
    assert read(path, entries=5).tables
    assert refusal(path, entries=4).kind is Kind.TOO_LARGE
    assert refusal(path, text=3).kind is Kind.TOO_LARGE
    assert read(path, text=5).tables
    assert refusal(path, sheets=0).kind is Kind.TOO_LARGE
    assert refusal(path, directory=10).kind is Kind.TOO_LARGE
    assert refusal(path, expanded=100).kind is Kind.TOO_LARGE


def test_openpyxl_would_lose_what_our_reader_keeps() -> None:
    """Why there is a reader of our own: if this fails, openpyxl may have become good enough."""
    from openpyxl.reader.strings import read_string_table

    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    table = f'<sst xmlns="{main}"><si><t>x005F_</t></si><si><t>a_x000D_b</t></si></sst>'
    assert read_string_table(io.BytesIO(table.encode())) == ["", "a_x000D_b"]
