from __future__ import annotations

import builtins
import json
import shutil
from pathlib import Path

import pytest

import peacedata
from peacedata.dataset.dataset import Dataset
from peacedata.errors import InvalidData, InvalidDescriptor, MissingExtra, OtherSchema, UnknownId
from peacedata.model import TABLES, Event


def test_load_gives_the_shipped_release() -> None:
    dataset = peacedata.load()
    assert dataset.version.startswith("20")
    assert len(dataset.events) >= 60


def test_a_record_and_its_links(dataset: Dataset) -> None:
    event = dataset.events["istanbul-2025-round-2"]
    assert isinstance(event, Event)
    assert event.date_start == "2025-06-02"
    assert event.round_number == 2
    assert event.process.process_id == "istanbul-2025"
    assert event.place is not None
    assert event.place.country == "TUR"
    heads = {row.actor_id for row in event.participations if row.delegation_head}
    assert heads == {"rustem-umerov", "vladimir-medinsky"}
    assert {row.issue for row in event.agenda} >= {"prisoners", "remains"}
    assert {row.actor_id for row in event.positions} >= {"ukraine", "russia"}
    assert any(outcome.deliveries for outcome in event.outcomes)
    assert len(event.sources) >= 2
    assert all(claim.source in event.sources for claim in event.claims)


def test_links_agree_in_both_directions(dataset: Dataset) -> None:
    for event in dataset.events:
        assert event in event.process.events
        assert all(row.event is event for row in event.participations)
        if event.answers:
            assert event in event.answers.responses
        if event.whole:
            assert event in event.whole.parts
    for outcome in dataset.outcomes:
        if outcome.promise:
            assert outcome in outcome.promise.deliveries


def test_every_key_and_link_of_the_dataset_resolves(dataset: Dataset) -> None:
    for name, table in dataset.tables.items():
        assert len(table.keys()) == len(table), f"{name} has a key twice"
    for claim in dataset.claims:
        assert claim.record_id in dataset.table(claim.table)
        assert claim.source.url.startswith("http")


def test_an_unknown_id_suggests_the_nearest(dataset: Dataset) -> None:
    with pytest.raises(KeyError, match="did you mean 'istanbul-2025-round-2'"):
        dataset.events["istanbul-2025-round-22"]
    with pytest.raises(UnknownId) as caught:
        dataset.places["qqqqqq"]
    assert str(caught.value) == "places has no record 'qqqqqq'"


def test_filter(dataset: Dataset) -> None:
    calls = dataset.events.filter(event_type="call")
    assert calls
    assert all(event.event_type == "call" for event in calls)
    long = dataset.events.filter(lambda event: (event.duration_minutes or 0) > 120, status="occurred")
    assert long
    assert all(event.duration_minutes and event.duration_minutes > 120 for event in long)
    with pytest.raises(TypeError, match="did you mean 'event_type'"):
        dataset.events.filter(event_typ="call")


def test_frames(dataset: Dataset) -> None:
    arrow = dataset.events.to_arrow()
    assert arrow.num_rows == len(dataset.events)
    assert str(arrow.schema.field("duration_minutes").type) == "int64"
    assert str(arrow.schema.field("date_start_earliest").type) == "date32[day]"
    polars = dataset.events.to_polars()
    assert polars.height == arrow.num_rows
    pandas = dataset.events.to_pandas()
    assert str(pandas["round_number"].dtype) == "Int64"
    row = pandas.set_index("event_id").loc["istanbul-2025-round-2"]
    assert row["date_start_latest"].isoformat() == "2025-06-02"


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_a_frame(name: str, dataset: Dataset) -> None:
    table = dataset.table(name)
    arrow = table.to_arrow()
    assert arrow.num_rows == len(table)
    assert set(TABLES[name].model_fields) <= set(arrow.column_names)


def test_sql(dataset: Dataset) -> None:
    rows = dataset.sql(
        "select e.event_id, count(*) from events e join participations p using (event_id) "
        "where e.event_id = 'istanbul-2025-round-2' group by 1"
    ).fetchall()
    assert rows == [("istanbul-2025-round-2", len(dataset.events["istanbul-2025-round-2"].participations))]


def test_sql_sees_the_tables_only(dataset: Dataset, working_copy: Path) -> None:
    import duckdb

    with pytest.raises(duckdb.Error, match=r"(?i)disabled|permission"):
        dataset.sql(f"select * from read_csv('{working_copy}/data/events.csv')").fetchall()


def test_a_missing_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch, dataset: Dataset) -> None:
    real = builtins.__import__

    def without(name: str, *args: object, **kwargs: object) -> object:
        if name.partition(".")[0] == "polars":
            raise ModuleNotFoundError("No module named 'polars'", name="polars")
        return real(name, *args, **kwargs)  # type: ignore[arg-type] # it passes on whatever it was given

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.setattr("peacedata.dataset.frames.importlib.import_module", without)
    with pytest.raises(MissingExtra, match=r"pip install 'peacedata\[polars\]'"):
        dataset.events.to_polars()


def test_what_is_not_a_dataset(tmp_path: Path) -> None:
    with pytest.raises(InvalidDescriptor):
        peacedata.open(tmp_path)
    (tmp_path / "datapackage.json").write_text('{"name": "x", "resources": []}', "utf-8")
    with pytest.raises(InvalidDescriptor, match="no resource 'processes'"):
        peacedata.open(tmp_path)


def test_a_row_that_does_not_fit_is_named(tmp_path: Path, working_copy: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(working_copy, copy)
    events = copy / "data" / "events.csv"
    text = events.read_text("utf-8")
    events.write_text(text.replace(",occurred,", ",hapened,", 1), "utf-8")
    with pytest.raises(InvalidData, match=r"events.csv, record \d+, line \d+: column 'status'"):
        len(peacedata.open(copy).events)


def test_a_release_of_another_schema_has_frames_and_sql_but_no_records(working_copy: Path, tmp_path: Path) -> None:
    folder = tmp_path / "later"
    shutil.copytree(working_copy, folder)
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text())
    descriptor["peacedata"] = {"schema": "2.1.0", "library": "3.4"}
    processes = next(one for one in descriptor["resources"] if one["name"] == "processes")
    descriptor["resources"] = [one for one in descriptor["resources"] if one["name"] != "agenda"]
    descriptor["resources"].append(processes | {"name": "formats"})  # a table that the model does not have
    path.write_text(json.dumps(descriptor))
    later = peacedata.open(folder)
    assert later.processes.to_arrow().num_rows == len(later.table("formats")) == len(later.processes) > 0
    assert later.sql("select count(*) from formats").fetchall() == [(len(later.processes),)]
    with pytest.raises(OtherSchema, match=r"schema 2\.1\.0.*pip install 'peacedata==3\.4'"):
        later.events["istanbul-2025-round-2"]
    with pytest.raises(KeyError):
        later.table("agenda")
