"""What holds of the project as a whole."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import peacedata


def tracked(root: Path) -> list[Path]:
    done = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    return [root / name for name in done.stdout.splitlines() if (root / name).is_file()]


def test_every_dependency_is_pinned_with_hashes(root: Path) -> None:
    lock = (root / "requirements.lock").read_text("utf-8")
    entries = re.split(r"\n(?=\S)", lock.strip())
    assert len(entries) > 20
    for entry in entries:
        assert re.match(r"[A-Za-z0-9._-]+==[^ ]+( ; [^\\]+)? \\\n", entry), entry[:80]
        assert "--hash=sha256:" in entry
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    locked = {re.match(r"[A-Za-z0-9._-]+", entry)[0].lower() for entry in entries}  # type: ignore[index] # matched above
    for requirement in project["dependencies"]:
        assert re.match(r"[A-Za-z0-9._-]+", requirement)[0] in locked  # type: ignore[index] # it starts with a name


def test_no_committed_file_names_a_package_index_or_this_machine(root: Path) -> None:
    forbidden = re.compile(
        rb"--(extra-)?index-url|https?://[^ ]+/simple/|\"resolved\": *\"http|registry *= *\"?http"
        rb"|(?<![\w.])/(work|root|farm)/"
    )
    for path in tracked(root):
        if path.suffix == ".csv" or path == Path(__file__):
            continue
        match = forbidden.search(path.read_bytes())
        assert match is None, f"{path.relative_to(root)}: {match and match[0]!r}"


def test_the_changelog_keeps_its_format(root: Path) -> None:
    text = (root / "CHANGELOG.md").read_text("utf-8")
    assert text.startswith("# Changelog\n")
    assert "keepachangelog.com" in text
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+(\.\d+)?\] - \d{4}-\d{2}-\d{2}", heading) for heading in headings[1:])
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert set(re.findall(r"^### (.+)$", text, re.MULTILINE)) <= kinds


def test_light_imports_stay_light() -> None:
    heavy = ("pyarrow", "polars", "pandas", "duckdb", "frictionless", "tuf", "openpyxl", "jsonschema")
    program = f"import sys, peacedata, peacedata.cli.check; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_checking_by_schema_needs_no_pydantic() -> None:
    program = "import sys, peacedata.check.engine; print('pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(root)]
    subprocess.run(command, check=True, capture_output=True)
    (made,) = out.glob("*.whl")
    return made


def test_the_wheel_ships_a_whole_release(wheel: Path, root: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "peacedata/py.typed" in names
    data = {f"peacedata/_release/data/{path.name}" for path in (root / "datapackage" / "data").glob("*.csv")}
    assert len(data) == 15
    assert data | {"peacedata/_release/datapackage.json"} <= names
    assert any(name.endswith("licenses/LICENSE-DATA") for name in names)


def test_load_works_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    program = (
        f"import sys; sys.path.insert(0, {str(site)!r}); import peacedata; ds = peacedata.load(); "
        "print(peacedata.__file__, ds.package.folder, len(ds.events))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    module, folder, count = done.stdout.split()
    assert module.startswith(str(site))
    assert folder.startswith(str(site))
    assert int(count) == len(peacedata.load().events)
