"""What the database itself refuses: ballots outside the poll, names on a fixed roll, a second count."""

from consult.storage.ddl import Extra, refuse_changes, register_extra


def _refuse_when(name: str, *, change: str, table: str, row: str, condition: str, sentence: str) -> Extra:
    """Describe a trigger that refuses a change while its contest satisfies a condition, on both databases."""
    exists = f"EXISTS (SELECT 1 FROM contests WHERE contests.id = {row}.contest_id AND {condition})"  # noqa: S608 - ours, no input
    on_sqlite = (
        f"CREATE TRIGGER {name} BEFORE {change} ON {table} WHEN {exists} BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    )
    function = (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {exists} THEN RAISE EXCEPTION '{sentence}'; END IF; RETURN {row}; END $$"
    )
    trigger = f"CREATE TRIGGER {name} BEFORE {change} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    return register_extra(Extra(name=name, sqlite=(on_sqlite,), postgresql=(function, trigger)))


ONLY_IN_THE_POLL = _refuse_when(
    "sealed_ballots_only_in_the_poll",
    change="INSERT",
    table="sealed_ballots",
    row="NEW",
    condition="contests.state <> 'ready'",
    sentence="A ballot enters the box only while the poll is open.",
)
NO_NEW_NAMES = _refuse_when(
    "roll_entries_keep_insert",
    change="INSERT",
    table="roll_entries",
    row="NEW",
    condition="contests.roll_fixed_at IS NOT NULL",
    sentence="The roll is fixed; nobody is added to it.",
)
NO_LOST_NAMES = _refuse_when(
    "roll_entries_keep_delete",
    change="DELETE",
    table="roll_entries",
    row="OLD",
    condition="contests.roll_fixed_at IS NOT NULL",
    sentence="The roll is fixed; nobody is taken off it.",
)
BALLOTS_STAY = refuse_changes("sealed_ballots", sentence="A sealed ballot never changes.", changes=("UPDATE",))
SPENDS_STAY = refuse_changes("code_spends", sentence="A spent code stays spent.", changes=("UPDATE",))
COUNTBACKS_STAY = refuse_changes("countbacks", sentence="A countback never changes.")
COUNTS_STAY = refuse_changes("count_records", sentence="A count sheet never changes.")
