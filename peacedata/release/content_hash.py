"""The identity of a release: one SHA-256 over its canonical tables and their schemas."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from peacedata.dataset.dataset import Dataset

# Tables and Table Schemas; the schemas of single rows say the same in another language and are left out.
_identity = re.compile(r"data/[^/]+\.csv|schemas/[^/.]+\.schema\.json").fullmatch


def in_identity(path: str) -> bool:
    """Whether a file of a release, by its path with ``/``, belongs to its identity."""
    return _identity(path) is not None


def digest(data: bytes) -> str:
    """The SHA-256 of some bytes in lower-case hexadecimal.

    Source: FIPS 180-4, https://csrc.nist.gov/pubs/fips/180-4/upd1/final
    """
    return hashlib.sha256(data).hexdigest()


def digest_of(file: BinaryIO) -> str:
    """The SHA-256 of an open file, which may be larger than memory."""
    sha256 = hashlib.sha256()
    while chunk := file.read(1 << 20):
        sha256.update(chunk)
    return sha256.hexdigest()


def sums(digests: Mapping[str, str]) -> str:
    """Lines ``<sha256>  <path>`` as ``sha256sum`` writes them, sorted as ``LC_ALL=C sort`` sorts lines."""
    return "".join(sorted(f"{sha256}  {path}\n" for path, sha256 in digests.items()))


def hash_of_digests(digests: Mapping[str, str]) -> str:
    """The content hash from the SHA-256 of files by their path; files outside the identity are ignored."""
    return digest(sums({path: sha256 for path, sha256 in digests.items() if in_identity(path)}).encode("utf-8"))


def hash_of_files(files: Mapping[str, bytes]) -> str:
    """The content hash of files by their path; files outside the identity are ignored."""
    return hash_of_digests({path: digest(data) for path, data in files.items() if in_identity(path)})


def identity(dataset: Dataset) -> dict[str, bytes]:
    """The canonical files that make up a dataset's identity, by their path in a release.

    The schemas are those of the package's descriptor, so that a release keeps its identity under a later library.

    Raises:
        InvalidData: if a row has a column that its schema lacks.
    """
    from peacedata.release.canonical import canonical_csv
    from peacedata.schema.generate import to_json

    files = {}
    for name, table in dataset.tables.items():
        files[f"data/{name}.csv"] = canonical_csv(table.schema, (row.cells for row in table.rows))
        files[f"schemas/{name}.schema.json"] = to_json(table.schema).encode("utf-8")
    return files


def content_hash(dataset: Dataset) -> str:
    """The content hash of an open dataset: a working copy, a release, or the release inside the wheel.

    Raises:
        InvalidData: if a row has a column that its schema lacks.
    """
    return hash_of_files(identity(dataset))


def content_hash_of_folder(folder: str | Path) -> str:
    """The content hash of the dataset in a folder that holds ``datapackage.json``, or of that file's folder.

    It is computed from the values, whatever way they are written; ``verify`` hashes the bytes of a release as they are.

    Raises:
        InvalidDescriptor: if there is no usable descriptor, or it is not a dataset of this model.
        InvalidData: if a row has a column that its schema lacks.
    """
    from peacedata.dataset.dataset import open_dataset

    return content_hash(open_dataset(folder))
