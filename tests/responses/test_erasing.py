"""Erased words are nowhere; what is held waits for a person; what counted goes on counting."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from consult.accounts.rules import Role
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import make_consultation
from consult.demo.makers.responses import make_response as made_response
from consult.demo.makers.responses import make_screened
from consult.files.actions import store_file
from consult.jobs.context import JobContext
from consult.kernel.errors import Invalid, Refused
from consult.post.actions import queue_mail
from consult.responses.actions.change import withdraw_response
from consult.responses.actions.erasing import Places, ask_erasure, decide_erasure
from consult.responses.actions.holding import lift_hold, place_hold
from consult.responses.actions.retention import due_for_erasure, erase_due
from consult.responses.jobs import leave_no_trace
from consult.responses.models import Answer, ImportBatch, Response, ResponseContact, ResponseRevision
from consult.responses.privacy import ErasureState, HoldKind, Kept, due_at
from consult.responses.rules import Channel, GivenAnswer
from consult.storage.engine import Database
from consult.upkeep import migrating
from consult.upkeep.backup import make_backup
from consult.upkeep.restoring import into_folder, restore_backup
from tests.conftest import MONDAY_MORNING as NOW

CANARY = "ZEBRAFINCH told the governors about Quillonbury"
ADDRESS = "zebrafinch@example.org"
YEARS_LATER = NOW + timedelta(days=1200)


def make_response(session, **over):
    """A paper response, which may leave required questions out."""
    return made_response(session, channel=Channel.PAPER, received_on=NOW.date(), **over)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(erasures=tmp_path / "erasures.jsonl", files=tmp_path / "files", outbox=tmp_path / "outbox")


@pytest.fixture
def guardian(session) -> int:
    return make_account(session, role=Role.DATA_PROTECTION_OFFICER).id


@pytest.fixture
def response(session) -> Response:
    return make_response(session, consultation=make_consultation(session), text=CANARY, now=NOW)


def words(session) -> list[str]:
    return [text for text in session.scalars(select(Answer.text)) if text]


def hold(session, response, guardian, whole=False):
    return place_hold(
        session,
        consultation=response.consultation,
        response=None if whole else response,
        kind=HoldKind.LITIGATION,
        reason="Claim 9.",
        by_id=guardian,
        now=NOW,
    )


def test_an_erased_response_goes_on_counting(session, response, guardian, places):
    question = response.answers[0].question_id
    response.answers[0].scale = None
    n_before = session.scalar(select(func.count()).select_from(Response).where(Response.withdrawn_at.is_(None)))
    request = ask_erasure(session, response=response, by_id=guardian, places=places, now=NOW)
    assert request.state is ErasureState.DONE
    assert words(session) == []
    n_after = session.scalar(select(func.count()).select_from(Response).where(Response.withdrawn_at.is_(None)))
    assert (n_before, n_after, response.erased_at) == (1, 1, NOW)
    assert session.scalars(select(Answer.question_id)).all() == [question]
    with pytest.raises(Refused, match="already"):
        ask_erasure(session, response=response, by_id=guardian, places=places, now=NOW)


@pytest.mark.parametrize("whole", [True, False])
def test_what_is_held_waits_for_the_data_protection_officer(session, response, guardian, places, whole):
    hold(session, response, guardian, whole)
    request = ask_erasure(session, response=response, by_id=guardian, places=places, now=NOW)
    assert (request.state, words(session)) == (ErasureState.WAITING, [CANARY])
    by = {"by_id": guardian, "places": places, "now": NOW}
    with pytest.raises(Invalid):
        decide_erasure(session, request=request, is_granted=False, because=" ", **by)
    decide_erasure(session, request=request, is_granted=False, because="The court asked for it.", **by)
    assert (request.state, words(session)) == (ErasureState.REFUSED, [CANARY])
    again = ask_erasure(session, response=response, by_id=guardian, places=places, now=NOW)
    decide_erasure(session, request=again, is_granted=True, because="The court has a copy.", **by)
    assert words(session) == []


def test_a_withdrawal_of_what_is_held_no_longer_counts_and_waits(session, response, guardian, places):
    held = hold(session, response, guardian)
    withdraw_response(session, response=response, now=NOW)
    assert (response.withdrawn_at, words(session)) == (NOW, [CANARY])
    lift_hold(session, hold=held, reason="The claim ended.", by_id=guardian, now=NOW)
    with pytest.raises(Refused, match="data protection officer decides"):
        ask_erasure(session, response=response, by_id=guardian, places=places, now=NOW)


def test_the_dry_run_changes_nothing_and_a_hold_pauses_it(session, response, guardian, places):
    session.add(ResponseContact(response_id=response.id, email=ADDRESS))
    session.flush()
    assert due_for_erasure(session, longest_months=24, now=NOW + timedelta(days=90)) == ()
    due = due_for_erasure(session, longest_months=24, now=YEARS_LATER)
    assert {(each.kept, each.n, each.is_held) for each in due} == {
        (Kept.CONTACT, 1, False),
        (Kept.WORDS_AS_GIVEN, 1, False),
    }
    assert words(session) == [CANARY]
    held = hold(session, response, guardian, whole=True)
    run = {"longest_months": 24, "by_id": guardian, "erasures": places.erasures, "now": YEARS_LATER}
    assert erase_due(session, **run) == ()
    assert all(each.is_held for each in due_for_erasure(session, longest_months=24, now=YEARS_LATER))
    lift_hold(session, hold=held, reason="It ended.", by_id=guardian, now=YEARS_LATER)
    assert len(erase_due(session, **run)) == 2
    assert words(session) == []
    assert session.scalars(select(ResponseContact.email)).all() == []
    assert due_for_erasure(session, longest_months=24, now=YEARS_LATER) == ()


def test_after_its_time_what_was_published_stays_in_place_of_what_was_given(session, guardian, places):
    consultation = make_consultation(session)
    make_response(session, consultation=consultation, text="Mrs Achebe was kind.", now=NOW)
    make_screened(session, consultation=consultation, by_id=guardian, now=NOW)
    erase_due(session, longest_months=24, by_id=None, erasures=places.erasures, now=YEARS_LATER)
    assert words(session) == ["Mrs [name removed] was kind."]


def test_a_held_response_keeps_its_address_while_others_lose_theirs(session, response, guardian, places):
    other = make_response(session, consultation=response.consultation, text="Other.", now=NOW)
    for each in (response, other):
        session.add(ResponseContact(response_id=each.id, email=f"{each.id}@example.org"))
    session.flush()
    hold(session, response, guardian)
    erase_due(session, longest_months=24, by_id=None, erasures=places.erasures, now=YEARS_LATER)
    assert session.scalars(select(ResponseContact.response_id)).all() == [response.id]
    assert words(session) == [CANARY]


def test_a_month_without_the_day_ends_on_its_last():
    closed = NOW.replace(month=1, day=31)
    assert due_at(closed, months=1).day == 28
    assert due_at(closed, months=24) == closed.replace(year=closed.year + 2)


@pytest.fixture
def live(settings, installed_at) -> Iterator[Database]:
    """A whole installation on disk, in which somebody said what they now want erased, in every place that there is."""
    database = installed_at(settings)
    with database.transaction() as session:
        consultation = make_consultation(session)
        kept = make_response(session, consultation=consultation, text="Somebody else's words stay.", now=NOW)
        response = make_response(session, consultation=consultation, text=CANARY, now=NOW)
        make_screened(session, consultation=consultation, by_id=consultation.created_by_id, now=NOW)
        said = {"answers": [{"text": f"Earlier: {CANARY}"}]}
        session.add(ResponseRevision(response_id=response.id, number=1, body=said, replaced_at=NOW))
        session.add(ResponseContact(response_id=response.id, email=ADDRESS))
        data = f"text\n{CANARY}\n".encode()
        stored = store_file(
            session, folder=settings.files_folder, data=data, name="in.csv", media_type="text/csv", now=NOW
        )
        batch = ImportBatch(
            consultation_id=consultation.id,
            file_id=stored.id,
            file_name="in.csv",
            file_sha256=stored.digest,
            created_at=NOW,
        )
        session.add(batch)
        session.flush()
        response.import_batch_id = batch.id
        values = {"title": CANARY, "reference": response.reference, "received_at": NOW, "closes_at": NOW, "weeks": 12}
        mail = queue_mail(session, to=ADDRESS, subject="Yours", template="receipt", values=values, now=NOW)
        settings.outbox_folder.mkdir(parents=True)
        (settings.outbox_folder / f"20260302T093000-{mail.id:06}.eml").write_text(mail.text_body)
        assert kept.id != response.id
    yield database
    database.close()


def found_in(folder: Path, *, without: Path | None = None) -> list[str]:
    """The files in which the words or the address stand, in whatever encoding a database writes them."""
    needles = [CANARY.encode(), ADDRESS.encode(), CANARY.encode("utf-16-le"), b"ZEBRAFINCH", b"zebrafinch"]
    return sorted(
        path.name
        for path in folder.rglob("*")
        if path.is_file() and (without is None or without not in path.parents)
        if any(needle in path.read_bytes() for needle in needles)
    )


def erase(database: Database, settings, clock) -> None:
    with database.transaction() as session:
        response = session.scalars(select(Response).where(Response.import_batch_id.is_not(None))).one()
        ask_erasure(session, response=response, by_id=None, places=Places.of(settings), now=NOW)
    leave_no_trace(JobContext(database=database, clock=clock, settings=settings, job_id=0, worker="test"))


def test_erased_words_are_nowhere_in_the_data_folder(live, settings, clock):
    assert len(found_in(settings.data)) >= 3  # the database, the upload, the mail: the search finds what is there
    erase(live, settings, clock)
    assert found_in(settings.data) == []
    with live.transaction(writing=False) as session:
        assert words(session) == ["Somebody else's words stay."]


def test_a_restored_backup_has_the_words_erased_again(live, settings, clock, tmp_path):
    place, _manifest = make_backup(
        settings, folder=settings.backups_folder, now=NOW, migration=migrating.head(), version="0"
    )
    erase(live, settings, clock)
    assert found_in(place) != []  # a backup goes by its own date
    assert found_in(settings.data, without=settings.backups_folder) == []
    into = into_folder(settings, tmp_path / "new")
    restore_backup(place, into=into, erasures=settings.erasures_file, now=NOW)
    again = Database.at(into.database_address)
    leave_no_trace(JobContext(database=again, clock=clock, settings=into, job_id=0, worker="test"))
    again.close()
    assert found_in(into.data) == []


def test_the_data_protection_officer_works_from_one_page(session, response, guardian, visitor, clock):
    account = make_account(session, role=Role.DATA_PROTECTION_OFFICER)
    reference = response.reference
    make_response(session, consultation=response.consultation, text="Another.", now=NOW)
    session.commit()
    visitor.sign_in_as(account)
    page = visitor.open("/desk/privacy")
    assert page.says("Nothing is due")
    visitor.fill("Reference of one response", reference).choose("A complaint")
    visitor.select("Consultation", next(iter(visitor.page.all("option")[1].itertext())))
    visitor.fill("Why, and under which reference?", "Complaint 12.")
    assert visitor.press("Hold it").says("A complaint: Complaint 12.")
    visitor.fill("Reference of the response", reference)
    assert visitor.press("Erase its words").says("Decide: these are held")
    link = next(href for text, href in visitor.page.links.items() if href.startswith("/desk/privacy/requests/"))
    visitor.open(link)
    visitor.choose("Erase them, although something holds them").fill("Why?", "The complaint has a copy.")
    assert visitor.press("Decide").says("Your decision was stored")
    session.expire_all()
    assert words(session) == ["Another."]


def test_only_the_data_protection_officer_gets_there(session, visitor):
    visitor.sign_in_as(make_account(session, role=Role.OFFICER))
    visitor.open("/desk/privacy", expect=403)


def test_answers_of_others_are_untouched(session, response, guardian, places):
    question = response.answers[0].question_id
    answers = (GivenAnswer(question_id=question, text="Mine."),)
    make_response(session, consultation=response.consultation, answers=answers, now=NOW)
    ask_erasure(session, response=response, by_id=guardian, places=places, now=NOW)
    assert words(session) == ["Mine."]
