"""Findings about a workbook: what is refused as a whole, and cells that do not say what they show."""

from __future__ import annotations

from peacedata.check.declare import Check
from peacedata.check.finding import Severity

_AFRESH = "`peacedata template OUT.xlsx` writes a fresh workbook into which the rows can be copied."

NO_WORKBOOK = Check(
    code="PD150",
    name="no-workbook",
    says="The file is not a workbook in the format .xlsx, is damaged, or is protected with a password.",
    why="Only the open format .xlsx is read. Older and other formats, and files that are merely named so, are not "
    "guessed at.",
    mend="Open the file in a spreadsheet and save it as 'Excel Workbook (.xlsx)' without a password. A CSV is named "
    "after its table instead, such as events.csv.",
    related=("PD151", "PD152", "PD122"),
    bad={"workbook": 'path.write_text("place_id,name")\n'},
    good={"workbook": "book.save(path)\n"},
)
UNSAFE_WORKBOOK = Check(
    code="PD151",
    name="unsafe-workbook",
    says="The workbook holds macros, embedded objects, links to other files, or XML that no spreadsheet writes.",
    why="Rows need none of them, and each can run code or fetch something on the machine of whoever opens the file.",
    mend="Save the workbook as 'Excel Workbook (.xlsx)' without them. " + _AFRESH,
    related=("PD150", "PD152"),
    bad={"workbook": 'archive.writestr("xl/vbaProject.bin", b"")\n'},
    good={"workbook": 'archive.writestr("xl/theme/note.txt", b"")\n'},
)
WORKBOOK_TOO_LARGE = Check(
    code="PD152",
    name="workbook-too-large",
    says="The workbook expands beyond the limit, or holds more sheets, cells or text than are read.",
    why="A small file can expand without end. The limits lie far above what a contribution needs; most often a "
    "workbook is large because millions of empty rows were formatted.",
    mend="Delete the empty rows below the data and save, or copy the rows alone into a fresh workbook. " + _AFRESH + " "
    "Larger tables are better contributed as CSV.",
    related=("PD106", "PD150"),
    bad={"workbook": "for number in range(300):\n    book.create_sheet(str(number))\n"},
    good={"workbook": "for number in range(3):\n    book.create_sheet(str(number))\n"},
)
UNKNOWN_SHEET = Check(
    code="PD153",
    name="unknown-sheet",
    says="A sheet that holds values is named after no table, or after one that another sheet holds already.",
    why="Nobody would read what stands there.",
    mend="Give the sheet the name of its table, move its rows into that table's sheet, or delete it. The sheets that a "
    "template brings along, and empty ones, may stay.",
    related=("PD122", "PD204"),
    bad={"workbook": 'book.create_sheet("rumours")["A1"] = "what I heard"\n'},
    good={"workbook": 'book.create_sheet("rumours")\n'},
)
HIDDEN = Check(
    code="PD154",
    name="hidden-cells",
    says="A sheet, a row or a column with values is hidden.",
    why="Hidden cells are read like any others, and who reviews the workbook does not see them. Most often a filter "
    "was left on.",
    mend="Clear the filters and unhide rows, columns and sheets; delete what is not meant to be contributed.",
    related=("PD155",),
    severity=Severity.WARNING,
    bad={"workbook": 'book["places"].row_dimensions[2].hidden = True\n'},
    good={"workbook": 'book["places"].row_dimensions[2].hidden = False\n'},
)
MERGED = Check(
    code="PD155",
    name="merged-cells",
    says="Cells of a table are merged.",
    why="Of merged cells only the first holds the value; for all others it is lost.",
    mend="Unmerge the cells, and write the value into every cell that it belongs to.",
    related=("PD230",),
    bad={"workbook": 'book["places"].merge_cells("D2:E2")\n'},
    good={"workbook": 'book["places"]["D2"] = "41.01"\nbook["places"]["E2"] = "28.95"\n'},
)
FORMULA = Check(
    code="PD156",
    name="formula",
    says="A cell holds a formula.",
    why="What a formula gives depends on other cells and on who opened the file last; the value stored beside it may "
    "be out of date. So it is not taken.",
    mend="Put the values in place of the formulas: copy the cells, then paste special, values only. To begin a text "
    "with '=', format the cell as text first.",
    related=("PD157",),
    bad={"workbook": 'book["places"]["B2"] = "=A2"\n'},
    good={"workbook": 'book["places"]["B2"] = "Istanbul"\n'},
)
ERROR_VALUE = Check(
    code="PD157",
    name="error-value",
    says="A cell holds an error such as #N/A or #REF!.",
    why="It stands where a formula failed, and the value is lost.",
    mend="Type the value, or leave the cell empty where it is unknown.",
    related=("PD156",),
    bad={"workbook": 'book["places"]["D2"] = "#N/A"\n'},
    good={"workbook": 'book["places"]["D2"] = None\nbook["places"]["E2"] = None\n'},
)
SHOWN_OTHERWISE = Check(
    code="PD158",
    name="shown-otherwise",
    says="A cell shows something other than it holds: a percentage, a time, leading zeros, lost digits.",
    why="The number format of a cell decides what is seen, not what is stored: 50% is stored as 0.5, an hour as "
    "0.0416…, 007 as 7, and of a number only 15 digits. Which of the two was meant cannot be told.",
    mend="Format the cell as text and type again what is meant. A length of time is a number of minutes.",
    related=("PD220", "PD231"),
    bad={"workbook": 'book["places"]["D2"] = 0.41\nbook["places"]["D2"].number_format = "0%"\n'},
    good={"workbook": 'book["places"]["D2"] = "41.01"\n'},
)
EDITED_EXAMPLE = Check(
    code="PD159",
    name="edited-example",
    says="A row is marked as the example of the template, but is not that example.",
    why="The example is never read. A row that was typed over it would be lost without a word if its mark stayed.",
    mend="Delete 'e.g. ' from the first cell if the row is yours; otherwise restore the example or delete the row.",
    related=("PD230",),
    bad={"workbook": 'book["places"]["A2"] = "e.g. istanbul"\nbook["places"]["B2"] = "Stamboul"\n'},
    good={"workbook": 'book["places"]["A2"] = "istanbul"\n'},
)
