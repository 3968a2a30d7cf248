"""Keeps files in an object store (S3 or one that speaks as it does), for several machines without a shared disk.

Keys, region and address are read by boto3 as everywhere else (``AWS_ACCESS_KEY_ID``, ``AWS_REGION``,
``AWS_ENDPOINT_URL_S3`` …). The store is told the digest and refuses bytes that do not have it; whatever it says of
itself, what comes back is looked at again. A call that fails is tried again, ever more slowly, a few times.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from consult.files import shelf
from consult.kernel.errors import Busy, NotFound
from consult.settings import HalfConfigured, Settings

ATTEMPTS = 5
LONGEST_WAIT_SECONDS = 20
A_PIECE = 1024 * 1024
_AWAY = "The store of files does not answer at this moment, and nothing was stored. Please try again in a minute."
_GONE = "This file is missing from the store of files. Tell the council, who can bring it back from a backup."
_NOT_THERE = {"404", "NoSuchKey", "NotFound"}


def use_store(settings: Settings) -> None:
    """Keep the files of this installation where its settings say.

    Raises:
        HalfConfigured: the extra that speaks to an object store is not installed.
    """
    if not settings.files_store:
        return
    try:
        library, habits = import_module("boto3"), import_module("botocore.config")
    except ImportError:
        raise HalfConfigured("Consult cannot start. For CONSULT_FILES_STORE install consult-platform[s3].") from None
    place = urlsplit(settings.files_store)
    client = library.client(
        "s3",
        config=habits.Config(
            connect_timeout=LONGEST_WAIT_SECONDS,
            read_timeout=LONGEST_WAIT_SECONDS,
            retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        ),
    )
    shelf.keep_elsewhere(settings.files_folder, ObjectStore(client, bucket=place.netloc, prefix=place.path.strip("/")))


class ObjectStore:
    """One bucket, or the part of it below a prefix.

    Args:
        client: boto3's, for S3.
        bucket: its name.
        prefix: what every name begins with.
    """

    def __init__(self, client: Any, *, bucket: str, prefix: str = "") -> None:
        self._client, self._bucket = client, bucket
        self._prefix = f"{prefix}/" if prefix else ""

    def put(self, digest: str, data: bytes) -> None:
        """Keep bytes; the same bytes a second time change nothing.

        Raises:
            Busy: the store is away.
        """
        told = base64.b64encode(bytes.fromhex(digest)).decode()
        with _told_plainly():
            self._client.put_object(Bucket=self._bucket, Key=self._name(digest), Body=data, ChecksumSHA256=told)

    def pieces(self, digest: str) -> Iterator[bytes]:
        """Read bytes piece by piece.

        Raises:
            NotFound: they are not there.
            Busy: the store is away.
        """
        with _told_plainly():
            found = self._client.get_object(Bucket=self._bucket, Key=self._name(digest))
            yield from found["Body"].iter_chunks(A_PIECE)

    def remove(self, digest: str) -> None:
        """Take bytes away; what is not there is gone already.

        Raises:
            Busy: the store is away.
        """
        with _told_plainly():
            self._client.delete_object(Bucket=self._bucket, Key=self._name(digest))

    def digests(self) -> Iterator[str]:
        """Name everything that is kept.

        Raises:
            Busy: the store is away.
        """
        with _told_plainly():
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=self._prefix)
            for page in pages:
                for found in page.get("Contents", ()):
                    yield Path(found["Key"]).name

    def _name(self, digest: str) -> str:
        return f"{self._prefix}{digest[:2]}/{digest}"


class _told_plainly:  # noqa: N801 - reads as a word in a with statement
    """Turns what the library raises into our own errors, without the address or the key that its message may hold."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        if error is None or not type(error).__module__.startswith(("botocore", "urllib3", "boto3")):
            return
        code = str(getattr(error, "response", {}).get("Error", {}).get("Code", ""))
        if code in _NOT_THERE:
            raise NotFound(_GONE) from None
        raise Busy(_AWAY) from None
