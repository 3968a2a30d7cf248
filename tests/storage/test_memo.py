"""What is remembered of a database, and what never is."""

from consult.places.models import District
from consult.storage.engine import Database
from consult.storage.memo import Memo, read_once, remembered


def test_a_reader_asks_once_and_the_next_one_is_told(database: Database) -> None:
    asked = []

    def read() -> str:
        asked.append(1)
        return "the words"

    for _ in range(3):
        with database.session(writing=False) as session:
            assert remembered(session, ("words", 1, 1), read) == "the words"
    assert len(asked) == 1


def test_another_version_is_asked_for(database: Database) -> None:
    with database.session(writing=False) as session:
        assert remembered(session, ("words", 1, 1), lambda: "old") == "old"
        assert remembered(session, ("words", 1, 2), lambda: "new") == "new"


def test_what_is_read_after_writing_is_not_kept_because_it_may_be_rolled_back(database: Database) -> None:
    with database.session(writing=True) as session:
        session.add(District(code="D1", name="Never committed"))
        session.flush()
        remembered(session, ("words", 1, 3), lambda: "perhaps never committed")
    with database.session(writing=False) as session:
        assert remembered(session, ("words", 1, 3), lambda: "committed") == "committed"


def test_a_page_reads_once_and_the_next_page_reads_again(database: Database) -> None:
    asked = []
    for _ in range(2):
        with database.session(writing=False) as session:
            for _ in range(3):
                read_once(session, "periods", lambda: asked.append(1))
    assert len(asked) == 2


def test_two_databases_share_nothing(database: Database) -> None:
    other = Database.at("sqlite://")
    with database.session(writing=False) as session:
        remembered(session, ("words", 1, 4), lambda: "here")
    with other.session(writing=False) as session:
        assert remembered(session, ("words", 1, 4), lambda: "there") == "there"
    other.close()


def test_nothing_is_fresh_for_ever_and_the_oldest_goes_first() -> None:
    stale = Memo(seconds=0)
    stale.keep("a", "words")
    assert stale.find("a") is None
    small = Memo(most=2)
    for name in ("a", "b", "c"):
        small.keep(name, name)
    assert [small.find(name) for name in ("a", "b", "c")] == [None, "b", "c"]
