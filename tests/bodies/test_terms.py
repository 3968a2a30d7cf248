"""Terms of reference: drafted, asked about, brought into force by an act of their own, and readable ever after."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.accounts.rules import Role
from consult.bodies.actions.terms import TermsDecided, bring_into_force, draft_terms
from consult.bodies.models import Body, TermsInForce
from consult.bodies.queries.terms import terms_not_in_force, terms_on
from consult.demo.makers.accounts import make_account
from consult.demo.makers.bodies import LONG_AGO, make_body
from consult.documents.importing.registry import import_pasted
from consult.documents.models import DocumentVersion
from consult.documents.rules import VersionState
from consult.kernel.errors import Invalid, Refused, Stale
from tests.visitor import Visitor

FIRST = "## What it is for\n\nIt advises the council.\n\nIt meets four times a year.\n"
SECOND = "## What it is for\n\nIt advises the council.\n\nIt meets six times a year, in public.\n"


@pytest.fixture
def clerk(visitor: Visitor, session: Session) -> Visitor:
    """A browser in which a clerk is signed in."""
    return visitor.sign_in_as(make_account(session, role=Role.CLERK))


def _draft(session: Session, body: Body, text: str = FIRST) -> DocumentVersion:
    imported = import_pasted(text, title=body.name)
    return draft_terms(session, body=body, imported=imported, by="system", now=LONG_AGO)


def _decided(from_on: date, *, decided_on: date | None = None) -> TermsDecided:
    return TermsDecided(from_on=from_on, decided_on=decided_on or from_on, decided_by="The cabinet", minute="Item 4")


def _in_force(session: Session, body: Body, version: DocumentVersion, from_on: date) -> TermsInForce:
    return bring_into_force(session, body=body, version=version, decided=_decided(from_on), by="system", now=LONG_AGO)


def test_a_draft_is_in_force_only_after_an_act_of_its_own(session: Session) -> None:
    body = make_body(session)
    version = _draft(session, body)
    assert terms_on(session, body_id=body.id, day=date(2026, 1, 1)).in_force is None
    _in_force(session, body, version, date(2025, 1, 1))
    assert terms_on(session, body_id=body.id, day=date(2024, 12, 31)).in_force is None
    assert terms_on(session, body_id=body.id, day=date(2025, 1, 1)).in_force is not None


def test_terms_in_force_never_change_and_the_next_are_a_version_of_their_own(session: Session) -> None:
    body = make_body(session)
    first = _draft(session, body)
    _in_force(session, body, first, date(2025, 1, 1))
    second = _draft(session, body, SECOND)
    assert (first.state, second.number) == (VersionState.PUBLISHED, 2)
    assert "four times" in first.source
    kept = {old.identity for old in first.paragraphs} & {new.identity for new in second.paragraphs}
    assert kept, "a paragraph that stays keeps its identity"


@pytest.mark.parametrize(
    ("day", "number"),
    [(date(2025, 1, 1), 1), (date(2025, 8, 31), 1), (date(2025, 9, 1), 2), (date(2030, 1, 1), 2)],
)
def test_each_day_has_the_terms_that_were_in_force_on_it(session: Session, day: date, number: int) -> None:
    body = make_body(session)
    _in_force(session, body, _draft(session, body), date(2025, 1, 1))
    _in_force(session, body, _draft(session, body, SECOND), date(2025, 9, 1))
    standing = terms_on(session, body_id=body.id, day=day).in_force
    assert standing is not None
    assert standing.version.number == number


def test_the_same_version_does_not_come_into_force_twice(session: Session) -> None:
    body = make_body(session)
    version = _draft(session, body)
    _in_force(session, body, version, date(2025, 1, 1))
    assert terms_not_in_force(session, body_id=body.id, document_id=body.terms_document_id) is None
    with pytest.raises(Refused, match="came into force already"):
        _in_force(session, body, version, date(2025, 9, 1))


def test_later_terms_cannot_come_before_those_that_stand(session: Session) -> None:
    body = make_body(session)
    _in_force(session, body, _draft(session, body), date(2025, 9, 1))
    with pytest.raises(Refused, match="Choose a later day"):
        _in_force(session, body, _draft(session, body, SECOND), date(2025, 9, 1))


def test_terms_of_another_body_are_refused(session: Session) -> None:
    with pytest.raises(Refused, match="not the terms of this body"):
        _in_force(session, make_body(session), _draft(session, make_body(session)), date(2025, 9, 1))


def test_terms_that_nobody_decided_or_in_force_before_the_decision_are_refused() -> None:
    with pytest.raises(Invalid, match="who decided it"):
        TermsDecided(from_on=date(2026, 1, 1), decided_on=date(2026, 1, 1), decided_by=" ")
    with pytest.raises(Invalid, match="or later"):
        _decided(date(2026, 1, 1), decided_on=date(2026, 1, 2))


def test_the_database_keeps_the_same_laws(session: Session) -> None:
    body = make_body(session)
    version = _draft(session, body)
    session.add(
        TermsInForce(
            body=body,
            version=version,
            from_on=date(2026, 1, 1),
            decided_on=date(2026, 1, 2),
            decided_by="The cabinet",
            recorded_at=LONG_AGO,
        )
    )
    with pytest.raises(IntegrityError):
        session.flush()


def test_two_clerks_who_write_at_once_do_not_overwrite_each_other(session: Session) -> None:
    body = make_body(session)
    seen = body.version
    _draft(session, body)
    with pytest.raises(Stale):
        draft_terms(
            session,
            body=body,
            imported=import_pasted(SECOND, title="Terms"),
            version_seen=seen,
            by="system",
            now=LONG_AGO,
        )


def test_a_clerk_writes_terms_and_brings_them_into_force_and_everyone_reads_them(
    clerk: Visitor, session: Session
) -> None:
    body = make_body(session, name="Northgate Board")
    make_body(session, name="City Board")
    clerk.open(f"/desk/bodies/{body.id}")
    clerk.follow("Write its terms of reference, or bring them into force")
    clerk.follow("Write them")
    assert clerk.press("Save the draft", expect=422).says("Upload a file, or write the terms here.")
    clerk.fill("Or write or paste it here", FIRST)
    assert clerk.press("Save the draft").says("Version 1, not in force yet")
    assert not clerk.open("/bodies/northgate-board/terms").says("It advises the council.")
    clerk.open(f"/desk/bodies/{body.id}/terms")
    clerk.follow("Bring it into force")
    assert clerk.press("Bring it into force", expect=422).says("Say who decided it")
    clerk.select("Which body decided it?", "City Board").fill_date("When was it decided?", 12, 1, 2026)
    clerk.fill_date("From which day is it in force?", 1, 2, 2026).fill("Where can the decision be read?", "Item 4")
    assert clerk.press("Bring it into force").says("Version 1 is in force since 1 February 2026.")
    clerk.open("/bodies/northgate-board")
    page = clerk.follow("Read its terms of reference")
    assert page.says("It advises the council.")
    assert page.says("Decided by City Board on 12 January 2026")


def test_past_terms_can_be_read_on_any_past_day(visitor: Visitor, session: Session) -> None:
    body = make_body(session, name="Northgate Board")
    _in_force(session, body, _draft(session, body), date(2025, 1, 1))
    _in_force(session, body, _draft(session, body, SECOND), date(2025, 9, 1))
    assert visitor.open("/bodies/northgate-board/terms").says("It meets six times a year")
    page = visitor.follow("Version 1")
    assert page.says("It meets four times a year")
    assert page.says("This is how it was on 1 January 2025.")
    assert visitor.open("/bodies/northgate-board/terms?on=2024-10-01").says("No terms of reference were in force")


def test_terms_that_come_into_force_later_are_announced(visitor: Visitor, session: Session) -> None:
    body = make_body(session, name="Northgate Board")
    _in_force(session, body, _draft(session, body), date(2025, 1, 1))
    _in_force(session, body, _draft(session, body, SECOND), date(2027, 9, 1))
    page = visitor.open("/bodies/northgate-board")
    assert page.says("version 1 since 1 January 2025")
    assert page.says("From 1 September 2027 it works under new ones")
    assert visitor.open("/bodies/northgate-board/terms").says("It meets four times a year")


def test_people_can_be_asked_about_a_draft_before_it_is_in_force(visitor: Visitor, session: Session) -> None:
    body = make_body(session, name="Northgate Board")
    version = _draft(session, body)
    visitor.sign_in_as(make_account(session, role=Role.OFFICER))
    visitor.open(f"/desk/bodies/{body.id}/terms/ask")
    page = visitor.press("Begin a consultation")
    assert page.says("What should the Northgate Board do, and how?")
    visitor.sign_in_as(make_account(session, role=Role.CLERK))
    assert visitor.open(f"/desk/bodies/{body.id}/terms").says("What people were asked about them")
    assert not visitor.open("/bodies/northgate-board/terms").says("People are asked about them")
    assert version.state is VersionState.DRAFT
