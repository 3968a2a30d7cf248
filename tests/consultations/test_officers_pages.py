"""From the first draft to opening, as officers and approvers do it."""

from datetime import UTC, datetime, timedelta

import pytest

from consult.accounts.rules import Role, consultation_scope
from consult.consultations.models import Consultation
from consult.consultations.queries import stage_at
from consult.consultations.rules import Stage
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import make_consultation, make_draft, make_group
from consult.jobs.engine import run_due_jobs_within
from tests.visitor import Visitor

MONDAY_MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)  # what the clock of a test shows
MARKDOWN = b"# A plan\n\n## Reading\n\nEvery child reads well.\n\n## Attendance\n\nEvery child is in school.\n"


def test_an_officer_drafts_a_consultation_and_an_approver_lets_it_open(app, visitor, session, clock):
    make_group(session, code="parent")
    officer, approver = make_account(session), make_account(session, role=Role.APPROVER)
    visitor.sign_in_as(officer).open("/desk")
    visitor.follow("Start a consultation")
    hub = visitor.fill("Title", "A plan for schools").press("Save and continue")
    assert hub.heading == "A plan for schools"
    assert hub.says("Before it can be sent for approval")
    assert visitor.open(f"{hub.address}/preview").says("You have not said yet who decides.")
    visitor.open(hub.address)
    _write_words(visitor)
    _add_options(visitor)
    _decide(visitor)
    _attach(visitor)
    _ask(visitor)
    visitor.follow("Groups asked")
    visitor.tick("Parent").press("Save")
    visitor.follow("Opening and closing")
    opens = clock.now() + timedelta(days=7)
    visitor.fill_date("Opens", opens.day, opens.month, opens.year, "9am")
    hub = visitor.fill_date("Closes", 27, 5, 2026, "5pm").press("Save")
    assert not hub.says("Before it can be sent for approval")
    preview = visitor.follow("Preview what people will see")
    assert preview.says("This is a preview")
    assert preview.says("Every child counts")
    assert preview.says("Wednesday 27 May 2026 at 5 pm")
    assert visitor.follow("Read the document").says("Every child reads well")
    visitor.open(hub.address)
    assert visitor.press("Send for approval").says("Awaiting approval")
    consultation = _only(session)
    approving = Visitor(app).sign_in_as(approver)
    approving.open("/desk")
    approving.follow("Approve or return")
    approving.fill("Why do you go on all the same?", "The assessments lie with the paper files.")
    assert approving.press("Approve").says("Scheduled")
    clock.move_to(consultation.opens_at)
    public = Visitor(app).open(f"/consultations/{consultation.slug}")
    assert public.heading == "A plan for schools"
    assert "Answer the questions" in public.links


def test_nobody_sees_a_consultation_before_it_opens(visitor, session, clock):
    draft = make_draft(session, title="Secret plan", opens_at=clock.now() + timedelta(days=3))
    visitor.open(f"/consultations/{draft.slug}", expect=404)
    assert not visitor.open("/consultations").says("Secret plan")


def test_an_author_cannot_approve_their_own_draft(visitor, session, clock):
    both = make_account(session, role=Role.OFFICER)
    make_account(session, role=Role.APPROVER, email=both.email)
    draft = make_draft(session, officer=both, opens_at=clock.now() + timedelta(days=3))
    visitor.sign_in_as(both).open(f"/desk/consultations/{draft.id}")
    visitor.press("Send for approval")
    assert "Approve it, or return it" not in visitor.page.links
    visitor.open(f"/desk/consultations/{draft.id}/judge")
    assert visitor.press("Approve", expect=403).says("someone else must approve it")
    session.expire_all()
    assert stage_at(session, draft, now=clock.now()) is Stage.AWAITING_APPROVAL


def test_an_approver_who_changed_a_word_cannot_approve(visitor, session, clock):
    approver = make_account(session, role=Role.APPROVER)
    make_account(session, role=Role.OFFICER, email=approver.email)
    draft = make_draft(session, opens_at=clock.now() + timedelta(days=3))
    visitor.sign_in_as(approver).open(f"/desk/consultations/{draft.id}/words/contact")
    visitor.fill("Whom can people ask?", "Me").press("Save")
    visitor.press("Send for approval")
    visitor.open(f"/desk/consultations/{draft.id}/judge")
    visitor.press("Approve", expect=403)


