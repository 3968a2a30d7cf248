"""Keep a table as it was read, so that a large workbook is parsed once and not at every step."""

from __future__ import annotations

import json

from consult.files.rows import Row
from consult.files.tables import Table, TableKind
from consult.kernel.errors import Invalid

MEDIA_TYPE = "application/x-ndjson"


def dump_table(table: Table) -> bytes:
    """The table as lines of JSON: what it is first, then each row with its line."""
    head = {
        "columns": table.columns,
        "kind": table.kind.value,
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "warnings": table.warnings,
    }
    lines = [json.dumps(head, ensure_ascii=False)]
    lines += (json.dumps([row.line, row.cells], ensure_ascii=False, separators=(",", ":")) for row in table.rows)
    return "\n".join(lines).encode()


def load_table(kept: bytes) -> Table:
    """The table that ``dump_table`` kept.

    Raises:
        Invalid: it is damaged.
    """
    try:
        first, *others = kept.decode().split("\n")
        head = json.loads(first)
        return Table(
            columns=tuple(head["columns"]),
            rows=tuple(Row(line, tuple(cells)) for line, cells in map(json.loads, others)),
            kind=TableKind(head["kind"]),
            encoding=head["encoding"],
            delimiter=head["delimiter"],
            warnings=tuple(head["warnings"]),
        )
    except (ValueError, KeyError, TypeError):
        raise Invalid("What we kept of this file is damaged. Upload it again.") from None
