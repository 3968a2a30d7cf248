"""One way of writing a frozen page as bytes, so that anyone can check its hash with common tools."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical_json(body: Mapping[str, Any]) -> bytes:
    """Write a body as UTF-8 JSON with sorted keys and no spaces; the same content gives the same bytes."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def sha256_of(body: Mapping[str, Any]) -> str:
    """Compute the SHA-256 of the canonical JSON, in hexadecimal; ``sha256sum`` of the download gives the same."""
    return hashlib.sha256(canonical_json(body)).hexdigest()
