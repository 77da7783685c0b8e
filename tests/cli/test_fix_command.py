"""``peacedata fix`` as a person meets it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from peacedata.cli import commands

SCHEMA = {
    "fields": [
        {"name": "id", "type": "integer"},
        {"name": "kind", "type": "string", "constraints": {"enum": ["talks", "call"]}},
        {"name": "day", "type": "date"},
        {"name": "note", "type": "string"},
    ],
    "primaryKey": ["id"],
}
BAD = '\ufeffid,kind,day,note\r\n2,Talks,2 June 2025," x "\r\n 1,talk,03/04/2025,y\r\n'
GOOD = "id,kind,day,note\n1,talk,03/04/2025,y\n2,talks,2025-06-02, x \n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(commands, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "schema.json").write_text(json.dumps(SCHEMA))
    (tmp_path / "data.csv").write_bytes(BAD.encode())
    return tmp_path / "schema.json", tmp_path / "data.csv"


@pytest.fixture
def copy(working_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = Path(shutil.copytree(working_copy, tmp_path / "datapackage"))
    monkeypatch.chdir(tmp_path)
    return folder


def test_any_table_schema(files: tuple[Path, Path]) -> None:
    schema, data = files
    done = run("fix", "--schema", schema, data)
    assert data.read_bytes().decode() == GOOD
    first, second, third = done.output.splitlines()
    assert first.startswith(f"{data}: fixed: byte-order-mark 1, line-ends 3, blanks 1, row-order 2, quoting 1, ")
    assert {"codes 1", "dates 1"} <= set(first.split(": ")[2].split(", "))
    assert second == "1 file fixed, 0 as they should be"
    assert third == "left for a person: 2 errors, 0 warnings; `peacedata check --schema` lists them"
    assert done.exit_code == 0
    again = run("fix", "--schema", schema, data)
    assert again.output.startswith("0 files fixed, 1 as they should be\n")
    assert data.read_bytes().decode() == GOOD


def test_a_file_may_have_any_name(files: tuple[Path, Path]) -> None:
    schema, data = files
    moved = data.rename(data.with_name("My Data (1).csv"))
    assert run("fix", "--schema", schema, moved).output.startswith(f"{moved}: fixed: ")


def test_a_table_of_version_2_may_have_any_name(files: tuple[Path, Path]) -> None:
    _, data = files
    resource = {"name": "My Data", "path": data.name, "schema": SCHEMA}
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    package = data.with_name("datapackage.json")
    package.write_text(json.dumps({"$schema": profile, "resources": [resource]}))
    assert run("fix", package).output.startswith(f"{data}: fixed: ")


def test_check_and_diff_write_nothing(files: tuple[Path, Path]) -> None:
    schema, data = files
    before = data.stat()
    checked = run("fix", "--check", "--schema", schema, data)
    assert checked.exit_code == 1
    assert checked.output.splitlines()[0].startswith(f"{data}: would be fixed: ")
    assert checked.output.splitlines()[1:] == ["1 file would be fixed, 0 as they should be"]
    shown = run("fix", "--diff", "--schema", schema, data)
    assert shown.exit_code == 1
    lines = shown.output.splitlines()
    assert lines[:3] == [f"--- {data}", f"+++ {data}", "@@ -1,3 +1,3 @@"]
    assert lines[3:] == [
        "-\\ufeffid,kind,day,note\\r",
        '-2,Talks,2 June 2025," x "\\r',
        "- 1,talk,03/04/2025,y\\r",
        "+id,kind,day,note",
        "+1,talk,03/04/2025,y",
        "+2,talks,2025-06-02, x ",
    ]
    assert data.stat() == before
    data.write_bytes(GOOD.encode())
    for option in ("--check", "--diff"):
        assert run("fix", option, "--schema", schema, data).exit_code == 0
    assert run("fix", "--diff", "--schema", schema, data).output == ""


def test_hostile_text_is_escaped_wherever_it_is_printed(tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text(json.dumps(SCHEMA))
    data = tmp_path / "a\x1b[2J.csv"
    data.write_bytes(b"id,kind,day,note\r\n1,call,,::error::x\xe2\x80\x8b\r\n")
    for option in (["--diff"], ["--check"], []):
        done = run("fix", *option, "--schema", tmp_path / "schema.json", data)
        assert done.output.replace("\n", "").isprintable()
        assert not any(line.lstrip().startswith("::") for line in done.output.splitlines())


def test_the_dataset_at_hand(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run("fix", "--check")
    assert (done.exit_code, done.output) == (0, "0 files would be fixed, 15 as they should be\n")
    path = copy / "data" / "places.csv"
    original = path.read_bytes()
    path.write_bytes(original.replace(b",city", b",City").replace(b"\n", b"\r\n"))
    path.chmod(0o640)
    done = run("fix")
    assert done.exit_code == 0
    assert "places.csv: fixed: line-ends 41, codes " in done.output
    assert path.read_bytes() == original
    assert path.stat().st_mode & 0o777 == 0o640
    monkeypatch.chdir(copy)
    assert run("fix", "--check").exit_code == 0


def test_a_lone_contribution(copy: Path, tmp_path: Path) -> None:
    contribution = tmp_path / "places.csv"
    contribution.write_text(
        "precision,place_id,name,country,latitude,longitude\nCity,geneva , Geneva,Switzerland,46.2,6.15\n"
    )
    done = run("fix", contribution)
    assert contribution.read_text() == (
        "place_id,name,country,latitude,longitude,precision\ngeneva,Geneva,CHE,46.2,6.15,city\n"
    )
    assert done.exit_code == 0
    named = tmp_path / "mine.csv"
    named.write_text("place_id,name,country,latitude,longitude,precision\nbern,Bern,Switzerland,46.9,7.4,city\n")
    assert run("fix", named).exit_code == 1
    assert "PD122" in run("fix", named).output
    assert run("fix", named, "--table", "places").exit_code == 0
    assert "bern,Bern,CHE" in named.read_text()


def test_a_file_that_cannot_be_fixed_is_left_and_the_others_are_fixed(copy: Path) -> None:
    (copy / "data" / "agenda.csv").write_text("event_id,issue,treatment,detail\nx\n")
    actors = copy / "data" / "actors.csv"
    original = actors.read_bytes()
    actors.write_bytes(b"\xef\xbb\xbf" + original)
    for option in (["--check"], []):
        done = run("fix", *option)
        assert done.exit_code == 1
        assert "agenda.csv:2: left as it is: the record has 1 cell, the header 4" in done.output
    assert actors.read_bytes() == original
    assert (copy / "data" / "agenda.csv").read_text().endswith("\nx\n")


def test_a_file_is_fixed_once_whatever_it_is_called(copy: Path) -> None:
    path = copy / "data" / "places.csv"
    original = path.read_bytes()
    path.write_bytes(b"\xef\xbb\xbf" + original)
    done = run("fix", copy, path)
    assert done.output.count("byte-order-mark 1") == 1
    assert path.read_bytes() == original


def test_wrong_usage_says_what_is_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("a\n1\n")
    (tmp_path / "s.json").write_text("{}")
    (tmp_path / "bad.json").write_text("[")
    for arguments, said in (
        ([], "never changed"),
        (["no-such"], "does not exist"),
        (["--check", "--diff", "a.csv"], "give one of them"),
        (["--schema", "s.json"], "goes with files"),
        (["--schema", "s.json", "--table", "x", "a.csv"], "none of --table"),
        (["--schema", "bad.json", "a.csv"], "JSON"),
        (["--table", "nowhere", "a.csv"], "no table of the package"),
        (["s.json"], "name their files"),
    ):
        done = run("fix", *arguments)
        assert done.exit_code == 2, arguments
        assert said in " ".join(done.output.split()), (arguments, done.output)
    assert run("fix", "--schema", "s.json", "a.csv").exit_code == 1  # a schema without fields


def test_a_link_is_left(files: tuple[Path, Path], tmp_path: Path) -> None:
    schema, data = files
    link = tmp_path / "link.csv"
    link.symlink_to(data)
    done = run("fix", "--schema", schema, link)
    assert done.exit_code == 1
    assert "left as it is: the path is or contains a link" in done.output
    assert link.is_symlink()
    assert data.read_bytes() == BAD.encode()


def test_a_resource_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("id;kind;day;note\n 1;Call;;a,b\n")
    resource = {"name": "data", "path": "data.csv", "dialect": {"delimiter": ";"}, "schema": SCHEMA}
    (tmp_path / "resource.json").write_text(json.dumps(resource))
    assert run("fix", tmp_path / "resource.json").exit_code == 0
    assert (tmp_path / "data.csv").read_text() == "id;kind;day;note\n1;call;;a,b\n"


@pytest.mark.parametrize("form", ["text", "json", "markdown", "html", "sarif", "github", "junit"])
def test_what_is_marked_is_what_a_fix_mends(files: tuple[Path, Path], form: str) -> None:
    schema, data = files
    done = run("check", "--schema", schema, data, "--format", form)
    signs = {"text": "[*]", "json": '"fixable": true', "markdown": "🔧", "html": 'data-fixable="yes"'}
    signs |= {"sarif": '"fixable": true', "github": "`peacedata fix` mends it", "junit": "[*]"}
    if form == "json":
        found = json.loads(done.output)["findings"]
        marked = [(one["code"], one["value"]) for one in found if one["fixable"]]
        assert marked == [("PD232", "Talks"), ("PD220", "2 June 2025"), ("PD220", " 1")]
        assert json.loads(done.output)["fixable"] == 3
        assert {one["value"] for one in found if not one["fixable"]} == {"talk", "03/04/2025"}
    assert signs[form] in done.output
    if form == "text":
        assert done.output.splitlines()[-1] == "[*] 3 can be fixed with `peacedata fix`"
    run("fix", "--schema", schema, data)
    assert signs[form] not in run("check", "--schema", schema, data, "--format", form).output


def test_colours_are_for_terminals_only(files: tuple[Path, Path]) -> None:
    schema, data = files
    assert "\x1b[" not in run("fix", "--diff", "--schema", schema, data).output
    pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
    controller, terminal = pty.openpty()
    command = [sys.executable, "-m", "peacedata", "fix", "--diff", "--schema", str(schema), str(data)]
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    subprocess.run(command, stdout=terminal, env=environment, check=False)
    shown = os.read(controller, 65536)
    os.close(terminal)
    os.close(controller)
    assert b"\x1b[32m+1,talk" in shown
