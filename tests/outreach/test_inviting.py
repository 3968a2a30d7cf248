"""Invitations by email: seen before they leave, a link of its own, reminders to the silent only."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from consult.accounts.rules import Role
from consult.consultations.actions import record_opening
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import CLOSES_AT, OPENS_AT, make_consultation, make_group
from consult.demo.makers.outreach import make_consultee, make_contact
from consult.kernel.errors import Invalid, NotFound, Refused
from consult.outreach.actions.inviting import forget_addresses
from consult.outreach.inviting import (
    MOST_AT_ONCE,
    REMIND_AFTER,
    make_token,
    may_remind,
    read_token,
    require_meant,
)
from consult.outreach.models import Contact, Invitation
from consult.outreach.queries.record import ledger
from consult.outreach.rules import CameBack, Standing
from consult.post.models import Mail
from consult.responses.models import Response
from tests.visitor import Visitor

NOW = OPENS_AT + timedelta(days=10)


@pytest.fixture
def open_one(session, clock):
    group = make_group(session, code="governor", name="Governors")
    consultation = make_consultation(session, groups=[group])
    record_opening(session, consultation=consultation, now=OPENS_AT)
    session.commit()
    clock.move_to(NOW)
    return consultation


@pytest.fixture
def officer(session, open_one):
    account = make_account(session, role=Role.OFFICER)
    session.commit()
    return account


@pytest.fixture
def desk(visitor, officer):
    return visitor.sign_in_as(officer)


@pytest.fixture
def network(session, open_one):
    consultee = make_consultee(session, consultation=open_one, now=NOW, email="clerk@governors.example")
    session.commit()
    return consultee


def invitations_of(consultation):
    return f"/desk/consultations/{consultation.id}/record/invitations"


def invite(desk, consultation, *names):
    desk.open(invitations_of(consultation))
    for name in names:
        desk.choose(name)
    desk.fill("Which team writes?", "Schools team").press("Look at the letter")
    return desk.press("Send")


def letters(session):
    return session.scalars(select(Mail).order_by(Mail.id)).all()


def link_in(mail):
    return re.search(r"/consultations/\S+/respond/invited/\S+", mail.text_body).group()


def test_a_letter_is_seen_before_it_leaves_and_is_written_down_as_a_contact(desk, open_one, network, session):
    desk.open(invitations_of(open_one)).says("Nobody")
    desk.choose(network.name).fill("Which team writes?", "Schools team")
    desk.fill("Words of your own at the top of the letter", "We met in May.")
    page = desk.press("Look at the letter")
    assert page.says("1 invitation will leave.")
    assert page.says("We met in May.")
    assert page.says("(a link of its own stands here)")
    assert letters(session) == []
    assert desk.press("Send").says("1 email leaves now.")
    (mail,) = letters(session)
    assert mail.to_address == "clerk@governors.example"
    assert "We met in May." in mail.text_body
    assert session.scalars(select(Contact)).one().words == "An invitation by email with a link of its own."


def test_the_same_press_again_sends_nothing(desk, open_one, network, session):
    invite(desk, open_one, network.name)
    fields = {"consultees": str(network.id), "team": "Schools team", "n_shown": "1"}
    page = desk.post(invitations_of(open_one) + "/invitation/send", fields, expect=409)
    assert page.says("Nothing was sent")
    assert len(letters(session)) == 1


def test_a_response_by_the_link_needs_no_account_and_is_known_to_have_come_by_it(
    desk, app, open_one, network, session, clock
):
    invite(desk, open_one, network.name)
    clerk = Visitor(app)
    page = clerk.open(link_in(letters(session)[0]))
    assert page.says(f"This link was sent to {network.name}.")
    clock.advance(seconds=30)
    clerk.choose("All questions on one page").press(f"Answer for {network.name}")
    assert f'value="{network.name}"' in clerk.page.body
    clerk.choose("a governors").choose("Agree").choose("Count my answers, but do not publish my words")
    clerk.press("Save and check your answers")
    clock.advance(seconds=30)
    clerk.press("Send your answers")
    response = session.scalars(select(Response)).one()
    assert response.invited_by == session.scalars(select(Invitation.handle)).one()
    assert response.organisation_name == network.name
    assert desk.open(invitations_of(open_one)).says("A response came by it")
    (line,) = ledger(session, open_one.id)
    assert line.standing is Standing.ANSWERED
    (in_public,) = ledger(session, open_one.id, named_only=True)
    assert in_public.standing is Standing.WAITING  # it did not let us name it
    again = clerk.open(link_in(letters(session)[0]))
    assert again.says("A response came by this link already.")


def test_opening_a_link_writes_nothing(desk, app, open_one, network, session, connection):
    invite(desk, open_one, network.name)
    before = session.scalars(select(Invitation)).one().last_sent_at
    written = []
    from sqlalchemy import event

    def note(_conn, _cursor, statement, *_rest):
        written.append(statement.split()[0])

    event.listen(connection, "before_cursor_execute", note)
    Visitor(app).open(link_in(letters(session)[0]))
    event.remove(connection, "before_cursor_execute", note)
    assert not {"INSERT", "UPDATE", "DELETE"} & set(written)
    assert session.scalars(select(Invitation)).one().last_sent_at == before


def test_a_link_that_was_taken_back_opens_nothing(desk, app, open_one, network, session):
    invite(desk, open_one, network.name)
    desk.open(invitations_of(open_one))
    assert desk.press("Take the link back").says("The link opens nothing any more.")
    page = Visitor(app).open(link_in(letters(session)[0]), expect=404)
    assert page.says("Anyone can answer from the page of the consultation")


def test_a_link_fits_only_its_own_consultation(desk, app, open_one, network, session):
    invite(desk, open_one, network.name)
    other = make_consultation(session, title="Another one")
    record_opening(session, consultation=other, now=OPENS_AT)
    session.commit()
    address = link_in(letters(session)[0]).replace(open_one.slug, other.slug)
    Visitor(app).open(address, expect=404)
    Visitor(app).open(f"/consultations/{open_one.slug}/respond/invited/made-up", expect=404)


def test_a_reminder_goes_only_to_those_who_are_silent(desk, open_one, network, session, clock, officer):
    declined = make_consultee(session, consultation=open_one, now=NOW, name="Quiet Trust", email="q@trust.example")
    session.commit()
    invite(desk, open_one, network.name, declined.name)
    make_contact(session, consultee=declined, by_id=officer.id, now=NOW, on=NOW.date(), came_back=CameBack.DECLINED)
    session.commit()
    assert "Remind those who are silent" not in desk.open(invitations_of(open_one)).text
    clock.move_to(NOW + REMIND_AFTER)
    desk.sign_in_as(officer).open(invitations_of(open_one))
    assert "Quiet Trust" not in desk.page.text.split("Remind those who are silent")[1].split("Invited so far")[0]
    desk.choose(network.name).fill("Which team writes?", "Schools team")
    page = desk.press("Look at the reminder")
    assert page.says("1 reminder will leave.")
    desk.press("Send")
    first, _second, reminder = letters(session)
    assert reminder.to_address == first.to_address
    assert link_in(reminder) == link_in(first)
    assert "Remind those who are silent" not in desk.open(invitations_of(open_one)).text


def test_many_letters_leave_only_when_their_number_was_typed(desk, open_one, session):
    for number in range(20):
        make_consultee(
            session, consultation=open_one, now=NOW, name=f"Body {number:02}", email=f"b{number}@bodies.example"
        )
    session.commit()
    names = [f"Body {number:02}" for number in range(20)]
    desk.open(invitations_of(open_one))
    for name in names:
        desk.choose(name)
    desk.fill("Which team writes?", "Schools team").press("Look at the letter")
    page = desk.fill("How many emails will leave?", "2").press("Send", expect=422)
    assert any("Type 20" in error for error in page.errors)
    assert letters(session) == []
    assert desk.fill("How many emails will leave?", "20").press("Send").says("20 emails leave now.")


def test_nobody_is_invited_to_what_is_closed(desk, open_one, network, session, clock, officer):
    clock.move_to(CLOSES_AT + timedelta(days=1))
    page = desk.sign_in_as(officer).open(invitations_of(open_one))
    assert page.says("Nobody can answer this consultation now")
    fields = {"consultees": str(network.id), "team": "Schools team", "n_shown": "1"}
    desk.post(invitations_of(open_one) + "/invitation/send", fields, expect=409)
    assert letters(session) == []


def test_addresses_are_forgotten_ninety_days_after_the_close(desk, open_one, network, session):
    invite(desk, open_one, network.name)
    open_one.closed_at = CLOSES_AT
    forget_addresses(session, now=CLOSES_AT + timedelta(days=89))
    session.expire_all()
    assert session.scalars(select(Invitation)).one().to_address == "clerk@governors.example"
    forget_addresses(session, now=CLOSES_AT + timedelta(days=91))
    session.expire_all()
    assert session.scalars(select(Invitation)).one().to_address is None
    assert network.email == ""
    assert session.scalar(select(func.count()).select_from(Invitation)) == 1


def test_the_number_is_judged_before_anything_leaves():
    require_meant(n_now=3, n_shown=3, n_typed=None)
    with pytest.raises(Refused):
        require_meant(n_now=0, n_shown=0, n_typed=None)
    with pytest.raises(Refused):
        require_meant(n_now=4, n_shown=3, n_typed=None)
    with pytest.raises(Invalid):
        require_meant(n_now=MOST_AT_ONCE + 1, n_shown=MOST_AT_ONCE + 1, n_typed=MOST_AT_ONCE + 1)


def test_two_reminders_at_most_and_three_days_apart():
    def asked(**more):
        facts = {"standing": Standing.WAITING, "is_revoked": False, "last_sent_at": NOW, "n_reminders": 0}
        return may_remind(**(facts | {"now": NOW + REMIND_AFTER} | more))

    assert asked()
    assert not asked(now=NOW + REMIND_AFTER - timedelta(seconds=1))
    assert not asked(n_reminders=2)
    assert not asked(is_revoked=True)
    assert not asked(standing=Standing.ANSWERED)


def test_a_link_is_signed_by_this_installation():
    token = make_token("one secret", handle="abc")
    assert read_token("one secret", token) == "abc"
    with pytest.raises(NotFound):
        read_token("another secret", token)
