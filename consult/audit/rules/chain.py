"""The arithmetic of the chain: each event commits to the one before it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

FIRST_HASH = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What one event commits to with its hash."""

    previous_hash: str
    stream: str
    seq: int
    happening: str
    subject: str
    actor: str
    at: datetime
    facts: Mapping[str, object]

    def hash(self) -> str:
        """Compute SHA-256 over the canonical JSON of every field."""
        fields = [
            self.previous_hash,
            self.stream,
            self.seq,
            self.happening,
            self.subject,
            self.actor,
            self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            dict(self.facts),
        ]
        canonical = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()
