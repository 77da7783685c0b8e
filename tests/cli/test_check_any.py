"""``peacedata check`` on packages, resources and schemas of other projects."""

from __future__ import annotations

import json
from pathlib import Path

import frictionless
import pytest
from click.testing import CliRunner, Result

from peacedata.cli import commands

SCHEMA = {"fields": [{"name": "id", "type": "integer"}, {"name": "day", "type": "date"}], "primaryKey": ["id"]}
GOOD = "id,day\n1,2025-06-02\n"
BAD = "id,day\n1,02.06.2025\n1,2025-06-02\n"


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(commands, ["check", *map(str, arguments)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    resource = {"name": "days", "path": "days.csv", "schema": SCHEMA}
    (tmp_path / "days.csv").write_text(BAD)
    (tmp_path / "good.csv").write_text(GOOD)
    (tmp_path / "schema.json").write_text(json.dumps(SCHEMA))
    (tmp_path / "resource.json").write_text(json.dumps(resource))
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "days", "resources": [resource]}))
    return tmp_path


@pytest.mark.parametrize("target", ["datapackage.json", "resource.json", "."])
def test_a_package_a_folder_and_a_resource(folder: Path, target: str) -> None:
    result = run(folder / target, "--format", "json")
    assert result.exit_code == 1
    found = [(one["code"], one["record"], one["column"]) for one in json.loads(result.output)["findings"]]
    assert found == [("PD220", 2, "day"), ("PD301", 3, "id")]


def test_a_schema_with_a_file(folder: Path) -> None:
    assert run("--schema", folder / "schema.json", folder / "good.csv").exit_code == 0
    result = run("--schema", folder / "schema.json", folder / "days.csv", folder / "good.csv")
    assert result.exit_code == 1
    assert f"{folder / 'days.csv'}:2: error PD220" in result.output


def test_a_bare_schema(folder: Path) -> None:
    assert run("--schema-only", folder / "schema.json").exit_code == 0
    assert run(folder / "schema.json").exit_code == 0
    (folder / "schema.json").write_text('{"fields": [{"name": "id", "type": "integr"}]}')
    for result in (run("--schema-only", folder / "schema.json"), run(folder / "schema.json")):
        assert result.exit_code == 1
        assert "integer" in result.output


def test_a_report_that_readers_of_frictionless_know(folder: Path) -> None:
    ours = json.loads(run(folder / "datapackage.json", "--format", "frictionless").output)
    theirs = frictionless.validate(str(folder / "datapackage.json")).to_dict()
    assert ours["valid"] is theirs["valid"] is False
    assert ours["stats"]["errors"] == theirs["stats"]["errors"]
    keys = ("type", "rowNumber", "fieldNumber", "fieldName", "cells")
    assert [[error.get(key) for key in keys] for error in ours["tasks"][0]["errors"]] == [
        [error.get(key) for key in keys] for error in theirs["tasks"][0]["errors"]
    ]


def test_links_are_followed_only_when_trusted(folder: Path) -> None:
    (folder / "days.csv").unlink()
    try:
        (folder / "days.csv").symlink_to(folder / "good.csv")
    except OSError as error:
        pytest.skip(f"this system makes no links: {error}")
    assert "PD103" in run(folder).output
    assert run(folder, "--trusted").exit_code == 0


def test_an_address_is_never_followed(folder: Path) -> None:
    text = (folder / "datapackage.json").read_text().replace("days.csv", "http://127.0.0.1:9/days.csv")
    (folder / "datapackage.json").write_text(text)
    for more in ([], ["--trusted"]):
        result = run(folder, *more)
        assert result.exit_code == 1
        assert "PD102" in result.output


@pytest.mark.parametrize(
    "arguments",
    [["--schema", "schema.json"], ["--schema-only"], ["--schema", "schema.json", "--table", "events", "days.csv"]],
)
def test_wrong_usage(folder: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert run(*arguments).exit_code == 2


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("datapackage.json", "[]", "package-error"),
        (
            "datapackage.json",
            '{"resources": [{"name": "t", "path": "days.csv", "schema": "none.json"}]}',
            "schema-error",
        ),
        ("resource.json", '{"name": "t", "path": "days.csv", "schema": "none.json"}', "schema-error"),
        ("resource.json", '{"name": "t", "path": "days.csv", "dialect": "none.json"}', "source-error"),
        ("resource.json", '{"path": "days.csv"}', "resource-error"),
    ],
)
def test_an_unusable_descriptor_is_a_finding_about_its_part_wherever_one_stands(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: str, kind: str
) -> None:
    (folder / name).write_text(content)
    for place in (folder, folder.parent):
        monkeypatch.chdir(place)
        result = run(folder / name, "--format", "frictionless")
        assert result.exit_code == 1
        assert [one["type"] for one in json.loads(result.output)["errors"]] == [kind]
    monkeypatch.chdir(folder)
    if name == "datapackage.json":
        assert run().exit_code == 1


@pytest.mark.parametrize("content", ["[]", "{", '"schema"'])
def test_a_schema_that_cannot_be_read(folder: Path, content: str) -> None:
    (folder / "schema.json").write_text(content)
    for arguments in (["--schema-only"], [folder / "good.csv", "--schema"]):
        result = run(*arguments, folder / "schema.json", "--format", "json")
        assert result.exit_code == 1
        assert [one["code"] for one in json.loads(result.output)["findings"]] == ["PD142"]
