"""frictionless: the package with its types, constraints, primary and foreign key.

It does everything that the table asks for, one record after the other. Its library is run, not its command, which would
take about 0.2 s more.
"""

from __future__ import annotations

from frictionless import Package

from benchmarks.peers.common import task, tell


def main() -> None:
    """Check the package."""
    given = task()
    # Without a limit: by default it stops reading after 1000 errors.
    report = Package(str(given.folder / "datapackage.json")).validate(limit_errors=10**9)
    errors = [error for result in report.tasks for error in result.errors]
    tell(len(errors), (error.row_number for error in errors) if given.tell else None)


if __name__ == "__main__":
    main()
