"""What people can rely on of stored files: what comes out is what went in, or they are told."""

import pytest
from sqlalchemy.orm import Session

from consult.files import shelf
from consult.files.actions import safe_name, store_file
from consult.files.queries import open_file, stored_file
from consult.kernel.clock import HandClock
from consult.kernel.errors import NotFound
from consult.settings import Settings


def test_a_file_comes_out_as_it_went_in(session: Session, clock: HandClock, settings: Settings) -> None:
    folder = settings.files_folder
    stored = store_file(
        session,
        folder=folder,
        data=b"a,b\r\n",
        name="C:\\fakepath\\answers.csv",
        media_type="text/csv",
        now=clock.now(),
    )
    assert (stored.name, stored.size) == ("answers.csv", 5)
    assert open_file(stored_file(session, stored.id), folder=folder) == b"a,b\r\n"


def test_the_same_bytes_lie_on_disk_once(session: Session, clock: HandClock, settings: Settings) -> None:
    for name in ("one.csv", "two.csv"):
        store_file(
            session, folder=settings.files_folder, data=b"same", name=name, media_type="text/csv", now=clock.now()
        )
    assert len([path for path in settings.files_folder.rglob("*") if path.is_file()]) == 1


def test_a_damaged_or_missing_file_is_told_and_not_served(
    session: Session, clock: HandClock, settings: Settings
) -> None:
    folder = settings.files_folder
    stored = store_file(session, folder=folder, data=b"words", name="a.txt", media_type="text/plain", now=clock.now())
    shelf.path_of(folder, stored.digest).write_bytes(b"wards")
    with pytest.raises(NotFound, match="damaged"):
        open_file(stored, folder=folder)
    shelf.path_of(folder, stored.digest).unlink()
    with pytest.raises(NotFound, match="missing"):
        open_file(stored, folder=folder)
    with pytest.raises(NotFound, match="no such file"):
        stored_file(session, 404)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        (".htaccess", "htaccess"),
        ('a"b\r\nc.csv', "ab c.csv"),
        ("", "file"),
        ("\x00", "file"),
    ],
)
def test_a_file_name_cannot_lead_elsewhere(given: str, kept: str) -> None:
    assert safe_name(given) == kept
