"""All checks of the engine, gathered from the modules that declare them."""

from __future__ import annotations

from itertools import chain

from peacedata.check import cell_checks, descriptor_checks, file_checks, header, keys, target, workbook_checks
from peacedata.check.config import checks as config_checks
from peacedata.check.declare import Check
from peacedata.check.finding import Finding

ENGINE_CHECKS: tuple[Check, ...] = tuple(
    sorted(
        {
            check.code: check
            for check in chain.from_iterable(
                vars(module).values()
                for module in (
                    file_checks,
                    descriptor_checks,
                    config_checks,
                    header,
                    cell_checks,
                    keys,
                    target,
                    workbook_checks,
                )
            )
            if isinstance(check, Check)
        }.values(),
        key=lambda check: check.code,
    )
)
BY_CODE = {check.code: check for check in ENGINE_CHECKS}
_WITHOUT_ROW = {check.frictionless for check in vars(header).values() if isinstance(check, Check)}
_WITHOUT_FIELD = {
    "primary-key",
    "foreign-key",
    "blank-row",
    *(c.frictionless for c in vars(file_checks).values() if isinstance(c, Check)),
}


def error_place(finding: Finding) -> tuple[str, int | None, int | None]:
    """Type, row number and field number under which a report of frictionless has the same defect.

    A finding that frictionless does not know goes under its code.
    """
    check = BY_CODE.get(finding.code)
    kind = (check.frictionless if check else "") or finding.code
    row = None if kind in _WITHOUT_ROW else finding.record
    number = None if kind in _WITHOUT_FIELD else finding.field
    return kind, row, number
