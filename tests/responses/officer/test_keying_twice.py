"""Two people key in the same paper form; what differs is shown, and somebody looks at the paper again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.accounts.rules import Role
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import make_draft
from consult.kernel.errors import Invalid, Refused
from consult.responses.actions.keying_again import choose_intake_rules
from consult.responses.keyings import differences, parts_of, put_together
from consult.responses.models import IntakeRules, Response, ResponseRevision, SecondKeying
from consult.responses.paper import form_code
from consult.responses.rules import (
    Channel,
    GivenAnswer,
    GivenComment,
    LateRule,
    Purpose,
    Submitted,
    Timeliness,
    judge_received_on,
)
from tests.responses.public.asking import CLOSES, OPENS
from tests.visitor import Visitor

WORDS = "1. What do you think of the networks? (optional)"


@pytest.fixture
def desks(app, session, asking, clock):
    """Three officers, each with a browser, after the close."""
    clock.move_to(CLOSES + timedelta(days=5))
    officers = [make_account(session, role=Role.OFFICER, email=f"o{n}@ambleford.example") for n in range(3)]
    session.commit()
    return [Visitor(app).sign_in_as(officer) for officer in officers]


def place(asking, more=""):
    return f"/desk/consultations/{asking.consultation.id}/responses{more}"


def key(desk, asking, text, *, group="a parent or carer"):
    desk.open(place(asking, "/key-in"))
    desk.choose("Paper").fill_date("When did the council receive it?", 5, 3, 2026)
    desk.fill("Number on the paper, if it has one", form_code(asking.consultation.id, 7))
    desk.select("Answering as", group).fill(WORDS, text)
    return desk.press("Store this response")


def again(desk, asking, text, *, group="a parent or carer", day=5):
    desk.open(place(asking, "/keyings"))
    desk.follow(f"Form {form_code(asking.consultation.id, 7)}")
    desk.fill_date("When did the council receive it?", day, 3, 2026).select("Answering as", group).fill(WORDS, text)
    return desk.press("Compare with the first keying")


def test_what_was_keyed_in_is_taken_apart_and_put_together_again():
    submitted = Submitted(
        channel=Channel.PAPER,
        submission_key="",
        group_id=3,
        ward_id=4,
        answers=(GivenAnswer(question_id=1, text="Yes.", choice_ids=(5, 4)), GivenAnswer(question_id=2, scale=0)),
        comments=tuple(GivenComment(paragraph_id=9, purpose=Purpose.SUPPORT, text=text) for text in ("One", "Two")),
    )
    parts = parts_of(submitted)
    assert put_together(parts, Submitted(channel=Channel.PAPER, submission_key="", group_id=None)) == submitted
    changed = parts | {"question:1:picks": "4,5"}
    assert [each.key for each in differences(parts, changed)] == ["question:1:picks"]


def test_two_keyings_that_say_the_same_leave_nothing_to_settle(desks, asking, session):
    key(desks[0], asking, "They help.")
    assert again(desks[1], asking, "They  help. ").says("Both keyings say the same.")
    keying = session.scalars(select(SecondKeying)).one()
    assert (keying.n_differing, keying.body) == (0, {})
    assert desks[1].page.says("In 100% of all parts both people keyed in the same.")


def test_a_third_person_settles_what_differs_and_the_first_keying_is_kept(desks, asking, session):
    key(desks[0], asking, "They help.")
    page = again(desks[1], asking, "They do not help.", group="a teacher")
    assert page.says("What differs on form")
    third = desks[2]
    third.open(page.address)
    assert third.page.says("They do not help.")
    assert not third.page.says("You keyed this form in yourself.")
    page = third.press("Keep what stands on the paper", expect=422)
    assert any("Choose what stands on the paper" in error for error in page.errors)
    third.choose("They do not help.").choose("a parent or carer")
    assert third.press("Keep what stands on the paper").says("2 parts differed; settled")
    response = session.scalars(select(Response)).one()
    assert [answer.text for answer in response.answers] == ["They do not help."]
    assert response.group_id == asking.parent.id
    revision = session.scalars(select(ResponseRevision)).one()
    assert revision.body["answers"][0]["text"] == "They help."
    assert session.scalars(select(SecondKeying)).one().body == {}
    assert third.open(place(asking, "/ways-in")).says("Forms keyed in twice")


def test_one_of_the_two_settles_it_only_with_a_word_on_what_stands_there(desks, asking, session):
    key(desks[0], asking, "They help.")
    again(desks[1], asking, "They do not help.")
    desks[1].choose("They help.")
    page = desks[1].press("Keep what stands on the paper", expect=422)
    assert any("say what you saw on the paper" in error for error in page.errors)
    desks[1].choose("They help.").fill("What did you see on the paper?", "“not” is crossed out.")
    desks[1].press("Keep what stands on the paper")
    assert session.scalars(select(SecondKeying.note)).one() == "“not” is crossed out."


def test_nobody_keys_their_own_form_in_a_second_time(desks, asking, session):
    key(desks[0], asking, "They help.")
    assert not desks[0].open(place(asking, "/keyings")).says("Waiting for a second keying by you")
    response = session.scalars(select(Response)).one()
    page = desks[0].open(place(asking, f"/{response.id}/key-again"), expect=409)
    assert page.says("You keyed this form in yourself")


def test_the_day_is_judged_again_when_the_second_keying_was_right(desks, asking, session):
    key(desks[0], asking, "They help.")
    again(desks[1], asking, "They help.", day=30)
    desks[2].open(desks[1].page.address)
    desks[2].choose("30 March 2026").press("Keep what stands on the paper")
    response = session.scalars(select(Response)).one()
    assert (response.timeliness, response.received_on.isoformat()) == (Timeliness.LATE, "2026-03-30")


@pytest.mark.parametrize(
    ("received", "posted", "judged"),
    [
        (27, None, Timeliness.IN_TIME),
        (28, None, Timeliness.LATE),
        (30, 27, Timeliness.IN_TIME),
        (30, 28, Timeliness.LATE),
    ],
)
def test_the_postmark_decides_where_it_can_be_read(received, posted, judged):
    last = CLOSES.date()
    on = last.replace(day=received)
    assert judge_received_on(received_on=on, last_day=last, posted_on=posted and last.replace(day=posted)) is judged


def test_a_postmark_after_the_day_of_receipt_cannot_be():
    with pytest.raises(Invalid, match="postmark cannot be later"):
        judge_received_on(
            received_on=CLOSES.date(), last_day=CLOSES.date(), posted_on=CLOSES.date() + timedelta(days=1)
        )


def rule(session, consultation, late_rule, officer, *, now, version=0):
    return choose_intake_rules(
        session,
        consultation=consultation,
        late_rule=late_rule,
        keys_twice=True,
        version_seen=version,
        by_id=officer.id,
        now=now,
    )


def test_the_late_rule_is_fixed_before_anyone_can_answer(session, clock):
    officer = make_account(session, role=Role.OFFICER)
    draft = make_draft(session, officer=officer)
    rule(session, draft, LateRule.POSTMARKED, officer, now=clock.now())
    draft.opened_at = clock.now()
    with pytest.raises(Refused, match="stays as it was fixed"):
        rule(session, draft, LateRule.RECEIVED, officer, now=clock.now(), version=1)
    assert session.get(IntakeRules, draft.id).late_rule is LateRule.POSTMARKED
    rule(session, draft, LateRule.POSTMARKED, officer, now=clock.now(), version=1)  # keying twice may still change


def test_a_form_posted_in_time_counts_by_its_postmark(desks, asking, session):
    officer = make_account(session)
    session.add(
        IntakeRules(
            consultation_id=asking.consultation.id,
            late_rule=LateRule.POSTMARKED,
            chosen_by_id=officer.id,
            chosen_at=OPENS,
        )
    )
    session.commit()
    desk = desks[0]
    assert desk.open(place(asking, "/paper/pack")).says("The day of the postmark counts.")
    desk.open(place(asking, "/key-in"))
    desk.choose("Paper").fill_date("When did the council receive it?", 30, 3, 2026).fill(WORDS, "They help.")
    desk.fill_date("Which day stands in the postmark?", 27, 3, 2026).press("Store this response")
    response = session.scalars(select(Response)).one()
    assert (response.timeliness, response.posted_on.isoformat()) == (Timeliness.IN_TIME, "2026-03-27")
    desk.open(place(asking, "/key-in"))
    desk.choose("Paper").fill_date("When did the council receive it?", 30, 3, 2026).fill(WORDS, "They help.")
    desk.fill_date("Which day stands in the postmark?", 31, 3, 2026)
    page = desk.press("Store this response", expect=422)
    assert any("postmark cannot be later" in error for error in page.errors)
    assert page.says("They help.")


def test_the_rules_are_chosen_on_a_page_and_stand_fixed_after_the_opening(desks, asking, session):
    asking.consultation.opened_at = OPENS
    session.commit()
    page = desks[0].open(place(asking, "/rules"))
    assert page.says("Fixed before people could answer")
    desks[0].tick("Two people key in each paper form").press("Save")
    rules = session.get(IntakeRules, asking.consultation.id)
    assert (rules.late_rule, rules.keys_twice) == (LateRule.RECEIVED, True)
