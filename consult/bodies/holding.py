"""Triggers that keep two laws of seats, whoever writes: one holder at a time, and one vote a person."""

from consult.storage.ddl import Extra, register_extra

TWO_HOLDERS = "A seat never has two holders at once."
TWO_VOTES = "A person has at most one vote in a body."
_FOREVER = "'9999-12-31'"


def _last(row: str) -> str:
    """Say in SQL what ``rules.last_day`` says: the last day on which a membership holds its seat."""
    term = f"CASE WHEN {row}.holds_over THEN NULL ELSE {row}.term_ends_on END"
    return f"COALESCE({row}.until_on, {term}, {_FOREVER})"


def _overlapping(same: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM memberships AS other WHERE {same} AND other.id <> COALESCE(NEW.id, -1) "  # noqa: S608 - ours
        f"AND other.from_on <= {_last('NEW')} AND {_last('other')} >= NEW.from_on)"
    )


_TWO_HOLDERS = _overlapping("other.seat_id = NEW.seat_id")
_TWO_VOTES = "NEW.is_voting AND " + _overlapping(
    "other.body_id = NEW.body_id AND other.person_id = NEW.person_id AND other.is_voting"
)


def _on_sqlite() -> tuple[str, ...]:
    laws = (("one_holder", _TWO_HOLDERS, TWO_HOLDERS), ("one_vote", _TWO_VOTES, TWO_VOTES))
    return tuple(
        f"CREATE TRIGGER memberships_{name}_{change.lower()} BEFORE {change} ON memberships WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
        for name, condition, sentence in laws
        for change in ("INSERT", "UPDATE")
    )


def _on_postgresql() -> tuple[str, ...]:
    """Two who fill seats of one body at once wait for one another: the second then sees what the first wrote."""
    function = (
        "CREATE FUNCTION memberships_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "PERFORM 1 FROM bodies WHERE id = NEW.body_id FOR NO KEY UPDATE; "
        f"IF {_TWO_HOLDERS} THEN RAISE EXCEPTION '{TWO_HOLDERS}'; END IF; "
        f"IF {_TWO_VOTES} THEN RAISE EXCEPTION '{TWO_VOTES}'; END IF; RETURN NEW; END $$"
    )
    trigger = (
        "CREATE TRIGGER memberships_keep BEFORE INSERT OR UPDATE ON memberships "
        "FOR EACH ROW EXECUTE FUNCTION memberships_keep()"
    )
    return (function, trigger)


register_extra(Extra(name="memberships_keep", sqlite=_on_sqlite(), postgresql=_on_postgresql()))
