"""The codebook: what every table, column and code means, as Markdown pages made from the model alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from inspect import getdoc

from peacedata.model import TABLES, EdtfDate, Record
from peacedata.model.codes import Code
from peacedata.model.links import Many, Maybe, One
from peacedata.schema.cells import cell_kinds, describe
from peacedata.schema.codes_table import all_lists
from peacedata.schema.columns import Column, columns
from peacedata.schema.markdown import anchor, code, link, page, prose, table

FOLDER = "codebook"
_COUNTRY, _LISTS, _COUNTRIES = "country", "code-lists.md", "countries.md"
_SCHEMAS = "../../schemas"
_WRITTEN = ("2014", "2014-06", "2014-06-06", "2014-06~", "2014-06-06?", "2014%")


def codebook_pages() -> Iterator[tuple[str, str]]:
    """Path below the manual's folder and text of every page of the codebook."""
    yield f"{FOLDER}/README.md", _index()
    for record in TABLES.values():
        yield f"{FOLDER}/{record.table_name}.md", _table_page(record)
    yield f"{FOLDER}/{_LISTS}", _lists_page()
    yield f"{FOLDER}/{_COUNTRIES}", _countries_page()


def list_name(codes: type[Code]) -> str:
    """The name of a code list in the table of codes, such as ``event_type``."""
    return next(name for name, known in all_lists().items() if known is codes)


def _index() -> str:
    tables = [
        (_to_table(name), prose(_doc(record)), ", ".join(map(code, record.key_columns)))
        for name, record in TABLES.items()
    ]
    lists = [(_to_list(name), prose(_doc(codes)), str(len(codes))) for name, codes in sorted(all_lists().items())]
    kinds = [(words, code(pattern)) for words, pattern in cell_kinds()]
    return page(
        "# Codebook",
        "What every table, column and code of the dataset means. It is made from the data model, like the Table "
        f"Schemas in {link('schemas', _SCHEMAS)}, which say the same to programs.",
        "## Tables",
        "Each table is one CSV file in `datapackage/data`. One row is:",
        table(("table", "a row is", "key"), tables),
        "## How cells are written",
        "- **Empty means unknown.** 'Does not apply' and 'none' are codes where they matter.\n"
        "- **One value per cell.** There are no lists in cells; several values are several rows.\n"
        "- **Ids** are lower-case words joined with hyphens. They are stable and never used again; one that is "
        f"withdrawn gets a row in {_to_table('retired')}.\n"
        "- **Keys of several columns** are named by their parts joined with `/`, such as "
        "`istanbul-2025-round-2/rustem-umerov/party`.\n"
        "- **Numbers** have a point before the fraction and nothing between the thousands: `6000`, `41.01`.\n"
        "- **Truth values** are `true` and `false`.",
        "What a text must look like as a whole, as a regular expression:",
        table(("kind", "pattern"), kinds),
        "## Dates",
        "A date is written as it is known, in the [Extended Date/Time Format](https://www.loc.gov/standards/datetime/) "
        "(EDTF): a year, a month or a day, and a sign where it is doubtful. `?` is uncertain, `~` approximate, `%` "
        "both. A day that nobody knows is never invented. Nothing else of EDTF is used: no ranges, no seasons.",
        table(("written", "means", "earliest", "latest"), map(_date_row, _WRITTEN)),
        "`earliest` and `latest` are the strict bounds of what is written, whatever its sign. Dates are compared by "
        "them: `2025-06` and `2025-06-02` do not contradict each other.",
        "## Derived columns",
        "Frames (`to_polars`, `to_pandas`, `to_arrow`), Parquet and SQLite have two more columns after each date "
        "column `x`: `x_earliest` and `x_latest`, both of type date. The CSV files do not have them; each table's page "
        "names them.",
        "## Code lists",
        table(("list", "what it says", "codes"), lists),
        "## Other datasets",
        f"{_to_table('identifiers')} gives records their names in other datasets; "
        f"{link('the list of schemes', f'{_LISTS}#scheme')} says which. Codes that other schemes have too name them "
        "in the lists as `cameo:`, `plover:` or `pax:` and the code there.",
    )


def _date_row(text: str) -> tuple[str, str, str, str]:
    written = EdtfDate(text)
    doubt = {"": "known", "?": "uncertain", "~": "approximate", "%": "uncertain and approximate"}[written.qualifier]
    return code(text), f"a {written.precision}, {doubt}", str(written.earliest), str(written.latest)


