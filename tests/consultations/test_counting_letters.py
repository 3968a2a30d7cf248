"""How copies of one letter count: chosen before closing, printed on the page, fixed afterwards."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.accounts.rules import Role
from consult.audit.models import AuditEvent
from consult.audit.rules import Happening
from consult.consultations.actions import choose_counting_rule, clone_consultation
from consult.consultations.rules import CountingRule
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import CLOSES_AT, make_consultation
from consult.kernel.errors import Refused

ONCE = "Each letter counts once, however many send it"


def test_an_officer_chooses_and_everyone_can_read_the_choice(visitor, session, clock):
    consultation, officer = make_consultation(session), make_account(session, role=Role.OFFICER)
    clock.move_to(CLOSES_AT - timedelta(days=2))
    assert visitor.open(f"/consultations/{consultation.slug}").says("everyone who sends it counts")
    visitor.sign_in_as(officer).open(f"/desk/consultations/{consultation.id}")
    visitor.follow("Say how copies of a letter count")
    assert visitor.choose(ONCE).press("Save").says("The public page says how letters count.")
    assert visitor.open(f"/consultations/{consultation.slug}").says("we count that letter once")
    event = session.scalars(select(AuditEvent).where(AuditEvent.happening == Happening.COUNTING_RULE_CHOSEN)).one()
    assert (event.facts["old"], event.facts["new"]) == ("each_person", "one_voice")
    session.refresh(consultation)
    assert consultation.counting is not None
    assert consultation.counting.chosen_by_id == officer.id


def test_after_closing_nobody_can_choose_any_more(visitor, session, clock):
    consultation, officer = make_consultation(session), make_account(session, role=Role.OFFICER)
    clock.move_to(CLOSES_AT - timedelta(minutes=5))
    visitor.sign_in_as(officer).open(f"/desk/consultations/{consultation.id}/counting")
    visitor.choose(ONCE)
    clock.move_to(CLOSES_AT + timedelta(minutes=1))
    assert visitor.press("Save", expect=422).says("nobody may choose it after seeing the responses")
    session.refresh(consultation)
    assert consultation.counting_rule is CountingRule.EACH_PERSON
    assert not visitor.open(f"/desk/consultations/{consultation.id}").says("Say how copies of a letter count")
    with pytest.raises(Refused):
        choose_counting_rule(
            session, consultation=consultation, rule=CountingRule.ONE_VOICE, by_id=officer.id, now=clock.now()
        )


def test_a_new_draft_from_an_old_consultation_counts_in_the_same_way(session):
    officer = make_account(session, role=Role.OFFICER)
    old = make_consultation(session)
    before = CLOSES_AT - timedelta(days=9)
    choose_counting_rule(session, consultation=old, rule=CountingRule.ONE_VOICE, by_id=officer.id, now=before)
    copy = clone_consultation(session, consultation=old, created_by_id=officer.id, now=before)
    assert copy.counting is not None
    assert (copy.counting_rule, copy.counting.chosen_at) == (CountingRule.ONE_VOICE, before)
