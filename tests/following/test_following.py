"""Staying in touch: an address is asked twice, told once a day, and forgotten when it leaves."""

import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import func, select

from consult.accounts.rules import Role
from consult.audit.models import AuditEvent
from consult.consultations.actions import extend_consultation, record_opening
from consult.consultations.actions.subjects import add_subject, say_about
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import CLOSES_AT, OPENS_AT, make_consultation
from consult.demo.makers.responses import make_response
from consult.following.actions import ask_to_follow, confirm_following, forget_unconfirmed, tell_news
from consult.following.models import Following
from consult.following.queries import next_to_tell
from consult.following.rules import EVERYTHING, Topic, day_of_digest
from consult.kernel.errors import Invalid
from consult.places.models import District, Ward
from consult.post.models import Mail
from consult.responses.rules import GivenAnswer

NOW = OPENS_AT + timedelta(days=10)
SECRET = "a secret for the tests, and for nothing else"  # noqa: S105 - opens nothing
ADDRESS = "pat@example.com"


@pytest.fixture
def consultation(session, clock):
    made = make_consultation(session)
    record_opening(session, consultation=made, now=OPENS_AT)
    session.commit()
    clock.move_to(NOW)
    return made


def ask(session, topic, *, email=ADDRESS):
    return ask_to_follow(
        session, email=email, topic=topic, about="it", base_url="http://localhost", secret=SECRET, now=NOW
    )


def follow(session, topic):
    following = ask(session, topic)
    second = int(following.asked_at.timestamp())
    return confirm_following(session, following_id=following.id, asked_second=second, now=NOW)


def tell(session, following, day):
    return tell_news(
        session,
        followings=[following],
        day=day,
        council="Ambleford",
        base_url="http://localhost",
        secret=SECRET,
        now=NOW,
    )


def mails(session):
    return session.scalars(select(Mail).order_by(Mail.id)).all()


def ask_on(visitor, clock, page, email=ADDRESS):
    visitor.open(page)
    visitor.fill("Your email address", email)
    clock.move_to(clock.now() + timedelta(seconds=10))  # a person takes a while
    return visitor.press("Send me a link")


def link_in(mail):
    return re.search(r"http://localhost(/news/\S+)", mail.text_body)[1]


def more_time(session, consultation):
    extend_consultation(
        session,
        consultation=consultation,
        closes_at=CLOSES_AT + timedelta(days=7),
        reason="Two schools were shut.",
        by_id=make_account(session, role=Role.OFFICER).id,
        now=NOW,
    )


def n_followings(session):
    return session.scalar(select(func.count()).select_from(Following))


def test_an_address_gets_news_only_after_its_owner_pressed_the_link(visitor, clock, session, consultation):
    page = ask_on(visitor, clock, f"/consultations/{consultation.slug}/news")
    assert page.says("We have sent a link to your address.")
    [mail] = mails(session)
    visitor.open(link_in(mail))
    assert session.scalars(select(Following)).one().confirmed_at is None, "a mail scanner only looks"
    assert visitor.press("Yes, send me news").says("You will get news")
    session.expire_all()
    assert session.scalars(select(Following)).one().confirmed_at is not None


def test_whoever_asks_again_is_told_the_same_and_gets_no_second_mail(visitor, clock, session, consultation):
    first = ask_on(visitor, clock, "/news").main
    again = ask_on(visitor, clock, "/news", email="Pat@Example.com ").main
    assert first == again
    assert len(mails(session)) == 1


def test_what_is_no_address_is_asked_for_again_and_stays_in_the_box(visitor, session, consultation):
    visitor.open("/news")
    page = visitor.fill("Your email address", "pat at example").press("Send me a link", expect=422)
    assert page.errors
    assert "pat at example" in page.body
    assert not mails(session)


def test_leaving_is_one_press_and_forgets_the_address(visitor, session, consultation):
    following = follow(session, Topic(kind="consultation", id=consultation.id))
    more_time(session, consultation)
    tell(session, following, NOW.date())
    session.commit()
    visitor.open(link_in(mails(session)[-1]).rstrip())
    assert visitor.press("Stop").says("We have deleted your address.")
    assert not n_followings(session)
    assert ADDRESS not in str([event.facts for event in session.scalars(select(AuditEvent))])


