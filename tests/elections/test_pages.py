"""A whole election as its people see it: notice, nominations, roll, keys, codes, the booth, paper, count, result."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from consult.accounts.rules import Role
from consult.demo.makers.accounts import make_account
from consult.demo.makers.elections import make_contest, make_counted, make_election, make_poll
from consult.elections.actions import declare
from consult.elections.codes import installation_key
from consult.elections.models import Contest, RollEntry, SealedBallot
from consult.elections.rules import ContestState
from tests.elections.conftest import OPENS
from tests.visitor import Visitor

CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")
HOLDER_CODE = re.compile(r"[0-9A-Z]{13}-[0-9A-Z]{13}")


@pytest.fixture
def key(settings):
    return installation_key(settings.secret_key)


@pytest.fixture
def voting(session, contest, officer, key, clock):
    """A contest that people are voting in just now."""
    poll = make_poll(session, contest=contest, by_id=officer.id, key=key)
    clock.move_to(OPENS + timedelta(hours=3))
    return poll


@pytest.fixture
def desk(app, officer, request):
    """The returning officer's browser, signed in once the clock stands where the test begins."""
    if "voting" in request.fixturenames:
        request.getfixturevalue("voting")
    return Visitor(app).sign_in_as(officer)


def page_of(contest):
    return f"/elections/{contest.election.slug}/{contest.slug}"


def vote(visitor, code, **places):
    visitor.open("/vote")
    visitor.fill("Your voting code", code).press("Open my ballot paper")
    for name, place in places.items():
        visitor.select(name.replace("_", " "), str(place))
    return visitor.press("Check my ballot")


def test_a_voter_ranks_checks_and_casts(visitor, voting, session):
    page = vote(visitor, voting.code(0), Bo_Khan=1, Ann_Lee=2)
    assert "1 Bo Khan2 Ann Lee" in page.main
    assert "Not numbered: Cy Adams." in page.main
    page = visitor.press("Cast my ballot")
    assert page.heading == "Your ballot is in the box"
    assert session.scalars(select(SealedBallot)).one().commitment[:8] in page.main


def test_pressing_twice_gives_the_same_receipt(visitor, voting, session):
    page = vote(visitor, voting.code(0), Bo_Khan=1)
    fields = {node.get("name"): node.get("value") for node in page.all("input") if node.get("name")}
    receipts = {visitor.post("/vote/cast", fields, with_token=False).main for _ in range(2)}
    assert len(receipts) == 1
    assert len(session.scalars(select(SealedBallot)).all()) == 1


def test_a_ballot_can_be_changed_before_it_is_cast(visitor, voting):
    vote(visitor, voting.code(0), Bo_Khan=1)
    visitor.press("Change it")
    visitor.select("Bo Khan", "–").select("Cy Adams", "1")
    assert "1 Cy Adams" in visitor.press("Check my ballot").main


@pytest.mark.parametrize(
    ("places", "sentence"),
    [
        ({"Bo_Khan": 1, "Ann_Lee": 1}, "gave the number 1 to two candidates"),
        ({"Bo_Khan": 1, "Ann_Lee": 3}, "No candidate has the number 2"),
    ],
)
def test_a_mistake_is_told_and_nothing_typed_is_lost(visitor, voting, places, sentence):
    visitor.open("/vote")
    visitor.fill("Your voting code", voting.code(0)).press("Open my ballot paper")
    for name, place in places.items():
        visitor.select(name.replace("_", " "), str(place))
    page = visitor.press("Check my ballot", expect=422)
    assert sentence in page.main
    chosen = [node for node in page.all("option") if node.get("selected") is not None]
    assert len(chosen) == len(places)


def test_a_wrong_code_is_told_beside_the_box(visitor, voting):
    visitor.open("/vote")
    page = visitor.fill("Your voting code", "nonsense").press("Open my ballot paper", expect=422)
    assert "sixteen letters" in page.errors[0]