def _table_page(record: type[Record]) -> str:
    fields = columns(record)
    name = record.table_name
    key = ", ".join(map(code, record.key_columns))
    return page(
        f"# {name}",
        f"A row is: {prose(_lower(_doc(record)))}",
        f"- Key: {key}\n"
        f"- File: `datapackage/data/{name}.csv`\n"
        f"- Schemas: {link('Table Schema', f'{_SCHEMAS}/{name}.schema.json')}, "
        f"{link('JSON Schema of a row', f'{_SCHEMAS}/{name}.row.schema.json')}\n",
        "## Columns",
        table(
            ("column", "meaning", "a cell holds", "required", "example"), (_column_row(record, one) for one in fields)
        ),
        *_references(record, fields),
        *_derived(fields),
        *_links(record),
        link("All tables", "README.md"),
    )


def _column_row(record: type[Record], column: Column) -> tuple[str, ...]:
    key = " (key)" if column.name in record.key_columns else ""
    required = "yes" if column.required else ""
    return code(column.name) + key, prose(column.description), _holds(column), required, code(column.example)


def _holds(column: Column) -> str:
    """What a cell of a column holds, with links to the table or list where its values are found."""
    if column.foreign_key:
        return f"{'the' if column.required else 'a'} key of {_to_table(column.foreign_key)}"
    if column.codes:
        mapped = ", with equivalents elsewhere" if any(one.maps_to for one in column.codes) else ""
        return f"a code of {_to_list(list_name(column.codes))}{mapped}"
    if column.kind is EdtfDate:
        return f"a {link('date', 'README.md#dates')}"
    return prose(describe(column))


def _references(record: type[Record], fields: Sequence[Column]) -> Iterator[str]:
    own = [
        f"- {code(column.name)} names a row of {_to_table(column.foreign_key)}\n"
        for column in fields
        if column.foreign_key
    ]
    from_others = [f"- {_to_table(name)} by {code(column)}\n" for name, column in _named_by(record.table_name)]
    if own:
        yield "## References"
        yield "".join(own)
    if from_others:
        yield "## Named by"
        yield "".join(from_others)


def _named_by(target: str) -> Iterator[tuple[str, str]]:
    for name, record in TABLES.items():
        for column in columns(record):
            if column.foreign_key == target:
                yield name, column.name


def _derived(fields: Sequence[Column]) -> Iterator[str]:
    names = [f"{column.name}_{end}" for column in fields if column.kind is EdtfDate for end in ("earliest", "latest")]
    if names:
        yield "## Derived columns"
        yield f"In frames, Parquet and SQLite only: {', '.join(map(code, names))}."


def _links(record: type[Record]) -> Iterator[str]:
    rows = [
        (code(f".{name}"), _to_table(attribute.table), _HOW_MANY[type(attribute)])
        for name, attribute in vars(record).items()
        if isinstance(attribute, One | Maybe | Many)
    ]
    if rows:
        yield "## Links in Python"
        yield "Besides `.claims`, `.sources` and `.identifiers`, which every record has:"
        yield table(("attribute", "leads to", "how many"), rows)


_HOW_MANY: dict[type, str] = {One: "one", Maybe: "one or `None`", Many: "a tuple"}


def _lists_page() -> str:
    blocks = [
        "# Code lists",
        (
            "Every code with its label and definition. The table [`codes`](codes.md) holds the same for programs. The "
            "column 'elsewhere' names a code of another scheme that says the same: CAMEO, PLOVER, or the agreement "
            "stages of PA-X; it is empty where none does."
        ),
    ]
    for name, codes in sorted(all_lists().items()):
        if name != _COUNTRY:
            blocks += [f"## {name}", prose(_doc(codes)), _used_by(codes), _codes_table(codes)]
    return page(*blocks, link("Codebook", "README.md"))


def _codes_table(codes: type[Code]) -> str:
    mapped = any(one.maps_to for one in codes)
    head = ("code", "label", "definition", *(("elsewhere",) if mapped else ()))
    rows = (
        (code(one), prose(one.label), prose(one.definition), *((code(one.maps_to or ""),) if mapped else ()))
        for one in codes
    )
    return table(head, rows)


def _countries_page() -> str:
    countries = all_lists()[_COUNTRY]
    return page(
        "# country",
        "The countries and areas of ISO 3166-1, by their alpha-3 codes. Borders follow resolutions of the UN General "
        "Assembly.",
        _used_by(countries),
        table(("code", "label"), ((code(one), prose(one.label)) for one in countries)),
        link("Codebook", "README.md"),
    )


def _used_by(codes: type[Code]) -> str:
    used = [
        f"{_to_table(name)} in {code(column.name)}"
        for name, record in TABLES.items()
        for column in columns(record)
        if column.codes is codes
    ]
    return f"Used by {', '.join(used)}." if used else ""


@cache
def _to_table(name: str) -> str:
    return link(code(name), f"{name}.md")


def _to_list(name: str) -> str:
    return link(code(name), _COUNTRIES if name == _COUNTRY else f"{_LISTS}#{anchor(name)}")


def _doc(thing: type) -> str:
    return (getdoc(thing) or "").partition("\n\n")[0]


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
