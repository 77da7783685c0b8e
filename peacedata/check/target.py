"""What a path on the command line stands for: a package, lone files for a package, or nothing that can be checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from peacedata.check.declare import Check
from peacedata.check.descriptor import unusable
from peacedata.check.finding import Finding
from peacedata.errors import InvalidDescriptor
from peacedata.intake.limits import LIMITS, Limits
from peacedata.intake.package import FILE_NAME, Package, package_from, read_json, read_package
from peacedata.intake.workbook.names import is_workbook
from peacedata.nearest import nearest
from peacedata.schema.shipped import shipped_release

DESCRIPTOR = Check(
    code="PD120",
    name="unusable-descriptor",
    says="A package descriptor cannot be used.",
    why="The descriptor names the tables and their schemas; without it nothing can be checked. It must be a JSON "
    "object with a list of resources that have names and paths.",
    mend="Mend the JSON at the place that the message names; compare it with a descriptor that works. For lone "
    "files, name the files themselves and `--package`.",
    related=("PD140", "PD141", "PD101"),
    bad={"sh": "echo '[]' > datapackage.json\n"},
    good={"sh": 'echo \'{"resources": [{"name": "table", "path": "table.csv"}]}\' > datapackage.json\n'},
    frictionless="package-error",
)
NO_PACKAGE = Check(
    code="PD121",
    name="no-package",
    says="A folder holds neither a package descriptor nor a CSV.",
    why="A folder is checked as the package whose datapackage.json it holds, or else as the CSVs in it, each named "
    "after its table.",
    mend="Name the folder that holds `datapackage.json`, or the CSV files themselves.",
    related=("PD101", "PD120"),
    bad={"sh": "rm datapackage.json table.csv\n"},
    good={"sh": "printf 'place_id,name\\n' > places.csv\n"},
)
NO_TABLE = Check(
    code="PD122",
    name="no-such-table",
    says="A CSV is named after no table of the package.",
    why="The name of a lone file says which table it is for; checked against another table, everything in it would "
    "be wrong.",
    mend="Rename the file after its table, such as `events.csv`, or name the table with `--table events`.",
    related=("PD121", "PD203"),
    bad={"sh": "rm datapackage.json\n"},
    good={"sh": "mv table.csv places.csv\n"},
)


@dataclass
class Targets:
    """What is to be checked.

    Attributes:
        packages: whole packages.
        descriptors: descriptors of single resources, and bare schemas.
        files: lone files by table, to be checked against the home package.
        workbooks: workbooks, to be checked against the home package; only those that are named.
        findings: paths that cannot be checked.
    """

    packages: list[Package] = field(default_factory=list)
    descriptors: list[Path] = field(default_factory=list)
    files: dict[str, Path] = field(default_factory=dict)
    workbooks: list[Path] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def home_path(path: Path | None = None) -> Path:
    """Where the dataset at hand is: the one named, else that of the current folder, else the shipped release.

    Raises:
        InvalidDescriptor: if the one named has no descriptor.
    """
    for folder in (path,) if path else (Path(), Path("datapackage"), shipped_release()):
        if folder.suffix == ".json" or (folder / FILE_NAME).is_file():
            return folder
    raise InvalidDescriptor(f"{path}: the folder has no {FILE_NAME}")


def home_package(path: Path | None = None, limits: Limits = LIMITS) -> Package:
    """The dataset at hand.

    Raises:
        InvalidDescriptor: if its descriptor cannot be used.
    """
    return read_package(home_path(path), limits)


def find_targets(
    paths: Sequence[Path], home: Callable[[], Package], table: str | None = None, limits: Limits = LIMITS
) -> Targets:
    """Sort paths into packages and lone files.

    Args:
        paths: folders, descriptors, CSVs and workbooks; each exists.
        home: gives the package that lone files are meant for; asked only where there are such files.
        table: the table of the one lone file, where its name does not say it.
        limits: caps, and whether the paths in descriptors are trusted.
    """
    targets = Targets()
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            _folder(path, home, targets, limits)
        elif path.suffix.lower() == ".json":
            _descriptor(path, targets, limits)
        elif is_workbook(path):
            targets.workbooks.append(path)
        else:
            _file(path, home(), targets, table)
    return targets


def _folder(path: Path, home: Callable[[], Package], targets: Targets, limits: Limits) -> None:
    if (path / FILE_NAME).exists():
        _descriptor(path / FILE_NAME, targets, limits)
        return
    files = sorted(file for file in path.iterdir() if file.suffix.lower() == ".csv")
    if not files:
        message = f"{path} holds neither {FILE_NAME} nor a CSV"
        targets.findings.append(NO_PACKAGE.finding(message, file=str(path), hint="name the folder that holds the data"))
    for file in files:
        _file(file, home(), targets, None)


def _descriptor(path: Path, targets: Targets, limits: Limits) -> None:
    try:
        descriptor = read_json(path.parent, path.name, limits)
        if "resources" in descriptor or path.name == FILE_NAME:
            targets.packages.append(package_from(descriptor, path.parent, limits))
        else:
            targets.descriptors.append(path)
    except InvalidDescriptor as error:
        package = error.part == "package"
        finding = DESCRIPTOR.finding(str(error), file=str(path)) if package else unusable(error, file=str(path))
        targets.findings.append(finding)


def _file(path: Path, home: Package, targets: Targets, table: str | None) -> None:
    name = table or path.stem
    if name not in home.resources:
        near = nearest(name, home.resources)
        ways = "name the table with --table, or a schema of its own with --schema"
        targets.findings.append(
            NO_TABLE.finding(
                f"{path.name} is named after no table; the tables are {', '.join(home.resources)}",
                file=str(path),
                value=name,
                hint=f"did you mean {near}.csv? Or {ways}" if near else ways,
            )
        )
    elif name in targets.files:
        targets.findings.append(
            NO_TABLE.finding(f"{path} and {targets.files[name]} are both for {name}", file=str(path), value=name)
        )
    else:
        targets.files[name] = path
