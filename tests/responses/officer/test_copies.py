"""A copy for one person: all that is held about them, nothing about anyone else, and no trace of who asked."""

import io
import json
import zipfile

import pytest
from sqlalchemy import select

from consult.accounts.rules import Role
from consult.audit.models import AuditEvent
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import OPEN_TEXT, make_consultation
from consult.demo.makers.responses import make_response
from consult.following.actions import ask_to_follow
from consult.following.rules import Topic
from consult.outreach.helping import Help
from consult.outreach.models import HelpRequest
from consult.responses.models import SafeguardingConcern, ScreenedText
from consult.responses.rules import Channel

ADA = "ada@example.org"
OWN = "My son Tom walks along the ring road to Hill School."
OTHERS = "Ask ada@example.org or Mr Brian Oakley, 0121 496 0123, about it."
PAGE = "/desk/privacy/copies"


@pytest.fixture
def guard(session):
    return make_account(session, role=Role.DATA_PROTECTION_OFFICER)


@pytest.fixture
def consultation(session):
    return make_consultation(session, questions=(OPEN_TEXT,))


@pytest.fixture
def own(session, consultation, clock):
    return make_response(
        session, consultation=consultation, channel=Channel.WEB, text=OWN, email="Ada@Example.org", now=clock.now()
    )


@pytest.fixture
def others(session, consultation, clock):
    say = {"consultation": consultation, "channel": Channel.WEB, "now": clock.now()}
    make_response(session, text="A secret walrus of somebody else.", email="eve@example.org", **say)
    return make_response(session, text=OTHERS, email="bob@example.org", **say)


@pytest.fixture
def desk(visitor, guard, session, own, others):
    session.commit()
    return visitor.sign_in_as(guard)


def packed(desk, **typed):
    desk.open(PAGE)
    for label, words in typed.items():
        desk.fill({"email": "Email address", "references": "References of what they sent"}[label], words)
    desk.press("Look for it")
    desk.choose("I have checked that the person").fill("Your number of the request", "SAR 17")
    form = desk._form_of(next(b for b in desk.page.all("button") if "Download" in "".join(b.itertext())))
    answer = desk.client.post(form.get("action"), data=desk._fields_of(form))
    assert answer.status_code == 200
    assert answer.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as files:
        return json.loads(files.read("what-we-hold.json")), files.read("read-this-first.html").decode()


def test_it_holds_their_own_words_whole_in_both_files(desk):
    told, page = packed(desk, email="ADA@example.org ")
    (thing,) = told["held"]["responses"]["things"]
    assert OWN in thing["told"].values()
    assert "My son Tom walks" in page
    assert "Information Commissioner" in page
    assert "<script" not in page


def test_nothing_of_anyone_else_is_in_it(desk):
    told, page = packed(desk, email=ADA)
    everything = json.dumps(told) + page
    for word in ("walrus", "eve@example.org", "bob@example.org", "Oakley", "0121"):
        assert word not in everything
    (mention,) = told["held"]["mentions"]["things"]
    assert ADA in mention["told"]["words"], "what others wrote about them is told, without who others are"


def test_a_paper_response_is_found_by_its_reference(desk, session, consultation, clock):
    say = {"channel": Channel.PAPER, "received_on": clock.now().date(), "now": clock.now()}
    paper = make_response(session, consultation=consultation, text="On paper.", **say)
    session.commit()
    told, _page = packed(desk, references=paper.reference.lower())
    assert [thing["told"]["reference"] for thing in told["held"]["responses"]["things"]] == [paper.reference]


def test_every_room_is_asked(desk, session, consultation, clock):
    settings = {"about": "All", "base_url": "http://localhost", "secret": "s", "now": clock.now()}
    ask_to_follow(session, email=ADA, topic=Topic(kind="everything"), **settings)
    session.add(
        HelpRequest(
            consultation_id=consultation.id,
            help=next(iter(Help)),
            reach=f"Write to {ADA}",
            words="Large print.",
            asked_at=clock.now(),
            due_on=clock.now().date(),
            submission_key="once",
        )
    )
    make_account(session, role=Role.OFFICER, email=ADA)
    session.commit()
    told, _page = packed(desk, email=ADA)
    assert {"responses", "mentions", "help", "news", "mails", "account"} <= set(told["held"])


def test_what_would_put_somebody_at_risk_is_named_and_withheld(desk, session, own, guard, clock):
    answer = own.answers[0]
    screened = ScreenedText(consultation_id=own.consultation_id, response_id=own.id, answer_id=answer.id)
    session.add(screened)
    session.flush()
    session.add(
        SafeguardingConcern(
            consultation_id=own.consultation_id,
            response_id=own.id,
            screened_text_id=screened.id,
            given="He hits me.",
            words="The father may be violent.",
            raised_by_id=guard.id,
            raised_at=clock.now(),
        )
    )
    answer.text = ""
    session.commit()
    told, page = packed(desk, email=ADA)
    assert "He hits me." in page, "their own words are theirs"
    assert "violent" not in json.dumps(told) + page
    assert "schedule 3" in page


def test_the_trail_names_the_request_and_never_the_person(desk, session):
    packed(desk, email=ADA)
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event.facts["reason"] == "SAR 17"
    assert event.facts["kind"] == "subject_access"
    assert ADA not in str(event.facts) + event.subject + event.stream


def test_nothing_leaves_before_somebody_says_that_they_checked_who_asks(desk):
    desk.open(PAGE)
    desk.fill("Email address", ADA).press("Look for it")
    page = desk.press("Download the copy (ZIP)", expect=422)
    assert page.says("Check who asks before you hand anything over")
    assert 'value="ada@example.org"' in page.body


def test_whoever_is_not_there_is_told_so(desk):
    desk.open(PAGE)
    assert desk.fill("Email address", "nobody@example.org").press("Look for it").says("Nothing is held")
    desk.open(PAGE)
    assert desk.press("Look for it", expect=422).says("Enter an email address, a reference, or both.")


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR, Role.APPROVER])
def test_only_the_data_protection_officer_makes_copies(visitor, session, role):
    account = make_account(session, role=role)
    session.commit()
    visitor.sign_in_as(account).open(PAGE, expect=403)
