"""The law that keeps the index of published words true: what is screened anew, refused or gone cannot be found.

It is a pair of triggers, so that no way of changing or deleting a text can leave its words in the index.
"""

from consult.storage.ddl import Extra, register_extra

PUBLISHED_TEXT = "published_text"
_GONE = f"DELETE FROM search_entries WHERE kind = '{PUBLISHED_TEXT}' AND ref_id = OLD.id;"  # noqa: S608 - ours
_CHANGED, _UNFIND = "UPDATE OF public_text, screening", "screened_texts_unfind()"
_EACH_ROW = f"ON screened_texts FOR EACH ROW EXECUTE FUNCTION {_UNFIND}"

register_extra(
    Extra(
        name="screened_texts_unfind",
        sqlite=(
            f"CREATE TRIGGER screened_texts_unfind_gone AFTER DELETE ON screened_texts BEGIN {_GONE} END",
            f"CREATE TRIGGER screened_texts_unfind_changed AFTER {_CHANGED} ON screened_texts BEGIN {_GONE} END",
        ),
        postgresql=(
            f"CREATE FUNCTION {_UNFIND} RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {_GONE} RETURN NULL; END $$",
            f"CREATE TRIGGER screened_texts_unfind AFTER DELETE OR {_CHANGED} {_EACH_ROW}",
        ),
    )
)
