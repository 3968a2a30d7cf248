"""Packs a copy of what is held about one person: one file for programs, one to read."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from consult.kernel.personal import Held

FOR_PROGRAMS = "what-we-hold.json"
TO_READ = "read-this-first.html"


def as_json(held: Sequence[Held], *, council: str, made_at: datetime) -> dict[str, Any]:
    """Return the copy as plain values; what is withheld stands beside what is told, with the reason."""
    return {
        "made_by": council,
        "made_at": made_at.isoformat(),
        "held": {
            kind.name: {
                "about": kind.title,
                "why": kind.why,
                "things": [
                    {"told": dict(thing.told)} | ({"withheld": dict(thing.withheld)} if thing.withheld else {})
                    for thing in kind.things
                ],
            }
            for kind in held
            if kind.things
        },
    }


def pack_copy(told: dict[str, Any], *, page: str, made_at: datetime) -> bytes:
    """Return the bytes of a ZIP file with both; the same copy at the same moment gives the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, words in ((TO_READ, page), (FOR_PROGRAMS, json.dumps(told, ensure_ascii=False, indent=1))):
            entry = zipfile.ZipInfo(name, date_time=made_at.timetuple()[:6])
            entry.external_attr = 0o600 << 16
            packed.writestr(entry, words, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