def test_a_returned_draft_says_why(visitor, app, session, clock):
    officer = make_account(session)
    draft = make_draft(session, officer=officer, opens_at=clock.now() + timedelta(days=3))
    visitor.sign_in_as(officer).open(f"/desk/consultations/{draft.id}")
    visitor.press("Send for approval")
    approving = Visitor(app).sign_in_as(make_account(session, role=Role.APPROVER))
    approving.open(f"/desk/consultations/{draft.id}/judge")
    assert approving.press("Return it to its author", expect=422).errors == ["Give a reason"]
    approving.fill("Reason", "Say what it costs").press("Return it to its author")
    assert visitor.open("/desk").says("Change what the approver asked for")
    assert visitor.open(f"/desk/consultations/{draft.id}").says("Say what it costs")


def test_two_officers_who_write_at_once_see_each_others_words(visitor, app, session, clock):
    draft = make_draft(session, opens_at=clock.now() + timedelta(days=3))
    first = visitor.sign_in_as(make_account(session))
    second = Visitor(app).sign_in_as(make_account(session))
    page = f"/desk/consultations/{draft.id}/words/contact"
    first.open(page)
    second.open(page)
    first.fill("Whom can people ask?", "The first team").press("Save")
    both = second.fill("Whom can people ask?", "The second team").press("Save", expect=409)
    assert both.says("Someone changed this while you were writing")
    assert both.says("The first team")
    assert "The second team" in both.body
    assert second.press("Save").says("Saved.")


def test_a_stale_order_of_questions_is_refused(visitor, app, session, clock):
    draft = make_draft(session, opens_at=clock.now() + timedelta(days=3))
    visitor.sign_in_as(make_account(session)).open(f"/desk/consultations/{draft.id}/questions")
    other = Visitor(app).sign_in_as(make_account(session))
    other.open(f"/desk/consultations/{draft.id}/questions")
    other.press("Move down question 1")
    assert visitor.press("Remove question 1", expect=409).heading == "Someone else changed this"


def test_questions_are_moved_changed_and_removed(visitor, session, clock):
    draft = make_draft(session, opens_at=clock.now() + timedelta(days=3))
    visitor.sign_in_as(make_account(session)).open(f"/desk/consultations/{draft.id}/questions")
    visitor.press("Move up question 3")
    visitor.follow("Where should the money go first?")
    visitor.fill("Answers to choose from", "Books\nBuses\n\nBooks").press("Save", expect=422)
    assert visitor.page.errors == ["Each answer to choose from must be different."]
    visitor.fill("Answers to choose from", "Books\nBuses").press("Save")
    page = visitor.press("Remove question 1")
    assert page.main.index("Where should the money") < page.main.index("How far do you agree")
    assert not page.says("biggest difference")


@pytest.mark.parametrize(
    ("opens", "closes", "sentence"),
    [
        ((1, 3, 2026, "9am"), (1, 5, 2026, "5pm"), "The opening time must be in the future."),
        ((10, 5, 2026, "9am"), (10, 5, 2026, "9am"), "The closing time must be after the opening time."),
        ((31, 2, 2026, "9am"), (1, 5, 2026, "5pm"), "Enter a real date, such as 27 3 2027"),
        ((10, 5, 2026, "tea"), (1, 6, 2026, "5pm"), "Enter a time, such as 17:00 or 5pm"),
    ],
)
def test_dates_that_cannot_be_are_explained(visitor, session, opens, closes, sentence):
    draft = make_draft(session, opens_at=MONDAY_MORNING + timedelta(days=3))
    visitor.sign_in_as(make_account(session)).open(f"/desk/consultations/{draft.id}/dates")
    page = visitor.fill_date("Opens", *opens).fill_date("Closes", *closes).press("Save", expect=422)
    assert page.errors == [sentence]


