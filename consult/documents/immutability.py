"""Triggers that keep a published version as it is, whoever writes to the database and with whatever tool."""

from consult.storage.ddl import Extra, register_extra

SENTENCE = "A published version of a document never changes. Make a new version instead."
_PARTS = ("sections", "paragraphs")


def _version_on_sqlite() -> tuple[str, ...]:
    return tuple(
        f"CREATE TRIGGER document_versions_keep_{change.lower()} BEFORE {change} ON document_versions "
        f"WHEN OLD.state = 'published' BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
        for change in ("UPDATE", "DELETE")
    )


def _parts_on_sqlite(table: str) -> tuple[str, ...]:
    rows = {"INSERT": "NEW.version_id", "UPDATE": "OLD.version_id, NEW.version_id", "DELETE": "OLD.version_id"}
    return tuple(
        f"CREATE TRIGGER {table}_keep_{change.lower()} BEFORE {change} ON {table} WHEN {_published(versions)} "
        f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
        for change, versions in rows.items()
    )


def _on_postgresql(table: str, condition: str, changes: str) -> tuple[str, str]:
    function = (
        f"CREATE FUNCTION {table}_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {condition} "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    return (
        function,
        f"CREATE TRIGGER {table}_keep BEFORE {changes} ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_keep()",
    )


def _refuse_if(condition: str) -> str:
    return f"IF {condition} THEN RAISE EXCEPTION '{SENTENCE}'; END IF;"


def _published(versions: str) -> str:
    is_published = "state = 'published'"
    return f"EXISTS (SELECT 1 FROM document_versions WHERE id IN ({versions}) AND {is_published})"  # noqa: S608 - ours


_OLD_PART = f"IF TG_OP <> 'INSERT' THEN {_refuse_if(_published('OLD.version_id'))} END IF;"
_NEW_PART = f"IF TG_OP <> 'DELETE' THEN {_refuse_if(_published('NEW.version_id'))} END IF;"

register_extra(
    Extra(
        name="document_versions_keep",
        sqlite=_version_on_sqlite(),
        postgresql=_on_postgresql("document_versions", _refuse_if("OLD.state = 'published'"), "UPDATE OR DELETE"),
    )
)
for _table in _PARTS:
    register_extra(
        Extra(
            name=f"{_table}_keep",
            sqlite=_parts_on_sqlite(_table),
            postgresql=_on_postgresql(_table, f"{_OLD_PART} {_NEW_PART}", "INSERT OR UPDATE OR DELETE"),
        )
    )
