"""Notes of a meeting become points, and each speaker's points one response."""

import pytest
from sqlalchemy import func, select

from consult.accounts.rules import Role
from consult.demo.makers.accounts import make_account
from consult.kernel.errors import Invalid
from consult.responses.models import MeetingNotes, MeetingPoint, Response
from consult.responses.points import MOST_POINTS, PointSaid, put_together, split_notes, split_point
from consult.responses.rules import Channel, PublishAs, Purpose
from tests.responses.public.asking import OPENS

NOTES = "Buses do not come.\nNetworks help.\nApologies were given."


@pytest.fixture
def desk(visitor, session, asking, clock):
    clock.move_to(OPENS.replace(month=3, day=9))
    officer = make_account(session, role=Role.OFFICER)
    session.commit()
    return visitor.sign_in_as(officer)


def put_in(desk, asking, text=NOTES, *, may_publish=False, expect=200):
    desk.open(f"/desk/consultations/{asking.consultation.id}/responses/meetings")
    desk.fill("Which meeting was it?", "Governors' forum").fill_date("When was it held?", 5, 3, 2026).fill(
        "Notes", text
    )
    if may_publish:
        desk.tick("People were told that what they say may be published, without their names")
    return desk.press("Split into points", expect=expect)


def test_each_line_or_bullet_is_a_point():
    assert split_notes("One\n\nTwo") == ("One", "Two")
    assert split_notes("- One\n  goes on\n- Two\n\n3) Three") == ("One goes on", "Two", "Three")
    assert split_point("One\nstill one\n\nTwo") == ("One\nstill one", "Two")
    with pytest.raises(Invalid, match="new line"):
        split_point("One")
    with pytest.raises(Invalid, match="no point"):
        split_notes(" \n ")
    with pytest.raises(Invalid, match="two meetings"):
        split_notes("x\n" * (MOST_POINTS + 1))


def point(number, **over):
    values = {"speaker": "", "group_id": 1, "n_agreeing": None, "question_id": 5, "paragraph_id": None, "purpose": None}
    return PointSaid(id=number, words=f"Words {number}", **(values | over))


def test_points_of_one_speaker_are_one_response_and_hands_are_never_added():
    points = (point(1, speaker="A", n_agreeing=4), point(2), point(3, speaker="a", n_agreeing=9), point(4, speaker="A"))
    together = put_together(points)
    assert [said.point_ids for said in together] == [(1, 3, 4), (2,)]
    assert together[0].claimed == 9
    assert together[0].answers[0].text == "Words 1\n\nWords 3\n\nWords 4"
    with pytest.raises(Invalid, match="two stakeholder groups"):
        put_together((point(1, speaker="A"), point(2, speaker="A", group_id=2)))
    with pytest.raises(Invalid, match="point 2 is about"):
        put_together((point(1), point(2, question_id=None)))


def test_notes_are_split_put_right_and_taken_in(desk, asking, session):
    page = put_in(desk, asking, may_publish=True)
    assert page.says("Point 3")
    desk.press("Leave out", number=2)
    desk.fill("Point 1 > Speaker", "A").fill("Point 1 > How many agreed", "14")
    desk.select("Point 1 > Stakeholder group", "a teacher")
    desk.select("Point 1 > About", "1. What do you think of the networks?")
    desk.select("Point 2 > About", "A paragraph of the document").fill("Point 2 > Paragraph", "1.1")
    desk.select("Point 2 > What it says of the paragraph", "I support this")
    assert desk.press("Take these points in").says("2 responses were stored.")
    spoken, other = session.scalars(select(Response).order_by(Response.id)).all()
    assert {spoken.channel, other.channel} == {Channel.MEETING}
    assert (spoken.claimed_people, spoken.received_on.isoformat()) == (14, "2026-03-05")
    assert spoken.publish_as is PublishAs.WITHOUT_NAME
    assert [answer.text for answer in spoken.answers] == ["Buses do not come."]
    assert [(comment.text, comment.purpose) for comment in other.comments] == [("Networks help.", Purpose.SUPPORT)]
    assert spoken.keyed_by_id is not None
    assert desk.page.says(f"Response {spoken.reference}")
    notes = session.scalars(select(MeetingNotes)).one()
    again = desk.post(desk.page.address, {"version": notes.version, "act": "take_in"}, expect=409)
    assert again.status == 409
    assert session.scalar(select(func.count()).select_from(Response)) == 2


def test_points_are_joined_and_split_and_nothing_typed_is_lost(desk, asking, session):
    put_in(desk, asking)
    desk.fill("Point 1 > Speaker", "head")
    desk.press("Join with the one above", number=0)
    said = session.scalars(select(MeetingPoint).order_by(MeetingPoint.position)).all()
    assert [(each.words, each.speaker) for each in said] == [
        ("Buses do not come.\nNetworks help.", "head"),
        ("Apologies were given.", ""),
    ]
    desk.press("Split at its new lines", number=0)
    words = select(MeetingPoint.words, MeetingPoint.speaker).order_by(MeetingPoint.position)
    assert [tuple(row) for row in session.execute(words)][:2] == [
        ("Buses do not come.", "head"),
        ("Networks help.", "head"),
    ]
    desk.fill("Point 3 > What was said", "One line")
    page = desk.press("Split at its new lines", number=2, expect=422)
    assert page.says("Put a new line where the point should be split")
    assert page.says("One line")


def test_a_point_about_nothing_is_named_and_none_is_stored(desk, asking, session):
    put_in(desk, asking)
    desk.select("Point 1 > About", "1. What do you think of the networks?")
    page = desk.press("Take these points in", expect=422)
    assert page.says("Say what point 2 is about")
    assert session.scalar(select(func.count()).select_from(Response)) == 0
    desk.select("Point 2 > About", "A paragraph of the document").fill("Point 2 > Paragraph", "99.9")
    page = desk.press("Save for later", expect=422)
    assert any("number of the paragraph" in error for error in page.errors)


def test_notes_that_a_colleague_changed_meanwhile_are_told_and_the_words_stay(desk, asking, session):
    put_in(desk, asking)
    session.scalars(select(MeetingNotes)).one().version += 1
    session.commit()
    desk.fill("Point 1 > What was said", "Buses are late.")
    page = desk.press("Save for later", expect=409)
    assert page.says("Someone else changed these notes meanwhile")
    assert page.says("Buses are late.")


def test_a_meeting_that_has_not_been_held_is_refused(desk, asking):
    desk.open(f"/desk/consultations/{asking.consultation.id}/responses/meetings")
    desk.fill("Which meeting was it?", "Forum").fill_date("When was it held?", 5, 4, 2026).fill("Notes", NOTES)
    page = desk.press("Split into points", expect=422)
    assert any("cannot be in the future" in error for error in page.errors)
