"""Drop-downs and limits: what a spreadsheet itself can say of a cell while it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from peacedata.schema.columns import Column
from peacedata.schema.workbook.names import CODES_SHEET, letters

if TYPE_CHECKING:
    from openpyxl.worksheet.datavalidation import DataValidation

LAST_ROW = 1_048_576


def validation(
    column: Column, field: Mapping[str, Any], codes: tuple[int, int] | None, ids: str | None
) -> DataValidation | None:
    """The rule of a column; None where any text may stand.

    Codes and numbers outside the list or the bounds are refused; of an id that is not in the list the user is warned,
    since its row may be typed later.

    Args:
        column: the column.
        field: its field in the Table Schema.
        codes: first and last row of its code list in the sheet of codes.
        ids: the formula of the ids that it may refer to.
    """
    from openpyxl.worksheet.datavalidation import DataValidation

    say: dict[str, Any] = {"allow_blank": True, "showErrorMessage": True, "errorTitle": column.name}
    constraints = field.get("constraints", {})
    if codes is not None:
        formula = f"{CODES_SHEET}!$B${codes[0]}:$B${codes[1]}"
        return DataValidation(type="list", formula1=formula, error=_cut("Choose a code from the list."), **say)
    if ids is not None:
        error = f"This id is not in the list. Its row must stand in the sheet {column.foreign_key} or in the dataset."
        return DataValidation(type="list", formula1=ids, errorStyle="warning", error=_cut(error), **say)
    if field["type"] == "boolean":
        return DataValidation(type="list", formula1='"true,false"', error="Choose true or false.", **say)
    if field["type"] in ("integer", "number"):
        least, most = constraints.get("minimum"), constraints.get("maximum")
        noun = "a whole number" if field["type"] == "integer" else "a number"
        say["type"] = "whole" if field["type"] == "integer" else "decimal"
        say |= {"operator": "greaterThanOrEqual"} if most is None else {"operator": "between", "formula2": str(most)}
        error = f"Type {noun} of at least {least:,}" + ("." if most is None else f" and at most {most:,}.")
        return DataValidation(formula1=str(least), error=_cut(error), **say)
    if "maxLength" in constraints:
        longest = constraints["maxLength"]
        error = f"At most {longest} characters."
        return DataValidation(
            type="textLength", operator="lessThanOrEqual", formula1=str(longest), error=_cut(error), **say
        )
    return None


def own_ids(sheet: str, first: int, last: int) -> str:
    """The ids that stand in the first column of a sheet itself."""
    column = f"{sheet}!$A${first}:$A${last}"
    return f"OFFSET({sheet}!$A${first},0,0,MAX(1,COUNTA({column})),1)"


def listed_ids(sheet: str, column: int) -> str:
    """The ids of a column of the sheet of ids, whose second row says how many there are."""
    letter = letters(column)
    return f"OFFSET({sheet}!${letter}$3,0,0,{sheet}!${letter}$2,1)"


def _cut(text: str) -> str:
    return text[:225]  # the most that Excel takes
