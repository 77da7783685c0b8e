"""Metadata for catalogues, each held against the validator of those who read it."""

from __future__ import annotations

import csv
import hashlib
import json
import math
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from datacite import schema45
from exporting import export
from synthetic import write_dataset
from tool_environments import program

from peacedata.dataset.dataset import open_dataset
from peacedata.errors import InvalidData
from peacedata.release.citation_file import citation_file
from peacedata.release.exporters import exporters
from peacedata.release.package import ReleasePackage, prepare

PEOPLE = [
    {
        "title": "Ada Example",
        "givenName": "Ada",
        "familyName": "Example",
        "roles": ["author"],
        "path": "https://a.example",
    },
    {"title": "A Helper", "roles": ["contributor"]},
    {"title": "A Press", "roles": ["publisher"]},
]


def package_of(folder: Path, **head: Any) -> ReleasePackage:
    return prepare(open_dataset(write_dataset(folder, **head)))


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> ReleasePackage:
    """A release that states all that a descriptor can."""
    return package_of(
        tmp_path_factory.mktemp("rich") / "datapackage",
        name="rich.data_set-1",
        title='A "title": with {signs} # and — dashes',
        version="2026.1.2",
        contributors=PEOPLE,
        keywords=["peace", "yes", "2014"],
        created="2026-01-31T00:00:00Z",
        homepage="https://data.example",
        licenses=[{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}, {"name": "ODbL-1.0"}],
    )