def test_rights_on_one_consultation_open_only_that_one(visitor, session, clock):
    mine = make_draft(session, title="Mine", opens_at=clock.now() + timedelta(days=3))
    other = make_draft(session, title="Other", opens_at=clock.now() + timedelta(days=3))
    officer = make_account(session, role=Role.OFFICER, scope=consultation_scope(mine.id))
    visitor.sign_in_as(officer)
    assert visitor.open("/desk/consultations").says("Mine")
    assert not visitor.says("Other")
    visitor.open(f"/desk/consultations/{mine.id}/words/about")
    visitor.open(f"/desk/consultations/{other.id}", expect=403)
    visitor.open("/desk/consultations/new", expect=403)


def test_more_time_is_given_with_a_reason_that_everyone_reads(visitor, session):
    consultation = make_consultation(session)
    visitor.sign_in_as(make_account(session)).open(f"/desk/consultations/{consultation.id}/extend")
    visitor.fill_date("New closing time", 1, 3, 2026, "5pm").fill("Why do people get more time?", "Easter")
    assert visitor.press("Give more time", expect=422).says("must be later")
    visitor.fill_date("New closing time", 30, 5, 2026, "5pm").press("Give more time")
    page = visitor.open(f"/consultations/{consultation.slug}")
    assert page.says("Saturday 30 May 2026 at 5 pm")
    assert page.says("Why: Easter")


def test_a_withdrawn_consultation_says_why_and_takes_no_answers(visitor, session, clock, settings):
    consultation = make_consultation(session)
    visitor.sign_in_as(make_account(session)).open(f"/desk/consultations/{consultation.id}/withdraw")
    visitor.fill("Reason", "The government took the money back.").press("Withdraw it")
    page = visitor.open(f"/consultations/{consultation.slug}")
    assert page.says("The government took the money back.")
    assert "Answer the questions" not in page.links


def test_a_template_brings_everything_but_the_dates(visitor, session):
    consultation = make_consultation(session, title="The old plan")
    visitor.sign_in_as(make_account(session)).open(f"/desk/consultations/{consultation.id}/clone")
    hub = visitor.press("Make a new draft")
    assert hub.heading == "Copy of The old plan"
    assert visitor.follow("Questions").says("How far do you agree with the plan?")
    assert visitor.open(hub.address).says("Before it can be sent for approval")


def test_every_change_stands_in_the_history(visitor, session, clock):
    officer = make_account(session, name="Ngozi Adebayo")
    draft = make_draft(session, officer=officer, opens_at=clock.now() + timedelta(days=3))
    page = visitor.sign_in_as(officer).open(f"/desk/consultations/{draft.id}/history")
    assert page.says("Began the draft")
    assert page.says("Added a question")
    assert page.says("Ngozi Adebayo")


def test_a_delay_says_whom_it_waits_on(visitor, session):
    consultation = make_consultation(session)
    visitor.sign_in_as(make_account(session)).open(f"/desk/consultations/{consultation.id}/waiting")
    visitor.fill("Whom does it wait on?", "the Department for Education").press("Save")
    assert visitor.open(f"/consultations/{consultation.slug}").says("It waits on the Department for Education")


def test_the_page_of_an_officer_says_whether_the_dates_are_past(visitor, session, clock):
    consultation = make_consultation(session)
    visitor.sign_in_as(make_account(session)).open(f"/desk/consultations/{consultation.id}")
    assert visitor.says("Opened")
    assert visitor.says("Closes")
    clock.move_to(consultation.closes_at + timedelta(minutes=1))
    visitor.sign_in_as(make_account(session)).open(f"/desk/consultations/{consultation.id}")
    assert visitor.says("Closed")
    assert not visitor.says("Closes")


def test_a_document_can_be_pasted_replaced_and_taken_away(visitor, session, clock):
    draft = make_draft(session, opens_at=clock.now() + timedelta(days=3))
    visitor.sign_in_as(make_account(session)).open(f"/desk/consultations/{draft.id}/document")
    assert visitor.press("Save the document", expect=422).errors == ["Upload a file, or paste the document."]
    visitor.fill("Title of the document", "Plan").fill("Or paste it here", "## One\n\nFirst.\n\nSecond.")
    assert visitor.press("Save the document").says("Second.")
    assert visitor.fill("Or paste it here", "## One\n\nSecond.\n\nThird.").press("Replace the document").says("Third.")
    assert not visitor.press("Take the document away").says("Third.")


