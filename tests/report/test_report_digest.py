"""What every format says of a report."""

from __future__ import annotations

import pytest
from hostile_reports import CODES, example, finding, report_of

from peacedata.check.finding import Severity
from peacedata.report.digest import cell_name, declared, fix_line, fixable, groups, headline, plural


def test_groups_put_errors_first_and_count_what_was_not_kept() -> None:
    warnings = [finding(number, code="PD101", severity=Severity.WARNING) for number in range(3)]
    errors = [finding(number, code="PD502") for number in range(5)]
    first, second = groups(report_of(*warnings, *errors, cap=2))
    assert (first.code, first.severity, first.total, len(first.findings)) == ("PD502", Severity.ERROR, 5, 2)
    assert (second.code, second.severity, second.total, len(second.findings)) == ("PD101", Severity.WARNING, 3, 2)


def test_a_code_found_with_both_severities_is_an_error() -> None:
    both = [finding(0, severity=Severity.WARNING), finding(1)]
    assert [group.severity for group in groups(report_of(*both))] == [Severity.ERROR]


def test_every_code_is_declared_and_others_are_not() -> None:
    for code in CODES:
        check = declared(code)
        assert check is not None
        assert check.code == code
    assert declared("PD899") is None
    assert groups(report_of(finding(code="PD899")))[0].says == ""


def test_what_can_be_fixed_is_counted() -> None:
    some = [finding(0), finding(1, fixable=True), finding(2, fixable=True)]
    assert fixable(report_of(*some)) == 2
    assert fix_line(report_of(*some)) == "2 can be fixed with `peacedata fix`"
    assert fix_line(report_of(finding(0))) == ""
    assert fix_line(report_of(*reversed(some), cap=1)) == "at least 1 can be fixed with `peacedata fix`"


def test_sentences() -> None:
    assert headline(example()) == "4 errors, 1 warning: 400 records in 2 files"
    assert headline(report_of()) == "clean: 0 records in 0 files"
    assert plural(1, "error") == "1 error"
    assert plural(2000, "error") == "2,000 errors"


@pytest.mark.parametrize(
    ("field", "column", "name"), [(3, "a", "C a"), (None, "a", "a"), (28, None, "AB"), (None, None, "")]
)
def test_columns_are_named_as_people_do(field: int | None, column: str | None, name: str) -> None:
    assert cell_name(finding(field=field, column=column)) == name
