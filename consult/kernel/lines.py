"""Log lines as JSON, one a line, for whatever gathers them: when, how grave, who says it, and what."""

import json
import logging
import os
from datetime import UTC, datetime
from typing import Any


class JsonLines(logging.Formatter):
    """Writes each record as one line of JSON; a line break in a message stays inside its line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; of a fault only its kind is told, because its message may quote what people wrote."""
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "process": os.getpid(),
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0] is not None:
            told["fault"] = record.exc_info[0].__name__
        return json.dumps(told, ensure_ascii=True)


def write_json_lines() -> None:
    """Let every handler of this process write JSON from now on."""
    for handler in logging.getLogger().handlers:
        handler.setFormatter(JsonLines())
