"""Whether questions lead is said by someone who did not write them, question by question."""

import pytest

from consult.accounts.rules import Role
from consult.consultations.actions import change_question
from consult.consultations.rules import QuestionKind, QuestionValues
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import JUST_BEFORE, make_draft, make_group
from consult.gates.asking import ItemFound, KnownCheck, QuestionItem, ReadQuestion, unchecked
from consult.kernel.errors import Invalid

LEADING = "Do you agree that our excellent plan should go ahead?"


def question(**over):
    given = {"id": 1, "number": 1, "kind": QuestionKind.YES_NO, "prompt": LEADING, "help": "", "choices": (), "age": 9}
    return ReadQuestion(**given | over)


def checks_of(read, *, but=()):
    return [
        KnownCheck(question_id=read.id, item=item, is_met=item not in but, words_seen=read.digest)
        for item in read.items
    ]


def test_a_question_is_checked_when_every_line_of_its_list_is_met():
    read = question()
    assert unchecked([read], checks_of(read)) == ()
    assert unchecked([read], checks_of(read)[1:]) == (read,)
    assert unchecked([read], checks_of(read, but=[QuestionItem.NEUTRAL])) == (read,)


@pytest.mark.parametrize("changed", [{"prompt": "Should it?"}, {"help": "Say yes."}, {"choices": ("Yes",)}])
def test_a_question_whose_words_change_is_to_be_read_again(changed):
    assert unchecked([question(**changed)], checks_of(question())) == (question(**changed),)


def test_only_what_offers_answers_is_read_for_their_balance():
    assert QuestionItem.FAIR_CHOICES not in question().items
    assert QuestionItem.FAIR_CHOICES in question(kind=QuestionKind.ONE_CHOICE).items


def test_a_fault_says_what_is_wrong():
    with pytest.raises(Invalid):
        ItemFound(question_id=1, item=QuestionItem.NEUTRAL, is_met=False)


@pytest.fixture
def officer(session):
    return make_account(session, role=Role.OFFICER)


@pytest.fixture
def draft(session, officer):
    asked = (QuestionValues(kind=QuestionKind.YES_NO, prompt=LEADING),)
    made = make_draft(session, officer=officer, groups=[make_group(session)], questions=asked)
    session.commit()
    return made


@pytest.fixture
def page_address(draft):
    return f"/desk/consultations/{draft.id}/checks/questions"


def shut_at(visitor, draft):
    page = visitor.open(f"/desk/consultations/{draft.id}/checks")
    return page.says(f"Not checked, or a fault was found: {LEADING}")


def ticked(visitor, *labels):
    for label in labels:
        visitor.choose(label)
    return visitor.fill("Which team or office looked?", "Policy team")


ALL = ("It does not suggest", "It asks one thing", "It takes nothing for granted")


def test_a_colleague_goes_through_the_list_and_the_gate_opens(visitor, session, draft, page_address):
    visitor.sign_in_as(make_account(session, role=Role.APPROVER))
    assert shut_at(visitor, draft)
    visitor.open(page_address)
    assert ticked(visitor, *ALL).press("Put it on the record").says("It is on the record.")
    assert not shut_at(visitor, draft)


def test_a_leading_question_keeps_the_gate_shut_and_what_was_found_is_kept(visitor, session, draft, page_address):
    visitor.sign_in_as(make_account(session, role=Role.APPROVER)).open(page_address)
    page = ticked(visitor, *ALL[1:]).press("Put it on the record", expect=422)
    assert page.errors
    assert 'value="Policy team"' in page.body
    visitor.fill("Question 1: what did you find?", "It praises the plan.").press("Put it on the record")
    assert shut_at(visitor, draft)
    assert visitor.open(page_address).says("It praises the plan.")


def test_whoever_wrote_a_question_cannot_say_that_it_does_not_lead(visitor, draft, officer, page_address):
    page = visitor.sign_in_as(officer).open(page_address)
    assert page.says("You wrote some of this, so someone else must check the questions.")
    assert "Put it on the record" not in page.buttons
    visitor.post(page_address, {"looked_by": "Us", f"note_{draft.questions[0].id}": "Fine."}, expect=403)


def test_a_change_of_words_shuts_the_gate_again(visitor, session, draft, officer, page_address):
    visitor.sign_in_as(make_account(session, role=Role.APPROVER)).open(page_address)
    ticked(visitor, *ALL).press("Put it on the record")
    asked = draft.questions[0]
    values = QuestionValues(kind=QuestionKind.YES_NO, prompt=LEADING, help="Please say yes.")
    change_question(session, question=asked, values=values, actor=officer.actor, now=JUST_BEFORE)
    session.commit()
    assert shut_at(visitor, draft)
