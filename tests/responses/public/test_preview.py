"""What officers see of the questions before residents do."""

from consult.accounts.rules import Role
from consult.demo.makers.accounts import make_account


def test_an_officer_sees_the_questions_as_residents_will(visitor, session, asking):
    officer = make_account(session, role=Role.OFFICER)
    session.commit()
    visitor.sign_in_as(officer)
    page = visitor.open(f"/desk/consultations/{asking.consultation.id}/preview/respond")
    assert page.says("What do you think of the networks?")
    assert "Send your answers" not in page.buttons


def test_nobody_else_does(visitor, asking):
    page = visitor.open(f"/desk/consultations/{asking.consultation.id}/preview/respond")
    assert not page.says("What do you think of the networks?")