def test_a_used_code_is_told(visitor, voting, session):
    vote(visitor, voting.code(0), Bo_Khan=1)
    visitor.press("Cast my ballot")
    vote(visitor, voting.code(0), Ann_Lee=1)
    assert "has been used" in visitor.press("Cast my ballot", expect=422).main


def test_a_code_never_stands_in_an_address(visitor, voting):
    code = voting.code(0)
    for page in (vote(visitor, code, Bo_Khan=1), visitor.press("Cast my ballot")):
        assert code not in page.address
        assert code.replace("-", "") not in page.address
    assert code not in visitor.page.body


def test_before_and_after_the_hours_the_booth_is_shut(visitor, voting, clock):
    for moment in (OPENS - timedelta(hours=1), OPENS + timedelta(days=8)):
        clock.move_to(moment)
        visitor.open("/vote")
        page = visitor.fill("Your voting code", voting.code(0)).press("Open my ballot paper", expect=422)
        assert "Voting has" in page.errors[0]


def test_turnout_is_public_and_results_are_not(visitor, voting, session):
    for place in range(5):
        voting.cast(session, place, 1)
    page = visitor.open(page_of(voting.contest))
    assert "Turnout so far: 25% of 20" in page.main
    assert "On the web5" in page.main
    for address in ("result", "count.json", "count.blt", "recount", "seals.txt", "receipt"):
        visitor.open(f"{page_of(voting.contest)}/{address}", expect=404)


def test_the_limits_of_secrecy_are_told_before_voting(visitor):
    page = visitor.open("/vote")
    for words in ("behind you", "how you voted", "copies the whole server", "public office"):
        assert words in page.main


def declared(session, poll, officer, ballots, clock):
    for place, choices in enumerate(ballots):
        poll.cast(session, place, *choices)
    contest = make_counted(session, poll=poll, by_id=officer.id)
    declare(session, contest=contest, by_id=officer.id, now=contest.election.closes_at + timedelta(hours=1))
    clock.move_to(contest.election.closes_at + timedelta(hours=2))
    return contest


def test_how_each_seat_was_won_is_told_stage_by_stage(visitor, voting, session, officer, clock):
    contest = declared(session, voting, officer, [(1, 2)] * 10 + [(2,)] * 4 + [(3, 2)] * 5, clock)
    page = visitor.open(f"{page_of(contest)}/result")
    for words in (
        "Ann Lee and Bo Khan won.",
        "What Ann Lee did not need is passed on",
        "7 elect",
        "elected in stage 1",
    ):
        assert words in page.main
    assert "<svg" in page.body
    assert page.all("table")
    assert "consult count" in page.main


def test_the_published_ballots_recount_to_the_same_sheet(visitor, voting, session, officer, clock, tmp_path):
    from click.testing import CliRunner

    from consult.cli import main

    contest = declared(session, voting, officer, [(1, 2, 3)] * 10 + [(2, 3)] * 4 + [(3, 1)] * 4, clock)
    visitor.open(f"{page_of(contest)}/count.blt")
    box = tmp_path / "box.blt"
    box.write_bytes(visitor.last.data)
    visitor.open(f"{page_of(contest)}/count.json")
    counted = CliRunner().invoke(main, ["count", str(box), "--lot-seed", contest.lot_seed, "--format", "json"])
    assert {**visitor.last.json, "blank": 0} == {**__import__("json").loads(counted.stdout), "blank": 0}
    visitor.open(f"{page_of(contest)}/count.csv")
    assert b"non-transferable" in visitor.last.data
    visitor.open(f"{page_of(contest)}/recount")


def test_with_few_ballots_only_the_winners_are_published(visitor, voting, session, officer, clock):
    contest = declared(session, voting, officer, [(1,)] * 5, clock)
    page = visitor.open(f"{page_of(contest)}/result")
    assert "Ann Lee" in page.main
    assert "full sheet would show how somebody voted" in page.main
    assert "Stage 1" not in page.main
    for address in ("count.json", "count.csv", "count.blt", "recount"):
        visitor.open(f"{page_of(contest)}/{address}", expect=404)


