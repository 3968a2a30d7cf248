"""One right to vote is one ballot, whatever way and however often; and nothing joins a voter to a ballot."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from consult.audit.models import AuditEvent
from consult.elections.actions import (
    Voter,
    abandon,
    cast_ballot,
    close_box,
    draw_nonce,
    issue_paper,
    load_roll,
    receive_envelope,
    reissue_code,
)
from consult.elections.box import is_proven, proof_of, seal_number
from consult.elections.models import BallotCode, CodeSpend, RollEntry, SealedBallot
from consult.elections.queries.counting import turnout
from consult.elections.rules import Envelope, LawfulBasis, PaperIssued, RollSource, Spend
from consult.kernel.errors import Invalid, Refused


def test_a_ballot_is_stored_sealed_and_the_code_is_spent(session, poll):
    receipt = poll.cast(session, 0, 2, 1)
    box = session.scalars(select(SealedBallot)).one()
    assert box.commitment == receipt.commitment
    assert session.scalars(select(CodeSpend)).one().how is Spend.WEB
    columns = {column.name for column in SealedBallot.__table__.columns}
    assert columns == {"commitment", "contest_id", "sealed"}


def test_pressing_twice_is_one_ballot_and_the_same_receipt(session, poll):
    election = poll.contest.election
    form = {"code": poll.code(0), "preferences": (1,), "nonce": draw_nonce(), "key": poll.key}
    first = cast_ballot(session, **form, now=election.opens_at)
    again = cast_ballot(session, **form, now=election.opens_at + timedelta(seconds=2))
    assert first.commitment == again.commitment
    assert len(session.scalars(select(SealedBallot)).all()) == 1


def test_a_spent_code_casts_no_other_ballot(session, poll):
    poll.cast(session, 0, 1)
    with pytest.raises(Refused, match="has been used"):
        poll.cast(session, 0, 2)
    assert len(session.scalars(select(SealedBallot)).all()) == 1


def test_somebody_elses_nonce_spends_no_code(session, poll):
    election = poll.contest.election
    nonce = draw_nonce()
    cast_ballot(session, code=poll.code(0), preferences=(1,), nonce=nonce, key=poll.key, now=election.opens_at)
    with pytest.raises(Refused, match="not taken"):
        cast_ballot(session, code=poll.code(1), preferences=(1,), nonce=nonce, key=poll.key, now=election.opens_at)
    assert len(session.scalars(select(CodeSpend)).all()) == 1


@pytest.mark.parametrize("minutes", [-1, 7 * 24 * 60])
def test_outside_the_hours_nobody_votes(session, poll, minutes):
    at = poll.contest.election.opens_at + timedelta(minutes=minutes)
    with pytest.raises(Refused, match="Voting has"):
        poll.cast(session, 0, 1, now=at)
    assert not session.scalars(select(SealedBallot)).all()


def test_in_the_last_minute_people_still_vote(session, poll):
    assert poll.cast(session, 0, 1, now=poll.contest.election.closes_at - timedelta(seconds=1))


@pytest.mark.parametrize(("code", "sentence"), [("ABCD", "sixteen"), ("0000-0000-0000-0000", "do not know")])
def test_an_unknown_code_opens_nothing(session, poll, code, sentence):
    with pytest.raises(Invalid, match=sentence):
        cast_ballot(
            session, code=code, preferences=(), nonce=draw_nonce(), key=poll.key, now=poll.contest.election.opens_at
        )


@pytest.mark.parametrize("preferences", [(1, 1), (4,), (0,)])
def test_a_ballot_that_cannot_be_is_not_taken(session, poll, preferences):
    with pytest.raises(Invalid):
        poll.cast(session, 0, *preferences)
    assert not session.scalars(select(CodeSpend)).all()


def test_a_blank_ballot_is_a_ballot(session, poll):
    poll.cast(session, 0)
    assert len(session.scalars(select(SealedBallot)).all()) == 1


def test_a_paper_ends_the_code(session, poll):
    issue_paper(session, contest=poll.contest, entry=poll.entries[0], how=PaperIssued.HALL, key=poll.key)
    with pytest.raises(Refused, match="given a ballot paper"):
        poll.cast(session, 0, 1)


def test_who_voted_on_the_web_gets_no_paper(session, poll):
    poll.cast(session, 0, 1)
    with pytest.raises(Refused, match="voted on the web"):
        issue_paper(session, contest=poll.contest, entry=poll.entries[0], how=PaperIssued.POST, key=poll.key)
    assert poll.entries[0].paper is PaperIssued.NONE


def test_nobody_gets_two_papers(session, poll):
    issue_paper(session, contest=poll.contest, entry=poll.entries[0], how=PaperIssued.HALL, key=poll.key)
    with pytest.raises(Refused, match="already"):
        issue_paper(session, contest=poll.contest, entry=poll.entries[0], how=PaperIssued.POST, key=poll.key)


def test_a_code_issued_again_voids_the_old_one(session, poll, officer):
    old, now = poll.code(0), poll.contest.election.opens_at
    more = {"contest": poll.contest, "entry": poll.entries[0], "key": poll.key, "by_id": officer.id, "now": now}
    with pytest.raises(Invalid, match="Say why"):
        reissue_code(session, reason=" ", **more)
    new = reissue_code(session, reason="letter lost", **more)
    assert new != old
    with pytest.raises(Refused, match="newer code"):
        cast_ballot(session, code=old, preferences=(1,), nonce=draw_nonce(), key=poll.key, now=now)
    assert poll.cast(session, 0, 1)
    with pytest.raises(Refused, match="voted on the web"):
        reissue_code(session, reason="again", **more)


def test_turnout_is_told_by_channel(session, poll):
    poll.cast(session, 0, 1)
    poll.cast(session, 1, 2)
    issue_paper(session, contest=poll.contest, entry=poll.entries[2], how=PaperIssued.HALL, key=poll.key)
    for place, envelope in ((3, Envelope.ACCEPTED), (4, Envelope.REJECTED), (5, None)):
        entry = poll.entries[place]
        issue_paper(session, contest=poll.contest, entry=entry, how=PaperIssued.POST, key=poll.key)
        if envelope:
            receive_envelope(session, contest=poll.contest, entry=entry, envelope=envelope, reason="not signed")
    assert turnout(session, poll.contest) == {
        "roll": 20,
        "web": 2,
        "hall": 1,
        "post_issued": 3,
        "post": 1,
        "post_rejected": 1,
    }


def test_an_envelope_comes_only_from_who_was_sent_one(session, poll):
    with pytest.raises(Refused, match="No postal paper"):
        receive_envelope(session, contest=poll.contest, entry=poll.entries[0], envelope=Envelope.ACCEPTED, reason="")


def test_a_single_ballot_is_no_event(session, poll):
    before = len(session.scalars(select(AuditEvent)).all())
    poll.cast(session, 0, 1)
    issue_paper(session, contest=poll.contest, entry=poll.entries[1], how=PaperIssued.HALL, key=poll.key)
    assert len(session.scalars(select(AuditEvent)).all()) == before


def test_the_receipt_proves_that_the_ballot_is_in_the_sealed_box(session, poll, officer):
    receipts = [poll.cast(session, place, 1 + place % 3) for place in range(9)]
    contest = close_box(session, contest=poll.contest, by_id=officer.id, now=poll.contest.election.closes_at)
    commitments = session.scalars(select(SealedBallot.commitment)).all()
    assert contest.seal_number == seal_number(commitments)
    for receipt in receipts:
        steps = proof_of(receipt.commitment, commitments)
        assert is_proven(receipt.commitment, steps, seal=contest.seal_number)


def test_the_box_does_not_close_early(session, poll, officer):
    with pytest.raises(Refused, match="still open"):
        close_box(
            session,
            contest=poll.contest,
            by_id=officer.id,
            now=poll.contest.election.closes_at - timedelta(seconds=1),
        )


def test_the_database_takes_no_ballot_after_the_close(session, poll, officer):
    close_box(session, contest=poll.contest, by_id=officer.id, now=poll.contest.election.closes_at)
    with pytest.raises(Refused, match="closed"):
        poll.cast(session, 0, 1)
    late = {"commitment": "ab" * 32, "contest_id": poll.contest.id, "sealed": "00"}
    with pytest.raises(Exception, match="only while the poll is open"), session.begin_nested():
        session.execute(insert(SealedBallot), late)


def test_the_database_spends_a_code_once(session, poll):
    poll.cast(session, 0, 1)
    spent = session.scalars(select(CodeSpend.code_hash)).one()
    again = {"hash": spent, "contest": poll.contest.id}
    statement = text("INSERT INTO code_spends (code_hash, contest_id, how) VALUES (:hash, :contest, 'web')")
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(statement, again)


def test_a_fixed_roll_takes_nobody_more(session, poll, officer):
    voters, now = (Voter(name="Late Comer"),), poll.contest.election.opens_at
    source, basis = RollSource.SIGN_UP, LawfulBasis.CONSENT
    with pytest.raises(Refused):
        load_roll(session, contest=poll.contest, voters=voters, source=source, basis=basis, by_id=officer.id, now=now)
    entry = {"id": "x", "contest_id": poll.contest.id, "name": "L", "detail": "", "name_key": "l", "detail_key": ""}
    with pytest.raises(Exception, match="roll is fixed"), session.begin_nested():
        session.execute(insert(RollEntry), entry)


def test_roll_codes_and_box_share_nothing_but_the_contest(session, poll):
    for place in range(5):
        poll.cast(session, place, 1)
    roll = {value for row in session.execute(text("SELECT * FROM roll_entries")) for value in row}
    codes = {value for row in session.execute(text("SELECT * FROM ballot_codes")) for value in row}
    box = {value for row in session.execute(text("SELECT * FROM sealed_ballots")) for value in row}
    shared = (roll & codes) | (roll & box) | (codes & box)
    assert {value for value in shared if isinstance(value, str) and len(value) > 4} == set()
    assert len(session.scalars(select(BallotCode)).all()) == 20


def test_an_abandoned_contest_takes_no_ballot(session, poll, officer):
    abandon(
        session,
        contest=poll.contest,
        reason="A candidate died.",
        by_id=officer.id,
        now=poll.contest.election.opens_at,
    )
    with pytest.raises(Refused, match="abandoned"):
        poll.cast(session, 0, 1)
