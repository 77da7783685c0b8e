"""A channel in a bucket of Amazon S3 or of a service that speaks its protocol."""

from __future__ import annotations

import mimetypes
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, BinaryIO

from peacedata.channel.layout import COMMIT
from peacedata.channel.stores.protocol import Blob, Content, Proven
from peacedata.errors import MissingExtra, StoreFault, WrongClock

# One request writes a whole file, so that it is seen whole or not at all; the protocol's limit for that.
_MOST_BYTES = 5 << 30
_CONFLICTS = 10  # how often a write is tried again that came at the same moment as another
_CONNECT, _READ = 10, 60  # seconds

_PERMANENT, _PASSING = "public, max-age=31536000, immutable", "no-cache"
_TYPES = {".parquet": "application/vnd.apache.parquet", ".sqlite": "application/vnd.sqlite3", ".csv": "text/csv"}

_MISSING = {"404", "NoSuchKey", "NotFound"}
_REFUSED = {"412", "PreconditionFailed"}
_AGAIN = {"409", "ConditionalRequestConflict"}
_SAID = {
    "NoSuchBucket": "there is no such bucket; make it first",
    "AccessDenied": "access is denied; these credentials may not do that",
    "InvalidAccessKeyId": "the service does not know this access key",
    "SignatureDoesNotMatch": "the service refuses the signature; is the secret key right?",
}


class S3Store:
    """A bucket, or what lies below a prefix in one.

    A file is made with ``If-None-Match: *`` and replaced with ``If-Match: <ETag>``. The standard wants the ETag in
    quotes; the gateway of Ceph takes it only without. The probe finds out which.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
    """

    def __init__(self, bucket: str, prefix: str, endpoint_url: str | None = None) -> None:
        try:
            import boto3
            from botocore.config import Config
        except ImportError:
            raise MissingExtra("boto3", "publish") from None

        self.name = f"s3://{bucket}/{prefix}".rstrip("/")
        self._bucket, self._prefix, self._quoted = bucket, f"{prefix}/" if prefix else "", True
        # Checksums beyond what the protocol asks for make other services refuse the request.
        config = Config(
            connect_timeout=_CONNECT,
            read_timeout=_READ,
            retries={"mode": "standard", "total_max_attempts": 5},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        with self._failing(""):
            self._client: Any = boto3.client("s3", endpoint_url=endpoint_url, config=config)

    def read(self, path: str, most: int) -> Blob | None:
        """See ``Store.read``."""
        with self._failing(path):
            try:
                answer = self._client.get_object(Bucket=self._bucket, Key=self._prefix + path)
            except self._client.exceptions.ClientError as error:
                if _code(error) in _MISSING:
                    return None
                raise
            with closing(answer["Body"]) as body:
                data = body.read(most + 1)
        if len(data) > most:
            raise self._fault(path, f"it has more than {most} bytes")
        return Blob(data, answer["ETag"])

    def open(self, path: str) -> BinaryIO:
        """See ``Store.open``."""
        with self._failing(path):
            body: BinaryIO = self._client.get_object(Bucket=self._bucket, Key=self._prefix + path)["Body"]
        return body

    def create(self, path: str, content: Content) -> bool:
        """See ``Store.create``."""
        if content.size > _MOST_BYTES:
            raise self._fault(path, f"it has {content.size} bytes, and one request takes {_MOST_BYTES}")
        with Proven(content, path) as body:
            return self._put(path, body, IfNoneMatch="*")

    def replace(self, path: str, data: bytes, token: str) -> bool:
        """See ``Store.replace``."""
        return self._put(path, data, IfMatch=token if self._quoted else token.strip('"'))

    def names(self, prefix: str) -> Iterator[tuple[str, int]]:
        """See ``Store.names``."""
        pages = self._client.get_paginator("list_objects_v2")
        with self._failing(prefix):
            for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix + prefix):
                for found in page.get("Contents", ()):
                    yield found["Key"].removeprefix(self._prefix), found["Size"]

    def remove(self, path: str) -> None:
        """See ``Store.remove``."""
        with self._failing(path):
            self._client.delete_object(Bucket=self._bucket, Key=self._prefix + path)

    def switch_dialect(self) -> bool:
        """See ``Store.switch_dialect``: quotes around the ETag, then none."""
        was, self._quoted = self._quoted, False
        return was

    def _put(self, path: str, body: Any, **condition: str) -> bool:
        for pause in range(_CONFLICTS):
            with self._failing(path):
                try:
                    self._client.put_object(
                        Bucket=self._bucket,
                        Key=self._prefix + path,
                        Body=body,
                        ContentType=_type(path),
                        CacheControl=_PASSING if path == COMMIT else _PERMANENT,
                        **condition,
                    )
                except self._client.exceptions.ClientError as error:
                    if _code(error) in _AGAIN and pause < _CONFLICTS - 1:
                        time.sleep(0.1 * pause)
                        if isinstance(body, Proven):
                            body.seek(0)
                        continue
                    if _code(error) in _REFUSED or ("IfMatch" in condition and _code(error) in _MISSING):
                        return False
                    raise
            return True
        return False

    @contextmanager
    def _failing(self, path: str) -> Iterator[None]:
        from botocore.exceptions import (
            BotoCoreError,
            ClientError,
            ConnectTimeoutError,
            EndpointConnectionError,
            NoCredentialsError,
        )

        try:
            yield
        except NoCredentialsError:
            raise self._fault(
                path, "there are no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
            ) from None
        except ClientError as error:
            code = _code(error)
            if code == "RequestTimeTooSkewed":
                raise WrongClock(
                    f"{self.name} says that this machine's clock is wrong; set it, then run again"
                ) from None
            said = f"{code}: {error.response['Error'].get('Message', '')}"
            raise self._fault(path, _SAID.get(code, said)) from error
        except (ConnectTimeoutError, EndpointConnectionError) as error:
            raise self._fault(
                path, f"{error}; is the service up, and --endpoint-url or AWS_ENDPOINT_URL its address?"
            ) from error
        except (BotoCoreError, ValueError) as error:
            raise self._fault(path, str(error)) from error

    def _fault(self, path: str, why: str) -> StoreFault:
        return StoreFault(f"{path} in {self.name}: {why}" if path else f"{self.name}: {why}")


def _code(error: Any) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _type(path: str) -> str:
    for suffix, kind in _TYPES.items():
        if path.endswith(suffix):
            return kind
    return mimetypes.guess_type(path, strict=False)[0] or "application/octet-stream"
