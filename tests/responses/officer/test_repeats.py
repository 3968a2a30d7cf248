"""Two responses that may be one person's are queued, read and linked or not; nothing is deleted, both totals show."""

import pytest
from sqlalchemy import func, select

from consult.accounts.models import Account
from consult.accounts.rules import Role
from consult.demo.makers.accounts import make_account
from consult.demo.makers.responses import make_response
from consult.responses.actions.repeats import link_repeat, look_for_repeats
from consult.responses.models import PossibleRepeat, Response, ResponseContact
from consult.responses.queries.figures import intake_figures
from consult.responses.repeats import RepeatSign, RepeatState, Sent, possible_repeats
from consult.responses.rules import Channel
from tests.responses.public.asking import OPENS

NOW = OPENS.replace(month=3, day=9)
LONG = "My two children walk along the canal to school, and the path has had no light for as long as I remember."


@pytest.fixture
def desk(visitor, session, asking, clock):
    clock.move_to(NOW)
    officer = make_account(session, role=Role.OFFICER)
    session.commit()
    return visitor.sign_in_as(officer)


def place(asking, more=""):
    return f"/desk/consultations/{asking.consultation.id}/responses{more}"


def twice(session, asking, text=LONG):
    consultation = asking.consultation
    web = make_response(session, consultation=consultation, now=NOW, text=text)
    paper = make_response(
        session, consultation=consultation, now=NOW, text=text.upper(), channel=Channel.PAPER, received_on=NOW.date()
    )
    session.commit()
    return web, paper


def test_signs_of_one_person():
    sent = [
        Sent(id=1, address="Pat@example.org", words=LONG),
        Sent(id=2, address="pat@example.org ", words="Other."),
        Sent(id=3, words=LONG.replace(",", " ")),
        Sent(id=4, organisation="Ambleford Parents"),
        Sent(id=5, organisation="ambleford parents"),
        Sent(id=6, words="I agree."),
        Sent(id=7, words="I agree."),
    ]
    assert possible_repeats(sent) == (
        (1, 2, RepeatSign.SAME_ADDRESS),
        (4, 5, RepeatSign.SAME_ORGANISATION),
        (1, 3, RepeatSign.SAME_WORDS),
    )


def test_a_letter_that_many_sent_is_no_sign_of_one_person():
    assert possible_repeats([Sent(id=number, words=LONG) for number in range(1, 5)]) == ()


def test_a_pair_is_found_read_and_linked_and_both_totals_show(desk, asking, session):
    web, paper = twice(session, asking)
    desk.open(place(asking, "/repeats"))
    assert desk.press("Look for pairs now").says("1 new pair was found.")
    assert desk.press("Look for pairs now").says("No new pair was found.")
    desk.follow(web.reference)
    assert desk.page.says("Both say the same, word for word.")
    page = desk.press("Save", expect=422)
    assert any("Say what you think they are" in error for error in page.errors)
    desk.choose("One person or organisation sent both").fill("Why?", "The same ward and words.")
    assert desk.press("Save").says("2 responses in time. 1 when those")
    session.expire_all()
    assert (paper.repeat_of_id, web.repeat_of_id) == (web.id, None)
    assert session.scalar(select(func.count()).select_from(Response)) == 2
    assert desk.open(place(asking)).says("2 responses in time. 1 when those")
    desk.open(place(asking, "/repeats"))
    desk.follow(web.reference)
    desk.choose("Two people, or I cannot tell").press("Save")
    session.expire_all()
    assert paper.repeat_of_id is None
    assert intake_figures(session, consultation=asking.consultation).n_repeats == 0


def test_a_repeat_of_what_was_withdrawn_counts(desk, asking, session):
    web, paper = twice(session, asking)
    officer_id = session.scalars(select(Account.id)).first()
    look_for_repeats(session, consultation=asking.consultation, by_id=officer_id, now=NOW)
    pair = session.scalars(select(PossibleRepeat)).one()
    link_repeat(session, repeat=pair, note="", by_id=officer_id, now=NOW)
    assert intake_figures(session, consultation=asking.consultation).n_repeats == 1
    web.withdrawn_at = NOW
    session.flush()
    figures = intake_figures(session, consultation=asking.consultation)
    assert (figures.n_in_time, figures.n_repeats) == (1, 0)
    assert paper.withdrawn_at is None


def test_the_same_address_on_two_channels_is_found(desk, asking, session):
    web, paper = twice(session, asking, text="Short.")
    for response in (web, paper):
        session.add(ResponseContact(response_id=response.id, email="pat@example.org"))
    session.commit()
    look_for_repeats(session, consultation=asking.consultation, by_id=1, now=NOW)
    assert session.scalars(select(PossibleRepeat.sign)).one() is RepeatSign.SAME_ADDRESS


def test_an_officer_puts_a_pair_on_the_list_by_its_references(desk, asking, session):
    web, paper = twice(session, asking, text="Short.")
    desk.open(place(asking, "/repeats"))
    desk.fill("Reference of one response", web.reference).fill("Reference of the other", "AAAAA-AAAAA")
    page = desk.press("Put it on the list", expect=422)
    assert web.reference in page.body
    desk.fill("Reference of one response", web.reference).fill("Reference of the other", paper.reference)
    assert desk.press("Put it on the list").says("An officer noticed it while reading.")
    assert session.scalars(select(PossibleRepeat.state)).one() is RepeatState.WAITING