def test_an_observer_sees_the_whole_sheet_however_few_voted(app, visitor, desk, voting, session, officer, clock):
    contest = declared(session, voting, officer, [(1,)] * 5, clock)
    desk.sign_in_as(officer)
    desk.open(f"/desk/contests/{contest.id}/closing")
    page = desk.press("Make a link for observers")
    link = re.search(r"/observe/[\w-]+", page.body)[0]
    assert "Stage 1" in visitor.open(link).main
    visitor.open("/observe/guess", expect=404)


def test_a_receipt_is_looked_up_in_the_sealed_box(visitor, voting, session, officer, clock):
    receipt = voting.cast(session, 19, 1)
    contest = declared(session, voting, officer, [(1,)] * 6, clock)
    visitor.open(f"{page_of(contest)}/receipt")
    page = visitor.fill("Your receipt", receipt.commitment[:8]).press("Look into the box")
    assert "Your ballot is in the sealed box" in page.main
    visitor.open(f"{page_of(contest)}/receipt")
    page = visitor.fill("Your receipt", "ffffffff" * 8).press("Look into the box", expect=422)
    assert "No ballot in the box" in page.errors[0]
    visitor.open(f"{page_of(contest)}/seals.txt")
    assert receipt.commitment.encode() in visitor.last.data


def test_somebody_is_put_forward_agrees_and_withdraws(visitor, desk, contest, officer, session, clock):
    from consult.elections.actions import publish_notice

    publish_notice(session, election=contest.election, by_id=officer.id, now=OPENS - timedelta(days=30))
    clock.move_to(OPENS - timedelta(days=20))
    visitor.open(page_of(contest))
    visitor.follow("Put someone forward")
    visitor.fill("Name of the candidate", "Di Ek").fill("Name of the proposer", "Di Ek")
    visitor.fill("Name of the seconder", "Ed Fox")
    assert "three different people" in visitor.press("Send the nomination", expect=422).errors[0]
    visitor.fill("Name of the proposer", "Flo Gray")
    page = visitor.press("Send the nomination")
    code = CODE.search(page.main)[0]
    reference = re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", page.main)[0]
    visitor.open(f"/nominations/{reference}")
    assert code not in visitor.page.body
    visitor.fill("Secret code of the nomination", "0000-0000-0000-0000")
    assert "does not belong" in visitor.press("I agree to stand", expect=422).errors[0]
    visitor.fill("Secret code of the nomination", code).press("I agree to stand")
    assert "Has agreed to standYes" in visitor.page.main
    visitor.fill("Secret code of the nomination", code).press("Withdraw the nomination")
    assert "Withdrawn" in visitor.page.main


def test_a_voter_asks_about_the_roll_and_claims(visitor, contest, officer, session, clock):
    from consult.elections.actions import Voter, load_roll, publish_notice
    from consult.elections.rules import LawfulBasis, RollSource

    publish_notice(session, election=contest.election, by_id=officer.id, now=OPENS - timedelta(days=30))
    load_roll(
        session,
        contest=contest,
        voters=[Voter(name="Ann O’Neil", detail="WB1 1AA")],
        source=RollSource.SCHOOL_RECORDS,
        basis=LawfulBasis.PUBLIC_TASK,
        by_id=officer.id,
        now=OPENS - timedelta(days=20),
    )
    clock.move_to(OPENS - timedelta(days=15))
    visitor.open(page_of(contest))
    visitor.follow("Are you on the roll?")
    visitor.fill("Your full name", "ann o'neil").fill("What tells you apart", "wb11aa")
    assert "Yes, you are on the roll" in visitor.press("Look").main
    visitor.fill("Your full name", "ann o'neil").fill("What tells you apart", "")
    assert "We did not find you" in visitor.press("Look").main
    visitor.follow("Say that the roll is wrong")
    visitor.choose("I should be on the roll and am not").fill("The name that this is about", "Di Ek")
    visitor.fill("Why", "My daughter goes to school there.")
    assert "We have your claim" in visitor.press("Send").text