def valid_croissant(root: Path, folder: Path) -> str:
    done = subprocess.run(
        [program(root, "mlcroissant"), "validate", "--jsonld", folder / "croissant.json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stderr


def test_croissant_is_valid(root: Path, real_export: Path) -> None:
    said = valid_croissant(root, real_export)
    assert "not standard" not in said
    assert {line.split('"')[1] for line in said.splitlines() if "is recommended" in line} <= {
        "https://schema.org/datePublished",
        "https://schema.org/url",
    }


def test_croissant_of_a_release_that_says_everything_is_valid_and_complete(
    root: Path, rich: ReleasePackage, tmp_path: Path
) -> None:
    folder = export(rich, "csv", tmp_path / "release")
    exporters()["croissant"].write(rich, folder)
    assert "is recommended" not in valid_croissant(root, folder)
    found = json.loads((folder / "croissant.json").read_text("utf-8"))
    assert (found["version"], found["datePublished"]) == ("2026.1.2", "2026-01-31")
    assert found["creator"][0]["@type"] == "Person"
    assert found["publisher"][0]["name"] == "A Press"


READ = ["events", "outcomes", "retired"]


@pytest.fixture(scope="module")
def records(root: Path, real_export: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """What mlcroissant reads of some tables, in one process, since starting it takes long."""
    script = """
import json, sys, warnings
import mlcroissant
warnings.simplefilter("ignore")
def plain(row):
    return {k.split("/")[1]: v.decode() if isinstance(v, bytes) else v for k, v in row.items()}
def read(name):
    return [plain(row) for row in mlcroissant.Dataset(sys.argv[1]).records(name)]
print(json.dumps({name: read(name) for name in sys.argv[2:]}, default=str))
"""
    python = program(root, "mlcroissant").with_name("python")
    done = subprocess.run(
        [python, "-c", script, real_export / "croissant.json", *READ],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path_factory.mktemp("croissant"),
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, list[dict[str, Any]]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", READ)
def test_croissant_reads_every_record(records: dict[str, list[dict[str, Any]]], real_export: Path, name: str) -> None:
    found = records[name]
    with (real_export / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        wanted = list(csv.DictReader(file))
    assert len(found) == len(wanted)
    for one, other in zip(found, wanted, strict=True):
        for column, cell in other.items():
            value = one[column]
            if cell == "":
                assert value is None or math.isnan(value), column
            elif isinstance(value, float | int):
                assert float(cell) == value
            else:
                assert value == cell


def test_croissant_names_every_file_and_column(real_package: ReleasePackage, real_export: Path) -> None:
    found = json.loads((real_export / "croissant.json").read_text("utf-8"))
    for file in found["distribution"]:
        assert hashlib.sha256((real_export / file["contentUrl"]).read_bytes()).hexdigest() == file["sha256"]
    sets = {one["name"]: [field["name"] for field in one["field"]] for one in found["recordSet"]}
    assert sets == {name: table.columns for name, table in real_package.tables.items()}


@pytest.mark.parametrize("which", ["real_package", "small_package", "rich"])
def test_datacite_is_valid(which: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    package: ReleasePackage = request.getfixturevalue(which)
    found = json.loads((export(package, "datacite", tmp_path / "release") / "datacite.json").read_text("utf-8"))
    assert [error.message for error in schema45.validator.iter_errors(found)] == []
    assert found["version"] == package.version
    assert package.content_hash in json.dumps(found["alternateIdentifiers"])
    assert schema45.tostring({**found, "identifiers": [{"identifierType": "DOI", "identifier": "10.5072/x"}]})


def test_datacite_knows_persons_publishers_and_days(rich: ReleasePackage, tmp_path: Path) -> None:
    found = json.loads((export(rich, "datacite", tmp_path / "release") / "datacite.json").read_text("utf-8"))
    assert [person["name"] for person in found["creators"]] == ["Example, Ada"]
    assert found["publisher"] == {"name": "A Press"}
    assert found["dates"] == [{"date": "2026-01-31", "dateType": "Issued"}]
    assert [one["rightsIdentifier"] for one in found["rightsList"]] == ["CC-BY-4.0", "ODbL-1.0"]


def valid_citation(root: Path, folder: Path) -> None:
    done = subprocess.run(
        [program(root, "cffconvert"), "--validate", "--infile", folder / "CITATION.cff"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_citation_of_the_dataset_is_valid(root: Path, real_package: ReleasePackage, real_export: Path) -> None:
    valid_citation(root, real_export)
    found = yaml.safe_load((real_export / "CITATION.cff").read_text("utf-8"))
    ours = yaml.safe_load((root / "CITATION.cff").read_text("utf-8"))
    assert found["version"] == real_package.version
    assert (found["title"], found["abstract"], found["authors"]) == (ours["title"], ours["abstract"], ours["authors"])
    assert found["identifiers"][-1]["value"] == f"sha256:{real_package.content_hash}"


@pytest.mark.parametrize("which", ["small_package", "rich"])
def test_a_citation_made_of_the_descriptor_is_valid(
    root: Path, which: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    package: ReleasePackage = request.getfixturevalue(which)
    valid_citation(root, export(package, "csv", tmp_path / "release"))


WRITTEN = """\
cff-version: 1.2.0
message: "Cite it: please"
title: Data
type: dataset
authors:
  - given-names: Ada
    family-names: Example
version: {version}
date-released: 2025-12-24
identifiers:
  - type: doi
    value: 10.5072/example
references:
  - type: software
    title: Another
    authors: [{{name: Nobody}}]
    version: 1.10
    year: 2024
"""


def cited(folder: Path, text: str, **head: Any) -> dict[str, Any]:
    """What becomes of a CITATION.cff beside the package."""
    package = write_dataset(folder / "datapackage", **head)
    (folder / "CITATION.cff").write_text(text, "utf-8")
    found: dict[str, Any] = yaml.load(prepare(open_dataset(package)).files["CITATION.cff"], Loader=yaml.BaseLoader)  # noqa: S506 - text as it is
    return found


def test_what_people_wrote_stays(root: Path, tmp_path: Path) -> None:
    found = cited(tmp_path, WRITTEN.format(version="2026.1"))
    assert found["message"] == "Cite it: please"
    assert found["identifiers"][0] == {"type": "doi", "value": "10.5072/example"}
    assert found["references"][0]["version"] == "1.10"
    assert found["date-released"] == "2025-12-24"
    package = prepare(open_dataset(tmp_path / "datapackage"))
    valid_citation(root, export(package, "csv", tmp_path / "release"))


def test_the_day_of_another_version_is_dropped_and_that_of_the_release_is_set(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    assert "date-released" not in cited(tmp_path / "one", WRITTEN.format(version="2025.9"))
    found = cited(tmp_path / "two", WRITTEN.format(version="2025.9"), created="2026-01-31T00:00:00Z")
    assert (found["version"], found["date-released"]) == ("2026.1", "2026-01-31")


def test_the_citation_of_a_program_beside_the_package_is_not_taken(tmp_path: Path) -> None:
    found = cited(tmp_path, WRITTEN.format(version="1.0").replace("type: dataset\n", ""))
    assert found["title"] == "A small *synthetic* dataset"


def test_the_citation_comes_out_the_same_a_second_time(real_package: ReleasePackage, real_export: Path) -> None:
    assert citation_file(real_export, real_package.descriptor) == (real_export / "CITATION.cff").read_bytes()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: &x [1]\nb: *x\n", "aliases"),
        ("- just\n- a list\n", "keys and values"),
        ("a: [\n", "not YAML"),
        ("type: dataset\nidentifiers: 10.5072/x\n", "`identifiers` is no list"),
        ("a: !!python/object/apply:os.system ['true']\n", "not YAML"),
        ("x" * 300_000, "bytes"),
    ],
    ids=["alias", "list", "broken", "identifiers", "code", "long"],
)
def test_an_unusable_citation_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InvalidData, match=message):
        cited(tmp_path, text)


def test_a_citation_that_is_a_link_is_refused(tmp_path: Path) -> None:
    package = write_dataset(tmp_path / "datapackage")
    (tmp_path / "secret").write_text("title: secret\n", "utf-8")
    (package / "CITATION.cff").symlink_to(tmp_path / "secret")
    with pytest.raises(InvalidData, match="link"):
        prepare(open_dataset(package))


def test_the_citation_lies_in_the_zip_too(real_export: Path) -> None:
    with zipfile.ZipFile(real_export / "peacedata-2026.1.zip") as archive:
        inside = archive.read("peacedata-2026.1/CITATION.cff")
    assert inside == (real_export / "CITATION.cff").read_bytes()