def test_the_monitoring_officer_calls_a_period_and_allows_an_opening(visitor, app, session, clock):
    consultation = make_consultation(session, opens_at=clock.now() + timedelta(days=10))
    guard = make_account(session, role=Role.MONITORING_OFFICER)
    visitor.sign_in_as(guard).open("/desk/pre-election-periods")
    visitor.fill("Which election?", "City elections")
    visitor.fill_date("First day", 10, 3, 2026).fill_date("Last day", 7, 5, 2026).press("Call it")
    clock.advance(days=11)
    Visitor(app).open(f"/consultations/{consultation.slug}", expect=404)
    visitor.sign_in_as(guard).open("/desk")
    visitor.follow("Say whether it may open before the election")
    visitor.fill("Reason", "The law asks for it now.").press("Allow it to open")
    assert Visitor(app).open(f"/consultations/{consultation.slug}").says("Closes in")


def _only(session):
    from sqlalchemy import select

    return session.scalars(select(Consultation)).one()


def _write_words(visitor):
    visitor.follow("What it is about, and why now")
    visitor.fill("Summary", "Every child counts").fill("Why are we asking?", "Results differ.").press("Save")
    visitor.follow("What people can change, and what is decided")
    visitor.fill("What can people change?", "What comes first.").press("Save")
    visitor.follow("Evidence, cost and impact")
    visitor.fill("Evidence", "Three years of results.").press("Save")
    visitor.follow("Contact")
    visitor.fill("Whom can people ask?", "The schools team").press("Save")


def _add_options(visitor):
    visitor.follow("Options considered and rejected")
    visitor.fill("Option", "Do nothing").choose("No, it was rejected")
    assert visitor.press("Add this option", expect=422).says("Say why “Do nothing” was rejected.")
    visitor.fill("Why?", "Results would not change.").press("Add this option")
    visitor.follow("Back to all parts")


def _decide(visitor):
    visitor.follow("Who decides, and when")
    visitor.fill("Who decides?", "The Cabinet").fill_date("When do you expect the decision?", 1, 9, 2026).press("Save")


def _attach(visitor):
    visitor.follow("The document")
    visitor.fill("Or paste it here", MARKDOWN.decode())
    assert visitor.press("Save the document").says("Every child is in school.")
    visitor.follow("A plan for schools")


def _ask(visitor):
    visitor.follow("Questions")
    for kind, prompt, choices in (
        ("Open text", "What else?", ""),
        ("One choice", "What first?", "Reading\nAttendance"),
        ("Several choices", "What helps?", "Books\nBuses"),
        ("How far people agree", "Do you agree?", ""),
        ("Ranking", "Put in order", "One\nTwo\nThree"),
        ("Yes or no", "Is it clear?", ""),
    ):
        visitor.follow("Add a question")
        visitor.choose(kind).fill("Question", prompt).fill("Answers to choose from", choices)
        assert visitor.press("Add this question").says(prompt)
    visitor.follow("Back to all parts")


def test_approvers_are_told_by_mail_that_a_draft_waits(visitor, session, clock, settings):
    officer = make_account(session)
    make_account(session, role=Role.APPROVER, email="kofi@ambleford.example")
    draft = make_draft(session, officer=officer, opens_at=clock.now() + timedelta(days=3))
    visitor.sign_in_as(officer).open(f"/desk/consultations/{draft.id}")
    visitor.press("Send for approval")
    run_due_jobs_within(session, clock=clock, settings=settings)
    (mail,) = settings.outbox_folder.rglob("*.eml")
    assert "kofi@ambleford.example" in mail.read_text()
    assert f"/desk/consultations/{draft.id}/judge" in mail.read_text()


def test_the_page_of_a_consultation_says_what_waits_there_and_nothing_of_the_others(visitor, session):
    officer = make_account(session)
    one, _other = (make_draft(session, title=title, officer=officer) for title in ("Playgrounds", "Swimming"))
    visitor.sign_in_as(officer)
    desk = visitor.open("/desk")
    assert desk.says("Playgrounds")
    assert desk.says("Swimming")
    hub = visitor.open(f"/desk/consultations/{one.id}")
    assert hub.says("What waits for you here")
    assert hub.links["Finish your draft"] == f"/desk/consultations/{one.id}"
    assert not hub.says("Swimming")