def test_the_full_register_is_refused_on_the_page(desk, contest, officer, session, clock):
    desk.open(f"/desk/contests/{contest.id}/roll")
    desk.choose("The full electoral register").choose("Public task").fill("Or type them", "Ann Lee")
    assert "may not be used" in desk.press("Put them on the roll", expect=422).errors[0]


def test_the_members_of_a_body_are_the_roll_of_an_indirect_election(desk, contest, session, officer):
    from consult.demo.makers.bodies import make_membership, make_person, make_seat
    from consult.elections.models import RollEntry

    held = make_membership(session, seat=make_seat(session), person=make_person(session, name="Mae Borrow"))
    desk.open(f"/desk/contests/{contest.id}/roll")
    body = held.seat.seat_class.body.name
    desk.choose("The members of a body").choose("Public task").select("Or take the members of a body", body)
    desk.press("Put them on the roll")
    assert session.scalars(select(RollEntry.name)).all() == ["Mae Borrow"]


def test_a_person_gets_a_paper_and_the_code_ends(desk, visitor, voting, session):
    code, entry = voting.code(0), voting.entries[0]
    desk.open(f"/desk/contests/{voting.contest.id}/roll")
    desk.follow(entry.name)
    desk.press("Handed out in the hall")
    vote(visitor, code, Bo_Khan=1)
    assert "given a ballot paper" in visitor.press("Cast my ballot", expect=422).main


def test_papers_wait_on_the_desks_of_clerk_and_returning_officer(app, voting, session, officer, clerk, clock):
    from consult.elections.actions import close_box

    clock.move_to(voting.contest.election.closes_at)
    close_box(session, contest=voting.contest, by_id=officer.id, now=voting.contest.election.closes_at)
    helper = Visitor(app).sign_in_as(clerk)
    helper.open("/desk")
    assert "Type in papers" in helper.follow("Type in ballot papers").heading
    assert "Record the seed of the lots" in Visitor(app).sign_in_as(officer).open("/desk").main


def test_a_code_is_issued_again_with_a_reason(desk, visitor, voting):
    old, entry = voting.code(0), voting.entries[0]
    desk.open(f"/desk/contests/{voting.contest.id}/roll/{entry.id}")
    assert desk.press("Void the old code", expect=422).errors == ["Say why"]
    new = CODE.search(desk.fill("Why", "letter lost").press("Void the old code").main)[0]
    assert new != old
    vote(visitor, new, Bo_Khan=1)
    assert visitor.press("Cast my ballot").heading == "Your ballot is in the box"


def test_a_roll_of_ten_thousand_is_paged_with_the_same_number_of_queries(desk, session, officer, clock, engine):
    from sqlalchemy import event

    from consult.elections.actions import Voter, load_roll
    from consult.elections.rules import LawfulBasis, RollSource

    contest = make_contest(session, election=make_election(session, by_id=officer.id, opens_at=OPENS), by_id=officer.id)
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    def queries_of(path):
        desk.open(path)
        asked.clear()
        desk.open(path)
        return len(asked)

    def load(first, last):
        load_roll(
            session,
            contest=contest,
            voters=[Voter(name=f"Voter {number:05}", detail=str(number)) for number in range(first, last)],
            source=RollSource.SIGN_UP,
            basis=LawfulBasis.CONSENT,
            by_id=officer.id,
            now=OPENS - timedelta(days=30),
        )

    load(0, 60)
    pages = [f"/desk/contests/{contest.id}/{page}" for page in ("roll", "attendance", "pack", "codes", "slips")]
    few = [queries_of(page) for page in pages]
    load(60, 10_000)
    assert [queries_of(page) for page in pages] == few
    assert "1 to 50 of 10,000" in desk.open(pages[0]).main
    assert len(session.scalars(select(RollEntry)).all()) == 10_000


