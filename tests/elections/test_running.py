"""What the returning officer can and cannot do, from the notice to the declaration."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from consult.demo.makers.accounts import make_account
from consult.demo.makers.elections import (
    make_contest,
    make_counted,
    make_election,
    make_nomination,
    make_poll,
    timetable_around,
)
from consult.elections.actions import (
    Nominated,
    Read,
    Voter,
    change_election,
    close_box,
    consent,
    count_contest,
    decide_claim,
    decide_nomination,
    declare,
    declare_uncontested,
    draw_holder_code,
    fix_roll,
    give_nomination,
    issue_paper,
    key_in,
    load_roll,
    make_claim,
    make_key,
    name_holders,
    note_found,
    open_box,
    publish_notice,
    receive_envelope,
    record_seed,
    settle,
    settle_nominations,
    voters_in,
    voters_typed,
    withdraw,
)
from consult.elections.ballots import Rule
from consult.elections.models import CountRecord, OpenedPapers
from consult.elections.queries.counting import reconciled
from consult.elections.rules import (
    CONTEST,
    ClaimKind,
    ClaimVerdict,
    ContestState,
    Envelope,
    Fate,
    LawfulBasis,
    Notice,
    OrderHow,
    PaperIssued,
    RollSource,
    Timetable,
    Verdict,
    needs_by_election,
)
from consult.files.tables import read_table
from consult.kernel.errors import Invalid, Refused, Stale
from tests.elections.conftest import OPENS

HOLDERS = [("Rosa Turner", "Returning officer"), ("Sam Field", "Scrutineer"), ("Tess Moor", "Scrutineer")]


@pytest.fixture
def open_contest(session, contest, officer):
    publish_notice(session, election=contest.election, by_id=officer.id, now=OPENS - timedelta(days=30))
    return contest


def load(session, contest, officer, voters, *, source=RollSource.SIGN_UP):
    basis, now = LawfulBasis.CONSENT, OPENS - timedelta(days=12)
    return load_roll(session, contest=contest, voters=voters, source=source, basis=basis, by_id=officer.id, now=now)


def test_a_published_notice_stands(session, open_contest, officer):
    notice = Notice(
        title="Other",
        kind=open_contest.election.kind,
        about="x",
        lot_source="dice",
        challenge_to="someone",
        challenge_by=date(2026, 6, 1),
        destroy_on=date(2026, 9, 1),
    )
    with pytest.raises(Refused, match="stands"):
        change_election(
            session,
            election=open_contest.election,
            notice=notice,
            timetable=timetable_around(OPENS),
            by_id=officer.id,
            now=OPENS,
        )


def test_a_notice_without_a_contest_is_not_published(session, election, officer):
    with pytest.raises(Refused, match="at least one contest"):
        publish_notice(session, election=election, by_id=officer.id, now=OPENS - timedelta(days=30))


@pytest.mark.parametrize("wrong", ["nominations_close_at", "opens_at", "closes_at", "claims_close_at"])
def test_a_timetable_out_of_order_does_not_exist(wrong):
    good = timetable_around(OPENS)
    moments = {name: getattr(good, name) for name in Timetable.__slots__}
    moments[wrong] = {
        "nominations_close_at": good.nominations_open_at,
        "opens_at": good.nominations_close_at,
        "closes_at": good.opens_at + timedelta(minutes=5),
        "claims_close_at": good.closes_at,
    }[wrong]
    with pytest.raises(Invalid):
        Timetable(**moments)


def test_nominations_come_only_while_they_are_open(session, open_contest):
    given = Nominated(name="A", statement="", interests="", proposer="B", seconder="C", email="", consents=True)
    for at in (OPENS - timedelta(days=28, minutes=1), OPENS - timedelta(days=14)):
        with pytest.raises(Refused, match="not open"):
            give_nomination(session, contest=open_contest, given=given, submission_key="k", by="resident", now=at)


def test_the_same_form_twice_is_one_nomination(session, open_contest):
    given = Nominated(name="A", statement="", interests="", proposer="B", seconder="C", email="", consents=True)
    at = OPENS - timedelta(days=20)
    first = give_nomination(session, contest=open_contest, given=given, submission_key="k", by="resident", now=at)
    again = give_nomination(session, contest=open_contest, given=given, submission_key="k", by="resident", now=at)
    assert (first.nomination.id, again.code) == (again.nomination.id, None)


def test_nobody_proposes_themselves():
    with pytest.raises(Invalid, match="three different people"):
        Nominated(
            name="Ann Lee", statement="", interests="", proposer="ann  lee", seconder="C", email="", consents=True
        )


def test_only_who_agreed_can_stand(session, open_contest, officer):
    given = Nominated(name="A", statement="", interests="", proposer="B", seconder="C", email="", consents=False)
    at = OPENS - timedelta(days=20)
    made = give_nomination(session, contest=open_contest, given=given, submission_key="k", by="resident", now=at)
    more = {"nomination": made.nomination, "by_id": officer.id, "now": at}
    with pytest.raises(Refused, match="not yet agreed"):
        decide_nomination(session, verdict=Verdict.VALID, reason="", **more)
    with pytest.raises(Refused, match="secret code"):
        consent(session, nomination=made.nomination, code="0000-0000-0000-0000", now=at)
    consent(session, nomination=made.nomination, code=made.code, now=at)
    decide_nomination(session, verdict=Verdict.VALID, reason="", **more)
    assert made.nomination.stands


def test_a_refusal_needs_a_reason_and_a_fresh_page(session, open_contest, officer):
    made = make_nomination(session, contest=open_contest, name="Ann Lee")
    more = {"nomination": made, "by_id": officer.id, "now": OPENS - timedelta(days=13), "verdict": Verdict.INVALID}
    with pytest.raises(Invalid, match="Say why"):
        decide_nomination(session, reason="", **more)
    with pytest.raises(Stale):
        decide_nomination(session, reason="Not in the ward", version_seen=0, **more)
    decide_nomination(session, reason="Not in the ward", version_seen=1, **more)
    assert not made.stands


def test_nominations_settle_when_all_are_decided(session, open_contest, officer):
    made = make_nomination(session, contest=open_contest, name="Ann Lee")
    after = OPENS - timedelta(days=13)
    settling = {"contest": open_contest, "order_how": OrderHow.RANDOM, "by_id": officer.id}
    session.refresh(open_contest, ["nominations"])
    with pytest.raises(Refused, match="still open"):
        settle_nominations(session, now=OPENS - timedelta(days=15), **settling)
    with pytest.raises(Refused, match="not yet decided"):
        settle_nominations(session, now=after, **settling)
    withdraw(session, nomination=made, code=None, by="account:1", now=after)
    settle_nominations(session, now=after, **settling)
    assert open_contest.state is ContestState.NOMINATED


@pytest.mark.parametrize(
    "told",
    [
        (False, False, 2, False),
        (False, False, 3, True),
        (True, False, 2, False),
        (True, True, 2, True),
        (True, True, 0, False),
    ],
)
def test_no_more_candidates_than_seats_means_no_poll(session, officer, election, told):
    ron, forces, names, has_poll = told
    contest = make_contest(session, election=election, by_id=officer.id, seats=2, ron=ron, ron_forces_poll=forces)
    publish_notice(session, election=election, by_id=officer.id, now=OPENS - timedelta(days=30))
    for number in range(names):
        made = make_nomination(session, contest=contest, name=f"Candidate {number}")
        decide_nomination(
            session, nomination=made, verdict=Verdict.VALID, reason="", by_id=officer.id, now=OPENS - timedelta(days=13)
        )
    session.refresh(contest, ["nominations"])
    settle_nominations(
        session, contest=contest, order_how=OrderHow.RANDOM, by_id=officer.id, now=OPENS - timedelta(days=13)
    )
    if has_poll:
        with pytest.raises(Refused, match="Hold the poll"):
            declare_uncontested(session, contest=contest, by_id=officer.id, now=OPENS)
    else:
        declare_uncontested(session, contest=contest, by_id=officer.id, now=OPENS - timedelta(days=12))
        assert contest.state is ContestState.UNCONTESTED


def test_the_full_electoral_register_is_refused(session, open_contest, officer):
    with pytest.raises(Refused, match="full electoral register may not be used"):
        load(session, open_contest, officer, [Voter(name="Ann")], source=RollSource.FULL_REGISTER)


def test_a_roll_comes_from_a_spreadsheet_or_is_typed(session, open_contest, officer):
    table = read_table(b"Full name,Postcode,Email\nAnn Lee,WB1 1AA,ann@example.org\nBo Khan,WB1 2AA,\n", "roll.csv")
    assert load(session, open_contest, officer, voters_in(table)).added == 2
    typed = voters_typed("Cy Adams, class 3\n\n  ann lee , wb11aa\n")
    loaded = load(session, open_contest, officer, typed)
    assert (loaded.added, loaded.known) == (1, 1)
    with pytest.raises(Invalid, match="headed “Name”"):
        voters_in(read_table(b"Who,Email\nAnn,a@b.example\n", "roll.csv"))
    with pytest.raises(Invalid, match="Line 2 has no name"):
        voters_in(read_table(b"Name,Email\n,a@b.example\n", "roll.csv"))


def test_a_claim_is_decided_before_the_roll_is_fixed(session, open_contest, officer):
    load(session, open_contest, officer, [Voter(name="Ann")])
    made = {"kind": ClaimKind.ADD_ME, "voter": Voter(name="Di Ek"), "words": "My son goes there."}
    at = OPENS - timedelta(days=10)
    claim = make_claim(session, contest=open_contest, submission_key="c", now=at, **made)
    assert make_claim(session, contest=open_contest, submission_key="c", now=at, **made).id == claim.id
    day, more = OPENS - timedelta(days=7), {"contest": open_contest, "by_id": officer.id}
    with pytest.raises(Refused, match="day that the notice names"):
        fix_roll(session, now=day - timedelta(days=1), **more)
    with pytest.raises(Refused, match="waits for your decision"):
        fix_roll(session, now=day, **more)
    with pytest.raises(Invalid, match="Say why"):
        decide_claim(session, claim=claim, verdict=ClaimVerdict.REFUSED, reason="", now=day, **more)
    decide_claim(session, claim=claim, verdict=ClaimVerdict.ALLOWED, reason="", now=day, **more)
    fix_roll(session, now=day, **more)
    with pytest.raises(Refused, match="have closed"):
        make_claim(session, contest=open_contest, submission_key="d", now=day, **made)
    assert session.scalar(text("SELECT count(*) FROM roll_entries")) == 2


def test_no_candidate_proposer_or_seconder_holds_a_key(session, open_contest, officer):
    made = make_nomination(session, contest=open_contest, name="Tess Moor")
    session.refresh(open_contest, ["nominations"])
    more = {"contest": open_contest, "by_id": officer.id, "now": OPENS}
    with pytest.raises(Refused, match="cannot hold a key"):
        name_holders(session, people=HOLDERS, **more)
    for name in (made.proposer, made.seconder):
        with pytest.raises(Refused, match="cannot hold a key"):
            name_holders(session, people=[*HOLDERS[:2], (name, "Scrutineer")], **more)
    with pytest.raises(Invalid, match="three different"):
        name_holders(session, people=[HOLDERS[0], HOLDERS[1], HOLDERS[1]], **more)


def test_the_key_waits_for_all_three(session, open_contest, officer):
    more = {"contest": open_contest, "by_id": officer.id, "now": OPENS}
    named = name_holders(session, people=HOLDERS, **more)
    for each in named[:2]:
        draw_holder_code(session, holder=each.holder)
    session.refresh(open_contest, ["holders"])
    with pytest.raises(Refused, match="three key holders"):
        make_key(session, **more)
    draw_holder_code(session, holder=named[2].holder)
    make_key(session, **more)
    with pytest.raises(Refused, match="stands as you wrote it"):
        draw_holder_code(session, holder=named[2].holder)


def test_two_holders_open_the_box_and_one_does_not(session, poll, officer):
    for place in range(6):
        poll.cast(session, place, 1 + place % 2)
    after = poll.contest.election.closes_at
    close_box(session, contest=poll.contest, by_id=officer.id, now=after)
    one, two = poll.holder_codes[1], poll.holder_codes[3]
    for codes in ({1: one}, {1: one, 2: two}, {1: one, 3: ""}):
        with pytest.raises(Refused), session.begin_nested():
            open_box(session, contest=poll.contest, codes=codes, by_id=officer.id, now=after)
        session.refresh(poll.contest)
    open_box(session, contest=poll.contest, codes={1: one, 3: two.lower()}, by_id=officer.id, now=after)
    found = {row.preferences: row.number for row in session.scalars(select(OpenedPapers))}
    assert found == {"1": 3, "2": 3}


def test_a_ballot_that_was_taken_out_is_noticed(session, poll, officer):
    for place in range(4):
        poll.cast(session, place, 1)
    after = poll.contest.election.closes_at
    close_box(session, contest=poll.contest, by_id=officer.id, now=after)
    some = session.scalar(text("SELECT min(commitment) FROM sealed_ballots"))
    session.execute(text("DELETE FROM sealed_ballots WHERE commitment = :some"), {"some": some})
    codes = dict(list(poll.holder_codes.items())[:2])
    with pytest.raises(Refused, match="not those that were sealed"):
        open_box(session, contest=poll.contest, codes=codes, by_id=officer.id, now=after)


def test_a_whole_election_on_the_web(session, poll, officer):
    for place, choices in enumerate([(1, 2)] * 8 + [(2,)] * 5 + [(3, 2)] * 4 + [()]):
        poll.cast(session, place, *choices)
    contest = make_counted(session, poll=poll, by_id=officer.id)
    assert contest.counted.sheet["winners_in_order"] == [1, 2]
    table = reconciled(session, contest)
    assert (table.valid, table.blank, table.balances) == (17, 1, True)
    declare(session, contest=contest, by_id=officer.id, now=contest.election.closes_at)
    assert contest.state is ContestState.DECLARED


def test_paper_web_and_post_are_counted_together(session, poll, officer, clerk):
    contest, after = poll.contest, poll.contest.election.closes_at
    for place in range(5):
        poll.cast(session, place, 1, 2)
    for place in (6, 7, 8):
        issue_paper(session, contest=contest, entry=poll.entries[place], how=PaperIssued.HALL, key=poll.key)
    issue_paper(session, contest=contest, entry=poll.entries[9], how=PaperIssued.POST, key=poll.key)
    receive_envelope(session, contest=contest, entry=poll.entries[9], envelope=Envelope.ACCEPTED, reason="")
    close_box(session, contest=contest, by_id=officer.id, now=after)
    reads = [
        (PaperIssued.HALL, Read(fate=Fate.VALID, preferences=(3, 1))),
        (PaperIssued.HALL, Read(fate=Fate.BLANK)),
        (PaperIssued.HALL, Read(fate=Fate.SPOILT, reason="Two first choices")),
        (PaperIssued.POST, Read(fate=Fate.VALID, preferences=(2,))),
    ]
    for number, (came_by, read) in enumerate(reads, start=1):
        for who in (officer, clerk):
            key_in(session, contest=contest, number=number, came_by=came_by, read=read, by_id=who.id)
    note_found(session, contest=contest, hall_found=3, explained="")
    make_two = dict(list(poll.holder_codes.items())[:2])
    open_box(session, contest=contest, codes=make_two, by_id=officer.id, now=after)
    record_seed(session, contest=contest, seed="dice 1", by_id=officer.id, now=after)
    count_contest(session, contest=contest, by_id=officer.id, now=after)
    session.refresh(contest, ["counted"])
    table = reconciled(session, contest)
    assert (table.valid, table.blank, table.spoilt, table.faults) == (7, 1, 1, ())
    assert contest.counted.spoilt == {"spoilt: Two first choices": 1}


def test_papers_are_typed_in_by_two_people_and_differences_settled(session, poll, officer, clerk):
    contest, now = poll.contest, poll.contest.election.closes_at
    for place in (0, 1):
        issue_paper(session, contest=contest, entry=poll.entries[place], how=PaperIssued.HALL, key=poll.key)
    close_box(session, contest=contest, by_id=officer.id, now=now)
    one, other = Read(fate=Fate.VALID, preferences=(1, 2)), Read(fate=Fate.VALID, preferences=(1, 3))
    paper = {"contest": contest, "number": 1, "came_by": PaperIssued.HALL}
    first = key_in(session, read=one, by_id=officer.id, **paper)
    assert key_in(session, read=one, by_id=officer.id, **paper).second is None
    with pytest.raises(Refused, match="yourself"):
        key_in(session, read=other, by_id=officer.id, **paper)
    key_in(session, read=other, by_id=clerk.id, **paper)
    assert first.settled is None
    with pytest.raises(Refused, match="typed in twice already"):
        key_in(session, read=other, by_id=make_account(session).id, **paper)
    with pytest.raises(Refused, match="not yet typed"):
        count_contest_after_opening(session, poll, officer)
    session.refresh(contest)
    settle(session, contest=contest, paper=first, read=one, reason="Clear under a light", by_id=officer.id, now=now)
    assert first.settled["preferences"] == [1, 2]


def count_contest_after_opening(session, poll, officer):
    now = poll.contest.election.closes_at
    with session.begin_nested():
        codes = dict(list(poll.holder_codes.items())[:2])
        open_box(session, contest=poll.contest, codes=codes, by_id=officer.id, now=now)
        count_contest(session, contest=poll.contest, by_id=officer.id, now=now)


@pytest.mark.parametrize(
    "wrong",
    [
        {"fate": Fate.VALID},
        {"fate": Fate.BLANK, "preferences": (1,)},
        {"fate": Fate.SPOILT},
        {"fate": Fate.REJECTED, "reason": " "},
    ],
)
def test_a_paper_that_cannot_be_read_so_is_refused(wrong):
    with pytest.raises(Invalid):
        Read(**wrong)


def test_a_declaration_waits_until_the_figures_balance(session, poll, officer):
    poll.cast(session, 0, 1)
    issue_paper(session, contest=poll.contest, entry=poll.entries[1], how=PaperIssued.HALL, key=poll.key)
    contest = make_counted(session, poll=poll, by_id=officer.id)
    now = contest.election.closes_at
    with pytest.raises(Refused, match="Papers handed out in the hall are missing"):
        declare(session, contest=contest, by_id=officer.id, now=now)
    assert contest.state is ContestState.COUNTED


def test_a_tie_waits_for_the_seed(session, officer, election):
    contest = make_contest(session, election=election, by_id=officer.id, seats=1, rule=Rule.ALTERNATIVE_VOTE)
    poll = make_poll(session, contest=contest, by_id=officer.id, names=("Ann", "Bo"))
    poll.cast(session, 0, 1)
    poll.cast(session, 1, 2)
    now = contest.election.closes_at
    close_box(session, contest=contest, by_id=officer.id, now=now)
    open_box(session, contest=contest, codes=dict(list(poll.holder_codes.items())[1:]), by_id=officer.id, now=now)
    with pytest.raises(Refused, match="only a lot can decide"):
        count_contest(session, contest=contest, by_id=officer.id, now=now)
    record_seed(session, contest=contest, seed="dice 6", by_id=officer.id, now=now)
    assert len(count_contest(session, contest=contest, by_id=officer.id, now=now).sheet["lots"]) == 1


def test_the_seed_comes_after_the_sealing(session, poll, officer):
    with pytest.raises(Refused, match="after the box is sealed"):
        record_seed(session, contest=poll.contest, seed="dice 6", by_id=officer.id, now=OPENS)


def test_a_candidate_who_withdraws_late_is_passed_over(session, poll, officer):
    for place, choices in enumerate([(1, 2)] * 3 + [(1,)] * 2 + [(3,)] * 4):
        poll.cast(session, place, *choices)
    gone = next(each for each in poll.contest.nominations if each.number == 1)
    withdraw(session, nomination=gone, code=None, by="account:1", now=OPENS + timedelta(days=2))
    contest = make_counted(session, poll=poll, by_id=officer.id)
    assert sorted(contest.counted.sheet["winner_set"]) == [2, 3]
    assert (contest.counted.sheet["valid"], contest.counted.sheet["blank"]) == (7, 2)
    assert reconciled(session, contest).faults == ()


def test_a_count_sheet_never_changes(session, poll, officer):
    poll.cast(session, 0, 1)
    contest = make_counted(session, poll=poll, by_id=officer.id)
    with pytest.raises(Exception, match="never changes"), session.begin_nested():
        session.execute(text("UPDATE count_records SET papers_sha256 = 'x'"))
    with pytest.raises(Refused):
        count_contest(session, contest=contest, by_id=officer.id, now=OPENS)
    assert session.scalars(select(CountRecord)).one()


def test_the_machine_leads_from_the_draft_to_an_end():
    reached = {ContestState.DRAFTED}
    for _ in CONTEST.arrows:
        reached |= {arrow.target for arrow in CONTEST.arrows if arrow.source in reached}
    assert reached == set(ContestState)
    for end in (ContestState.DECLARED, ContestState.UNCONTESTED, ContestState.ABANDONED):
        assert CONTEST.acts(end) == ()


@pytest.mark.parametrize(
    ("day", "by_election"),
    [(date(2026, 4, 30), True), (date(2026, 5, 1), False), (date(2026, 8, 31), False), (date(2026, 9, 1), True)],
)
def test_a_vacancy_late_in_the_year_is_co_opted(day, by_election):
    assert needs_by_election(vacant_on=day) is by_election


def test_a_draft_is_seen_by_nobody_and_slugs_differ(session, officer):
    one, two = (make_election(session, by_id=officer.id, opens_at=OPENS) for _ in range(2))
    assert one.slug != two.slug
    assert one.published_at is None
