"""Laws of the comparison by key, and its counts beside those of csv-diff and daff."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import replace

import csv_diff
import daff
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peacedata.dataset.compare import CellChange, TableComparison, compare_tables
from peacedata.dataset.snapshot import TableSnapshot
from peacedata.intake.records import Record

CELLS = st.sampled_from(["", "a", "b", "ß", "Київ", "1", "1.0", " a", 'q"', "x,y", "two\nlines"])
NAMES = ["x", "y", "z"]


def table(columns: list[str], rows: list[list[str]], key: tuple[str, ...] = ("id",)) -> TableSnapshot:
    records = [Record(number, number, list(cells)) for number, cells in enumerate(rows, 2)]
    return TableSnapshot("t", tuple(columns), records, key)


@st.composite
def tables(draw: st.DrawFn, *, unique: bool = True, columns: bool = True) -> TableSnapshot:
    """A table with an id, and with columns of its own choice in an order of its own."""
    names = draw(st.permutations(NAMES)) if columns else NAMES
    names = names[: draw(st.integers(0, 3))] if columns else names
    header = ["id", *names]
    number = draw(st.integers(0, 8))
    ids = st.sampled_from([f"k{n}" for n in range(10)] + ([] if unique else [""]))
    keys = draw(st.lists(ids, min_size=number, max_size=number, unique=unique))
    rows = [[key, *(draw(CELLS) for _ in names)] for key in keys]
    return table(header, rows)


def applied(found: TableComparison, old: TableSnapshot, columns: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    """The later rows, made of the earlier ones and of what the comparison says alone."""
    rows = {row.number: old.cells(row) for row in old.rows}
    for gone in found.removed:
        assert rows.pop(gone.record) == gone.cells
    names = dict(found.columns_renamed)
    rows = {number: {names.get(name, name): cell for name, cell in row.items()} for number, row in rows.items()}
    for row in rows.values():
        for name in found.columns_added:
            row[name] = ""
    for change in found.touched:
        for cell in change.cells:
            if cell.new is not None:
                assert rows[change.old_record][cell.column] == (cell.old or "")
                rows[change.old_record][cell.column] = cell.new
    made = [tuple(row[name] for name in columns) for row in rows.values()]
    return Counter(made + [tuple(row.cells[name] for name in columns) for row in found.added])


def mirrored(found: TableComparison) -> TableComparison:
    """What the comparison is the other way round; without its notes, which speak of before and now."""
    back = {new: old for old, new in found.columns_renamed.items()}
    touched = tuple(
        replace(
            row,
            old_record=row.new_record,
            new_record=row.old_record,
            cells=tuple(CellChange(back.get(cell.column, cell.column), cell.new, cell.old) for cell in row.cells),
        )
        for row in found.touched
    )
    return replace(
        found,
        key=tuple(back.get(name, name) for name in found.key),
        old_rows=found.new_rows,
        new_rows=found.old_rows,
        columns_added=found.columns_removed,
        columns_removed=found.columns_added,
        columns_renamed=back,
        added=found.removed,
        removed=found.added,
        touched=touched,
        notes=(),
    )


def settled(found: TableComparison) -> TableComparison:
    """With rows and cells in one order, whichever way round."""
    return replace(
        found,
        columns_renamed=dict(sorted(found.columns_renamed.items())),
        touched=tuple(
            sorted(
                (replace(row, cells=tuple(sorted(row.cells, key=lambda cell: cell.column))) for row in found.touched),
                key=lambda row: row.key,
            )
        ),
        notes=(),
    )


@given(one=tables(unique=False))
def test_a_table_beside_itself_has_no_difference(one: TableSnapshot) -> None:
    assert compare_tables(one, one).empty


@given(old=tables(unique=False), new=tables(unique=False))
def test_what_a_comparison_says_makes_the_one_of_the_other(old: TableSnapshot, new: TableSnapshot) -> None:
    found = compare_tables(old, new)
    assert applied(found, old, new.columns) == Counter(tuple(row.cells) for row in new.rows)
    assert found.old_rows - len(found.removed) + len(found.added) == found.new_rows


@given(old=tables(), new=tables())
def test_the_other_way_round_is_the_mirror_image(old: TableSnapshot, new: TableSnapshot) -> None:
    assert settled(mirrored(compare_tables(old, new))) == settled(compare_tables(new, old))


@given(old=tables(unique=False), new=tables(unique=False))
def test_counts_mirror_even_where_keys_are_shared(old: TableSnapshot, new: TableSnapshot) -> None:
    there, back = compare_tables(old, new), compare_tables(new, old)
    assert (len(there.added), len(there.removed)) == (len(back.removed), len(back.added))
    assert (len(there.changed), there.cells_changed) == (len(back.changed), back.cells_changed)


def csv_text(one: TableSnapshot) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([list(one.columns), *(row.cells for row in one.rows)])
    return text.getvalue()


@given(old=tables(), new=tables())
def test_counts_agree_with_csv_diff(old: TableSnapshot, new: TableSnapshot) -> None:
    if not old.rows or not new.rows:
        return  # csv-diff cannot read an empty table
    before, after = (
        csv_diff.load_csv(io.StringIO(csv_text(one), newline=""), key="id", dialect="excel") for one in (old, new)
    )
    theirs, ours = csv_diff.compare(before, after), compare_tables(old, new)
    renamed = ours.columns_renamed
    assert len(ours.added) == len(theirs["added"])
    assert len(ours.removed) == len(theirs["removed"])
    assert {*ours.columns_added, *renamed.values()} == set(theirs["columns_added"])
    assert {*ours.columns_removed, *renamed} == set(theirs["columns_removed"])
    if not renamed:
        assert [row.key for row in ours.changed] == [(row["key"],) for row in theirs["changed"]]
        assert ours.cells_changed == sum(len(row["changes"]) for row in theirs["changed"])


@given(old=tables(columns=False), new=tables(columns=False))
def test_counts_agree_with_daff(old: TableSnapshot, new: TableSnapshot) -> None:
    flags = daff.CompareFlags()
    flags.addPrimaryKey("id")
    flags.ordered = False
    before, after = (
        daff.PythonTableView([list(one.columns), *(list(row.cells) for row in one.rows)]) for one in (old, new)
    )
    theirs = daff.TableDiff(daff.Coopy.compareTables(before, after, flags).align(), flags)
    theirs.hilite(daff.PythonTableView([]))
    summary, ours = theirs.getSummary(), compare_tables(old, new)
    assert len(ours.added) == summary.row_inserts
    assert len(ours.removed) == summary.row_deletes
    assert len(ours.changed) == summary.row_updates


def test_both_find_what_we_find_in_a_table_with_a_new_column() -> None:
    old = table(["id", "x", "y"], [["1", "a", "b"], ["2", "c", "d"], ["3", "e", ""]])
    new = table(["id", "x", "y", "z"], [["1", "a", "B", "9"], ["3", "e", "", "7"], ["4", "n", "m", ""]])
    found = compare_tables(old, new)
    assert (len(found.added), len(found.removed), len(found.changed), found.cells_changed) == (1, 1, 1, 1)
    assert found.columns_added == ("z",)
    assert [row.key for row in found.touched] == [("1",), ("3",)]


def test_a_renamed_column_is_known_by_what_it_holds() -> None:
    rows = [[str(number), f"name {number}", "same"] for number in range(20)]
    changed = [[*row[:1], row[1] if row[0] != "3" else "other", row[2]] for row in rows]
    found = compare_tables(table(["id", "name", "x"], rows), table(["id", "title", "x"], changed))
    assert found.columns_renamed == {"name": "title"}
    assert (found.columns_added, found.columns_removed) == ((), ())
    [row] = found.changed
    assert row.cells == (CellChange("title", "name 3", "other"),)


def test_a_column_that_could_be_either_of_two_is_no_renamed_one() -> None:
    rows = [[str(number), "same"] for number in range(9)]
    found = compare_tables(table(["id", "a"], rows), table(["id", "b", "c"], [[*row, "same"] for row in rows]))
    assert found.columns_renamed == {}
    assert (found.columns_added, found.columns_removed) == (("b", "c"), ("a",))


def test_a_renamed_key_is_known_by_its_place() -> None:
    rows = [[str(number), "x"] for number in range(9)]
    old, new = table(["id", "a"], rows), table(["key", "a"], [*rows[1:], ["new", "y"]], ("key",))
    found = compare_tables(old, new)
    assert found.columns_renamed == {"id": "key"}
    assert found.key == ("key",)
    assert ([row.key for row in found.added], [row.key for row in found.removed]) == ([("new",)], [("0",)])


def test_columns_in_another_order_are_said_and_change_no_cell() -> None:
    found = compare_tables(table(["id", "a", "b"], [["1", "x", "y"]]), table(["id", "b", "a"], [["1", "y", "x"]]))
    assert found.reordered
    assert not found.touched
    assert not found.empty


def test_shared_keys_are_said_and_compared_row_by_row() -> None:
    old = table(["id", "a"], [["1", "x"], ["1", "y"], ["2", "z"]])
    new = table(["id", "a"], [["1", "y"], ["1", "w"], ["2", "z"]])
    found = compare_tables(old, new)
    [row] = found.changed
    assert row.cells == (CellChange("a", "x", "w"),)
    assert found.notes == (
        "1 keys have more than one row before, the first is '1'",
        "1 keys have more than one row now, the first is '1'",
    )
    more = compare_tables(old, table(["id", "a"], [["1", "v"], ["1", "w"], ["2", "z"]]))
    assert (len(more.added), len(more.removed), len(more.changed)) == (2, 2, 0)


def test_rows_without_a_key_are_compared_as_a_whole() -> None:
    old, new = table(["id", "a"], [["", "x"], ["1", "y"]]), table(["id", "a"], [["", "w"], ["1", "y"]])
    found = compare_tables(old, new)
    assert ([row.cells["a"] for row in found.added], [row.cells["a"] for row in found.removed]) == (["w"], ["x"])
    assert "1 rows have no key now and are compared as a whole" in found.notes


@pytest.mark.parametrize(
    ("old_key", "new_key", "key", "note"),
    [
        ((), (), (), "there is no key, so whole rows are compared"),
        (("id",), ("id", "a"), ("id", "a"), "the key was id and is id, a"),
        (("gone",), ("gone",), (), "the header before lacks 'gone', a column of the key"),
    ],
)
def test_what_tells_rows_apart_is_said(
    old_key: tuple[str, ...], new_key: tuple[str, ...], key: tuple[str, ...], note: str
) -> None:
    rows = [["1", "x"], ["2", "x"]]
    found = compare_tables(table(["id", "a"], rows, old_key), table(["id", "a"], rows, new_key))
    assert found.key == key
    assert note in found.notes
    assert found.empty