def test_the_public_pages_ask_the_same_however_many_stand_and_vote(visitor, voting, session, engine):
    from sqlalchemy import event

    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    def queries_of(path):
        session.expire_all()
        asked.clear()
        visitor.open(path)
        return len(asked)

    paths = [page_of(voting.contest), "/elections", f"/elections/{voting.contest.election.slug}"]
    few = [queries_of(path) for path in paths]
    for place in range(15):
        voting.cast(session, place, 1 + place % 3)
    assert [queries_of(path) for path in paths] == few


def test_the_dry_run_counts_test_ballots_and_keeps_nothing(desk, voting, session):
    page = desk.open(f"/desk/contests/{voting.contest.id}/dry-run")
    assert "60 test ballots were drawn, sealed, opened" in page.main
    assert "20 receipts were checked" in page.main
    assert session.scalars(select(SealedBallot)).all() == []


def test_the_hall_sees_turnout_and_then_the_result(visitor, voting, session, officer, clock):
    assert "0 have voted" in visitor.open(f"{page_of(voting.contest)}/hall").main
    contest = declared(session, voting, officer, [(1, 2)] * 10 + [(2,)] * 6, clock)
    assert "Ann Lee and Bo Khan won." in visitor.open(f"{page_of(contest)}/hall").main


def test_an_election_from_the_notice_to_the_declaration(app, session, officer, clock):
    """Clerk and returning officer, three voters on the web, papers in the hall, all through pages."""
    clerk = make_account(session, role=Role.CLERK)
    desk, second, visitor = Visitor(app), Visitor(app), Visitor(app)
    clock.move_to(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    desk.sign_in_as(officer)
    desk.open("/desk/elections")
    desk.follow("Begin an election")
    desk.fill("Title", "Parent governors").choose("Election")
    desk.fill("What people should know", "Two parents join the board.")
    for group, day, month, time in (
        ("Nominations open", 3, 3, "9am"),
        ("Nominations close", 10, 3, "noon"),
        ("Claims about the roll close", 12, 3, "noon"),
        ("Voting opens", 16, 3, "9am"),
        ("Voting closes", 20, 3, "5pm"),
    ):
        desk.fill_date(group, day, month, 2026, time)
    desk.fill_date("Day on which the roll is fixed", 13, 3, 2026)
    desk.fill("Where the seed of the lots will come from", "Six dice").fill("Who hears a challenge", "The clerk")
    desk.fill_date("Last day for a challenge", 10, 4, 2026).fill_date("Day on which ballots are destroyed", 1, 9, 2026)
    desk.press("Save")
    desk.follow("Add a contest")
    desk.fill("Title of the contest", "Parents").fill("Its name in lots and seals", "school.parents.2026")
    desk.fill("Who may vote", "Parents of pupils").fill("How many seats", "1").choose("Alternative vote, for one seat")
    desk.tick("On the web, with a code").tick("On paper in the hall").press("Add the contest")
    desk.press("Publish the notice")
    contest = session.scalars(select(Contest)).one()
    home = f"/desk/contests/{contest.id}"
    clock.move_to(datetime(2026, 3, 4, 9, 0, tzinfo=UTC))
    for name in ("Ann Lee", "Bo Khan"):
        visitor.open(f"{page_of(contest)}/nominate")
        visitor.fill("Name of the candidate", name).fill("Name of the proposer", "P").fill("Name of the seconder", "S")
        visitor.tick("I am the candidate and I agree to stand").press("Send the nomination")
    clock.move_to(datetime(2026, 3, 10, 13, 0, tzinfo=UTC))
    desk.sign_in_as(officer)
    for name in ("Ann Lee", "Bo Khan"):
        desk.open(f"{home}/nominations")
        desk.follow(name)
        desk.choose("Valid").press("Decide")
    desk.open(f"{home}/nominations")
    desk.choose("Drawn by hand").select("Ann Lee", "2").select("Bo Khan", "1").press("Settle")
    desk.open(f"{home}/roll")
    desk.choose("The attendance list of a meeting").choose("Consent")
    desk.fill("Or type them", "One A, 1\nTwo B, 2\nThree C, 3\nFour D, 4\nFive E, 5").press("Put them on the roll")
    clock.move_to(datetime(2026, 3, 13, 9, 0, tzinfo=UTC))
    desk.sign_in_as(officer)
    desk.open(f"{home}/roll")
    desk.press("Fix the roll")
    desk.open(f"{home}/keys")
    desk.fill("Returning officer", "R").fill("First scrutineer", "F").fill("Second scrutineer", "G")
    links = re.findall(r"/keys/[\w-]+", desk.press("Name them and show their links").body)
    holder_codes = []
    for link in dict.fromkeys(links):
        visitor.open(link)
        holder_codes.append(HOLDER_CODE.search(visitor.press("Draw my key code").main)[0])
    desk.open(f"{home}/keys")
    desk.press("Make the key")
    desk.open(f"{home}/codes")
    desk.press("Make a code for everyone on the roll")
    desk.follow("Slips to print")
    slips = desk.open(f"{home}/slips").main
    codes = dict(zip(("Five", "Four", "One", "Three", "Two"), CODE.findall(slips), strict=True))
    desk.press("These slips went out")
    desk.open(f"{home}/closing")
    desk.press("Make the contest ready for voting")
    clock.move_to(datetime(2026, 3, 17, 9, 0, tzinfo=UTC))
    desk.sign_in_as(officer)
    for name, choice in (("One", "Ann_Lee"), ("Two", "Bo_Khan"), ("Three", "Ann_Lee")):
        vote(visitor, codes[name], **{choice: 1})
        visitor.press("Cast my ballot")
    for name in ("Four D", "Five E"):
        desk.open(f"{home}/roll")
        desk.follow(name)
        desk.press("Handed out in the hall")
    clock.move_to(datetime(2026, 3, 20, 17, 5, tzinfo=UTC))
    desk.sign_in_as(officer)
    desk.open(f"{home}/closing")
    desk.press("Close the box")
    for browser, account in ((desk, officer), (second, clerk)):
        browser.sign_in_as(account)
        for number, name in ((1, "Bo Khan"), (2, "Ann Lee")):
            browser.open(f"{home}/papers")
            browser.fill("Number written on the paper", str(number)).choose("In the hall").choose("Valid")
            browser.fill(name, "1" if number == 1 or browser is desk else "2")
            if number == 2 and browser is second:
                browser.fill("Bo Khan", "1")
            browser.press("Next paper")
    desk.open(f"{home}/papers")
    desk.follow("Settle paper 2")
    desk.fill("How you decided", "Plain under a light").press("The first is right")
    desk.open(f"{home}/closing")
    desk.fill("Papers from the hall found in the box", "2").press("Save")
    desk.fill("What was drawn", "dice 1 2 3").press("Record it")
    desk.fill("Code of the returning officer", holder_codes[0]).fill("Code of the second scrutineer", holder_codes[1])
    assert "does not open" in desk.press("Open the box", expect=422).errors[0]
    desk.fill("Code of the returning officer", holder_codes[0]).fill("Code of the second scrutineer", holder_codes[2])
    desk.press("Open the box")
    desk.press("Count")
    assert "Every figure agrees" in desk.page.main
    desk.press("Declare the result")
    session.refresh(contest)
    assert contest.state is ContestState.DECLARED
    assert "Ann Lee won." in visitor.open(f"{page_of(contest)}/result").main
