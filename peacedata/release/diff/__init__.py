"""A change in its own words: rows by key, cells, columns, schemas, and what all that means to users."""

from __future__ import annotations

from peacedata.release.diff.change_class import ChangeClass, Reason
from peacedata.release.diff.package import PackageDiff, TableDiff, compare
from peacedata.release.diff.schema import Bump, SchemaChange

__all__ = ["Bump", "ChangeClass", "PackageDiff", "Reason", "SchemaChange", "TableDiff", "compare"]
