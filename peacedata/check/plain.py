"""Resources that are no tables: only their bytes can be checked."""

from __future__ import annotations

import os

from peacedata.check import file_checks
from peacedata.check.finding import Findings
from peacedata.check.sink import Sink
from peacedata.check.table import Source, TableStats, verify
from peacedata.intake.dialect import DEFAULT
from peacedata.intake.files import open_file
from peacedata.intake.limits import Limits
from peacedata.intake.package import Resource
from peacedata.intake.refused import Refused


def check_plain_file(resource: Resource, limits: Limits, cap: int) -> tuple[TableStats, Findings]:
    """Compare a file with the hash and size that its descriptor states."""
    source = Source(resource.folder, resource.paths, DEFAULT, limits=limits)
    stats = TableStats(resource.name, ", ".join(resource.paths))
    sink = Sink(resource.name, stats.file, cap)
    try:
        for path in resource.paths:
            with open_file(resource.folder, path, limits) as file:
                stats.bytes = (stats.bytes or 0) + os.fstat(file.fileno()).st_size
        verify(resource, source, stats, sink)
    except Refused as refusal:
        sink.only(file_checks.finding_of(refusal, file=stats.file, table=resource.name))
    return stats, sink.findings