def test_a_mail_program_can_leave_for_its_reader(app, session, consultation):
    following = follow(session, Topic(kind="consultation", id=consultation.id))
    more_time(session, consultation)
    tell(session, following, NOW.date())
    session.commit()
    href = mails(session)[-1].leave_href.removeprefix("http://localhost")
    stranger = app.test_client()
    for _press in range(2):
        assert stranger.post(href, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not n_followings(session)


def test_a_made_up_link_does_nothing(visitor, session, consultation):
    follow(session, Topic(kind=EVERYTHING))
    session.commit()
    visitor.open("/news/leave/made-up", expect=404)
    visitor.open("/news/confirm/made-up", expect=404)
    assert n_followings(session) == 1


def test_one_day_is_one_mail_however_much_happened(session, consultation):
    following = follow(session, Topic(kind="consultation", id=consultation.id))
    before = len(mails(session))
    more_time(session, consultation)
    for _minute in range(3):
        for (due,) in next_to_tell(session, day=NOW.date(), at_most=10):
            tell(session, due, NOW.date())
    told = mails(session)[before:]
    assert len(told) == 1
    assert "People have more time to answer" in told[0].text_body
    assert following.told_on == NOW.date()


def test_responses_that_come_in_are_no_news(session, consultation):
    following = follow(session, Topic(kind="consultation", id=consultation.id))
    asked = sorted(consultation.questions, key=lambda question: question.position)
    said = (GivenAnswer(question_id=asked[0].id, text="Yes."), GivenAnswer(question_id=asked[1].id, scale=4))
    make_response(session, consultation=consultation, now=NOW, answers=said)
    assert not tell(session, following, NOW.date())


def test_a_new_follower_is_not_told_of_what_was_before(session, consultation):
    more_time(session, consultation)
    following = follow(session, Topic(kind="consultation", id=consultation.id))
    assert not tell(session, following, NOW.date())


def test_whoever_follows_everything_is_told_what_opens(session, consultation):
    following = follow(session, Topic(kind=EVERYTHING))
    other = make_consultation(session, title="Crossings near schools")
    record_opening(session, consultation=other, now=NOW)
    more_time(session, consultation)
    assert tell(session, following, NOW.date())
    words = mails(session)[-1].text_body
    assert "Crossings near schools" in words
    assert "more time" not in words


def test_an_address_that_nobody_confirmed_is_forgotten_after_a_week(session, consultation):
    ask(session, Topic(kind=EVERYTHING))
    forget_unconfirmed(session, now=NOW + timedelta(days=6))
    assert n_followings(session) == 1
    forget_unconfirmed(session, now=NOW + timedelta(days=8))
    assert not n_followings(session)


def test_digests_are_due_from_eight_in_london():
    assert day_of_digest(NOW.replace(month=1, hour=7, minute=59)) is None
    assert day_of_digest(NOW.replace(month=1, hour=8, minute=0)) is not None
    assert day_of_digest(NOW.replace(month=7, hour=7, minute=0)) is not None, "in summer London is an hour ahead"


@pytest.mark.parametrize("code", ["", "school:1", "consultation:", "consultation:x", "consultation:99999999999"])
def test_what_cannot_be_followed_is_refused(code):
    with pytest.raises(Invalid):
        Topic.read(code)


def test_the_feed_is_atom_and_holds_what_is_public(visitor, session, consultation):
    more_time(session, consultation)
    make_consultation(session, title="Still a secret")
    session.commit()
    for path in ("/news.atom", f"/consultations/{consultation.slug}/news.atom"):
        answer = visitor.client.get(path)
        assert answer.mimetype == "application/atom+xml"
        root = ET.fromstring(answer.data)  # noqa: S314 - our own feed
        names = {"a": "http://www.w3.org/2005/Atom"}
        assert root.findtext("a:id", namespaces=names)
        entries = root.findall("a:entry", names)
        assert entries
        assert all(entry.findtext("a:updated", namespaces=names) for entry in entries)
        assert b"Still a secret" not in answer.data
    assert b"more time" in answer.data


def leave_link(mail):
    return re.search(r"http://localhost(/news/leave\S+)", mail.text_body)[1]


@pytest.fixture
def ward(session):
    made = Ward(code="E05000001", name="Mill Hill", population=9000, district=District(code="E07000001", name="North"))
    session.add(made)
    session.flush()
    return made


@pytest.fixture
def cycling(session):
    return add_subject(session, name="Walking and cycling")


def about(session, consultation, *, subjects=(), wards=()):
    ids = {"subject_ids": [each.id for each in subjects], "ward_ids": [each.id for each in wards]}
    say_about(session, consultation=consultation, **ids, actor="account:1", now=NOW)


def told_on_next_day(session, *followings):
    """Make up one digest of the next day for one address."""
    values = {"council": "Ambleford", "base_url": "http://localhost", "secret": SECRET, "now": NOW}
    return tell_news(session, followings=followings, day=NOW.date() + timedelta(days=1), **values)


def test_whoever_follows_a_subject_is_told_of_what_is_about_it_and_of_nothing_else(session, consultation, cycling):
    other = make_consultation(session)
    record_opening(session, consultation=other, now=OPENS_AT)
    about(session, consultation, subjects=[cycling])
    following = follow(session, Topic(kind="subject", id=cycling.id))
    more_time(session, other)
    assert not told_on_next_day(session, following)
    more_time(session, consultation)
    assert told_on_next_day(session, following)


def test_whoever_follows_a_ward_is_told_all_of_their_ward_and_only_what_begins_of_the_whole_area(
    session, consultation, ward
):
    whole = make_consultation(session)
    about(session, consultation, wards=[ward])
    following = follow(session, Topic(kind="ward", id=ward.id))
    more_time(session, whole)
    assert not told_on_next_day(session, following)
    record_opening(session, consultation=whole, now=OPENS_AT)
    assert told_on_next_day(session, following)
    more_time(session, consultation)
    assert told_on_next_day(session, following)


def test_what_is_about_another_ward_is_no_news(session, consultation, ward):
    other = Ward(code="E05000002", name="Tollgate", population=1, district=ward.district)
    session.add(other)
    session.flush()
    about(session, consultation, wards=[other])
    following = follow(session, Topic(kind="ward", id=ward.id))
    more_time(session, consultation)
    assert not told_on_next_day(session, following)


def test_whoever_follows_three_things_gets_one_mail_a_day_that_tells_each_thing_once(
    session, consultation, cycling, ward
):
    about(session, consultation, subjects=[cycling], wards=[ward])
    topics = (
        Topic(kind="subject", id=cycling.id),
        Topic(kind="ward", id=ward.id),
        Topic(kind="consultation", id=consultation.id),
    )
    followings = [follow(session, topic) for topic in topics]
    n_before = len(mails(session))
    more_time(session, consultation)
    ((*due,),) = next_to_tell(session, day=NOW.date() + timedelta(days=1), at_most=50)
    assert {each.id for each in due} == {each.id for each in followings}
    told_on_next_day(session, *due)
    (mail,) = mails(session)[n_before:]
    assert mail.text_body.count("People have more time to answer") == 1
    assert next_to_tell(session, day=NOW.date() + timedelta(days=1), at_most=50) == []


def test_one_press_on_that_mail_leaves_all_three(app, session, consultation, cycling, ward):
    about(session, consultation, subjects=[cycling], wards=[ward])
    followings = [follow(session, Topic(kind=kind, id=of.id)) for kind, of in (("subject", cycling), ("ward", ward))]
    follow_other = ask(session, Topic(kind=EVERYTHING), email="other@example.com")
    more_time(session, consultation)
    told_on_next_day(session, *followings)
    mail = mails(session)[-1]
    app.secret_key = SECRET
    session.commit()
    path = leave_link(mail)
    assert mail.leave_href == f"http://localhost{path}"
    assert app.test_client().post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    session.expire_all()
    left = session.scalars(select(Following.email)).all()
    assert left == [follow_other.email]


def test_subjects_and_wards_are_offered_to_anyone_with_mail_and_atom(
    visitor, clock, session, consultation, cycling, ward
):
    about(session, consultation, subjects=[cycling], wards=[ward])
    session.commit()
    visitor.open("/news/choose")
    assert visitor.follow("Walking and cycling").says("We tell you of: Walking and cycling.")
    assert ask_on(visitor, clock, "/wards/E05000001/news").says("Check your email")
    for path in ("/subjects/walking-and-cycling/news.atom", "/wards/E05000001/news.atom"):
        root = ET.fromstring(visitor.client.get(path).data)  # noqa: S314 - our own feed
        assert root.findall("{http://www.w3.org/2005/Atom}entry")
    visitor.open("/wards/nowhere/news", expect=404)
    visitor.open("/subjects/nothing/news", expect=404)


def test_an_officer_says_what_a_consultation_is_about_and_adds_a_subject(visitor, session, consultation, ward):
    officer = make_account(session, role=Role.OFFICER)
    session.commit()
    address = f"/desk/consultations/{consultation.id}/subjects"
    visitor.sign_in_as(officer, at=NOW).open(address)
    visitor.choose("Mill Hill").fill("Another subject", "Libraries").press("Save")
    page = visitor.open(address)
    assert page.says("Libraries")
    assert page.body.count("checked") == 2
    visitor.fill("Another subject", "…")
    assert visitor.press("Save", expect=422).says("Give the subject a name with letters.")
