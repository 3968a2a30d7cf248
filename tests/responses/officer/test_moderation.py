"""A text that is not published: its writer is told why, anyone can count the reasons, and a fear goes to one person."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.accounts.rules import Role
from consult.consultations.queries import consultation_by_id
from consult.demo.makers.accounts import make_account
from consult.jobs.models import Job
from consult.kernel.errors import Invalid, Refused, Stale
from consult.post.models import Mail
from consult.responses.actions.change import withdraw_response
from consult.responses.actions.concerns import close_concern, raise_concern
from consult.responses.actions.screening import claim_next_text, screen_again, screen_text
from consult.responses.actions.telling import tell_refused
from consult.responses.models import Answer, ErasureRequest, SafeguardingConcern, ScreenedText
from consult.responses.privacy import ErasureState
from consult.responses.queries.given import given_by, response_by_id
from consult.responses.queries.moderation import moderation_log
from consult.responses.redaction import PersonalData
from consult.responses.rules import PublishAs, RefusedFor, Screening
from consult.responses.screening import LEASE, TELL_AFTER, ScreeningChoice
from tests.responses.officer.test_screening import NOW, PERSONAL, send, take

RUDE = "You are all liars and thieves."
REFUSE = ScreeningChoice(is_public=False, refused_for=RefusedFor.ABUSIVE, reason="It insults the staff.")
SHOW = ScreeningChoice(is_public=True)
FEAR = "My uncle hits me when mum is at work."


@pytest.fixture
def reader(session):
    return make_account(session).id


@pytest.fixture
def guardian(session):
    return make_account(session, role=Role.SAFEGUARDING_OFFICER)


def refuse(session, asking, reader, now=NOW):
    return screen_text(session, screened=take(session, asking, reader, now), choice=REFUSE, account_id=reader, now=now)


def mails(session):
    return session.scalars(select(Mail).order_by(Mail.id)).all()


def tell(session, response, now):
    return tell_refused(session, response=response, link="http://localhost/moderation", now=now)


def test_a_refusal_names_a_kind_and_a_sentence(session, asking, reader):
    send(session, asking, RUDE)
    text = refuse(session, asking, reader)
    assert (text.screening, text.refused_for, text.refused_reason) == (
        Screening.REFUSED,
        RefusedFor.ABUSIVE,
        "It insults the staff.",
    )


def test_the_writer_of_a_refused_text_is_told_why_after_half_an_hour(session, asking, reader):
    response = send(session, asking, RUDE, email="writer@example.org")
    refuse(session, asking, reader)
    assert tell(session, response, NOW + TELL_AFTER - timedelta(seconds=1)) == 0
    assert tell(session, response, NOW + TELL_AFTER) == 1
    (mail,) = mails(session)
    assert mail.to_address == "writer@example.org"
    assert "It insults or threatens people" in mail.text_body
    assert "It insults the staff." in mail.text_body
    assert RUDE not in mail.text_body
    assert tell(session, response, NOW + TELL_AFTER) == 0


def test_a_job_is_ordered_that_tells_after_half_an_hour(session, asking, reader):
    send(session, asking, RUDE, email="writer@example.org")
    refuse(session, asking, reader)
    ordered = session.scalars(select(Job).where(Job.name == "responses.tell_refused")).one()
    assert ordered.not_before == NOW + TELL_AFTER


def test_nobody_is_told_of_a_refusal_that_was_taken_back_or_without_an_address(session, asking, reader):
    response = send(session, asking, RUDE, email="writer@example.org")
    text = refuse(session, asking, reader)
    screen_again(session, screened=text, account_id=reader, now=NOW)
    assert tell(session, response, NOW + TELL_AFTER) == 0
    screen_text(session, screened=text, choice=SHOW, account_id=reader, now=NOW)
    silent = send(session, asking, RUDE)
    refuse(session, asking, reader)
    assert tell(session, silent, NOW + TELL_AFTER) == 0
    assert mails(session) == []


def test_exactly_the_same_words_are_decided_in_one_press_and_others_are_not(session, asking, reader):
    for text in ("Save our school. Ring Mrs Achebe.", "Save our school. Ring Mrs Achebe.", "save our school."):
        send(session, asking, text)
    first = take(session, asking, reader)
    found = frozenset({(26, 32)})
    choice = ScreeningChoice(is_public=True, kept_places=found, words_to_hide=("Ring",), alike_too=True)
    screen_text(session, screened=first, choice=choice, account_id=reader, now=NOW)
    texts = session.scalars(select(ScreenedText).order_by(ScreenedText.id)).all()
    assert [text.public_text for text in texts] == ["Save our school. [removed] Mrs [name removed]."] * 2 + [""]
    assert texts[2].screening is Screening.WAITING


def test_a_copy_that_a_colleague_is_reading_is_left_to_them(session, asking, reader):
    colleague = make_account(session).id
    for _copy in range(2):
        send(session, asking, "Save our school.")
    first, second = take(session, asking, reader), take(session, asking, colleague)
    choice = ScreeningChoice(is_public=True, alike_too=True)
    screen_text(session, screened=first, choice=choice, account_id=reader, now=NOW)
    assert second.screening is Screening.WAITING


def test_two_people_never_decide_about_the_same_text(session, asking, reader):
    colleague = make_account(session).id
    send(session, asking, RUDE)
    text = take(session, asking, reader)
    assert take(session, asking, colleague) is None
    with pytest.raises(Stale, match="Someone else is reading"):
        screen_text(session, screened=text, choice=SHOW, account_id=colleague, now=NOW)
    later = NOW + LEASE
    assert take(session, asking, colleague, later) is text
    with pytest.raises(Stale, match="Someone else is reading"):
        screen_text(session, screened=text, choice=SHOW, account_id=reader, now=later)


def test_a_safeguarding_concern_takes_the_words_out_of_everyone_elses_sight(session, asking, reader):
    response = send(session, asking, FEAR)
    text = take(session, asking, reader)
    concern = raise_concern(session, screened=text, words="A child is hit.", account_id=reader, now=NOW)
    assert concern.given == FEAR
    assert session.scalars(select(Answer.text).where(Answer.text != "")).all() == []
    assert (text.screening, text.refused_for, text.public_text) == (Screening.REFUSED, RefusedFor.CONCERN, "")
    session.expire_all()
    mine = given_by(session, response=response_by_id(session, response_id=response.id))
    assert [answer.text for answer in mine.answers] == [FEAR]  # its writer still sees it


def test_a_concern_outlives_the_withdrawal_of_the_response(session, asking, reader):
    response = send(session, asking, FEAR)
    raise_concern(session, screened=take(session, asking, reader), words="A child is hit.", account_id=reader, now=NOW)
    withdraw_response(session, response=response, now=NOW)
    session.expire_all()
    (kept,) = session.scalars(select(SafeguardingConcern)).all()
    assert kept.given == FEAR
    (request,) = session.scalars(select(ErasureRequest)).all()
    assert (request.response_id, request.state) == (response.id, ErasureState.WAITING)


def test_a_closed_concern_can_give_the_words_back_to_the_queue(session, asking, reader, guardian):
    send(session, asking, FEAR)
    text = take(session, asking, reader)
    concern = raise_concern(session, screened=text, words="Perhaps.", account_id=reader, now=NOW)
    with pytest.raises(Invalid):
        close_concern(session, concern=concern, outcome=" ", back_to_the_queue=True, account_id=guardian.id, now=NOW)
    done = {"outcome": "A line from a song.", "account_id": guardian.id, "now": NOW}
    close_concern(session, concern=concern, back_to_the_queue=True, **done)
    assert (text.screening, text.refused_for, concern.given) == (Screening.WAITING, None, "")
    assert take(session, asking, reader).answer.text == FEAR
    with pytest.raises(Refused, match="closed already"):
        close_concern(session, concern=concern, back_to_the_queue=False, **done)


def test_the_log_counts_and_folds_what_was_passed_on_into_other_reasons(session, asking, reader):
    for words in (RUDE, FEAR):
        send(session, asking, words)
    send(session, asking, PERSONAL)
    send(session, asking, "Not for printing.", publish_as=PublishAs.NOT_PUBLISHED)
    refuse(session, asking, reader)
    raise_concern(session, screened=take(session, asking, reader), words="A child.", account_id=reader, now=NOW)
    found = frozenset({(4, 10), (40, 44)})
    choice = ScreeningChoice(is_public=True, kept_places=found)
    screen_text(session, screened=take(session, asking, reader), choice=choice, account_id=reader, now=NOW)
    send(session, asking, "One waits.")
    log = moderation_log(session, consultation=consultation_by_id(session, asking.consultation.id))
    assert (log.n_published, log.n_with_parts_hidden, log.n_refused, log.n_waiting) == (1, 1, 2, 1)
    assert log.n_not_to_publish == 1
    assert log.refused == {RefusedFor.ABUSIVE: 1, RefusedFor.OTHER: 1}
    assert log.hidden == {PersonalData.NAME: 2}


def test_nobody_is_told_of_a_concern_but_the_named_officer(session, asking, reader, guardian, app, visitor):
    send(session, asking, FEAR, email="writer@example.org")
    text = claim_next_text(session, consultation=asking.consultation, account_id=reader, now=NOW)
    concern = raise_concern(session, screened=text, words="A child is hit.", account_id=reader, now=NOW)
    assert tell(session, text.response, NOW + TELL_AFTER) == 0
    officer = make_account(session, role=Role.OFFICER)
    session.commit()
    visitor.sign_in_as(officer)
    visitor.open("/desk/safeguarding", expect=403)
    visitor.open(f"/desk/safeguarding/{concern.id}", expect=403)
    home = f"/desk/consultations/{asking.consultation.id}/responses"
    visitor.open(f"{home}/screening/{text.id}", expect=403)
    page = visitor.open(f"{home}/{text.response_id}")
    assert page.says("This text is with the safeguarding officer")
    assert FEAR not in page.text
    assert FEAR not in visitor.open(f"{home}/list?search=uncle").text
    visitor.sign_in_as(guardian)
    assert visitor.open("/desk").says("somebody may be at risk")
    page = visitor.open(f"/desk/safeguarding/{concern.id}")
    assert page.says(FEAR)
    assert page.says("writer@example.org")
    visitor.fill("What did you do?", "Rang children’s services at 10.")
    assert visitor.press("Close it").says("Nothing waits for you")


def test_a_reader_passes_a_text_on_from_its_page(session, asking, visitor, clock):
    officer = make_account(session, role=Role.OFFICER)
    send(session, asking, FEAR)
    clock.move_to(NOW)
    session.commit()
    visitor.sign_in_as(officer)
    visitor.open(f"/desk/consultations/{asking.consultation.id}/responses/screening")
    visitor.press("Read the next text")
    page = visitor.follow("Somebody may be at risk: pass it to the safeguarding officer")
    assert page.says("Nobody is named as safeguarding officer yet")
    assert visitor.press("Pass it on", expect=422).errors == ["Say in a few words what worries you"]
    visitor.fill("What worries you?", "A child is hit.")
    assert visitor.press("Pass it on").says("The safeguarding officer has it now")
    session.expire_all()
    assert session.scalars(select(SafeguardingConcern.given)).one() == FEAR


def test_the_policy_and_the_log_are_public(session, asking, reader, visitor, clock):
    send(session, asking, RUDE)
    refuse(session, asking, reader)
    clock.move_to(NOW)
    session.commit()
    page = visitor.open("/moderation")
    assert page.says("That we do not agree with it is never a reason")
    page = visitor.open(f"/consultations/{asking.consultation.slug}/moderation")
    assert page.says("A person has read 1 text")
    assert page.says("It insults or threatens people")
    assert "It insults the staff" not in page.text
    assert RUDE not in page.text
