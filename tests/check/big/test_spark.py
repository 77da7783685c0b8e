from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")
pytest.importorskip("pyspark")

from peacedata.check.engine import Options, check_package
from peacedata.intake.package import read_package
from tests.check.big.test_same_findings import write_large

JAVA = shutil.which("java") or os.environ.get("JAVA_HOME")
PROGRAM = """
import sys
from pathlib import Path
from peacedata.check.big.table import BigTableCheck
from peacedata.check.engine import Options, check_package
from peacedata.intake.package import read_package
from peacedata.report import json

BigTableCheck.size = 1 << 16
report = check_package(read_package(Path(sys.argv[1])), Options(engine="spark", cap=50))
with open(sys.argv[2], "w") as stream:
    json.write(report, stream)
print("ranges", sum(report.ranges["main"].values()), len([p for p in report.ranges["main"] if "process" in p]))
"""


def in_parts(folder: Path) -> None:
    """Cut the table into part files, smaller than a range each; some repeat the header."""
    descriptor = json.loads((folder / "datapackage.json").read_text())
    (resource,) = (one for one in descriptor["resources"] if one["name"] == "main")
    head, *lines = (folder / resource["path"]).read_bytes().splitlines(keepends=True)
    resource["path"] = [f"part-{number}.csv" for number in range(6)]
    for number, name in enumerate(resource["path"]):
        some = lines[number * len(lines) // 6 : (number + 1) * len(lines) // 6]
        (folder / name).write_bytes(b"".join([head] * (number % 2 == 0) + some))
    (folder / "datapackage.json").write_text(json.dumps(descriptor))


@pytest.mark.skipif(JAVA is None, reason="Spark needs Java")
@pytest.mark.parametrize("parts", [False, True])
def test_spark_gives_the_same_report(tmp_path: Path, root: Path, parts: bool) -> None:
    folder = write_large(tmp_path, faulty=True)
    if parts:
        in_parts(folder)
    command = [sys.executable, "-c", PROGRAM, str(folder), str(tmp_path / "spark.json")]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    _, ranges, processes = done.stdout.split()[-3:]
    assert int(ranges) > 3
    assert int(processes) >= 1
    from peacedata.report import json as writer

    with (tmp_path / "small.json").open("w") as stream:
        writer.write(check_package(read_package(folder), Options(gear="small", cap=50)), stream)
    small, spark = (json.loads((tmp_path / f"{name}.json").read_text()) for name in ("small", "spark"))
    assert sum(spark.pop("ranges")["main"].values()) == int(ranges)
    assert not small.pop("ranges")
    assert spark == small
