"""The walk of one response: from the first draft to the promise that came of it, by everyone who has a hand in it."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.queries import verify
from consult.consultations.models import Consultation
from consult.demo.reading import the_city
from consult.kernel.clock import HandClock
from consult.settings import Settings
from tests.journeys.company import (
    A_WHILE,
    Company,
    follow,
    import_spreadsheet,
    reference_and_code,
    screen_everything,
    spreadsheet,
)
from tests.journeys.steps import (
    confirm_all,
    decide,
    find_themes,
    finish_the_intake,
    name_theme,
    publish_an_edition,
    publish_findings,
    reply_to_every_theme,
    theme_that_holds,
)
from tests.visitor import Visitor

TITLE = "A fair say on our schools"
QUESTION = "Who is missing from these boards, and what would make it work?"
AGREE = "No group should hold more than half of the seats."
MY_WORDS = "I work nights. Hold the meetings in the evening and let me ring in from the kitchen."
THEME = "Meet when working people can come"
REPLY = "No board will meet before six in the evening. You can join by phone."
PROMISE = "Move all meetings of the boards to six in the evening or later"
OPENS = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
CLOSES = datetime(2026, 4, 27, 16, 0, tzinfo=UTC)  # five in the afternoon in London
DECIDED = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)


@pytest.fixture
def company(app: Flask, session: Session, clock: HandClock, settings: Settings) -> Company:
    return Company(app=app, session=session, clock=clock, settings=settings)


def test_the_walk_of_one_response(company: Company) -> None:
    desk = draft(company)
    approve(company, desk)
    company.move_to(OPENS)
    slug = only_consultation(company).slug

    comment_on_a_paragraph(company.resident, slug)
    reference, code = answer(company, slug)
    hear_others(company, desk)
    company.move_to(CLOSES + timedelta(hours=1))
    too_late(company, slug)
    finish_the_intake(company, desk)
    screen_everything(company.officer(), desk)

    board = find_themes(company, desk, question=QUESTION)
    correct_and_confirm(company, board)
    company.move_to(CLOSES + timedelta(days=10))
    publish_findings(company, desk)
    half_way = follow(company.resident, reference, code)
    assert half_way.says(MY_WORDS)
    assert half_way.says(THEME)
    assert half_way.says("You have not been told yet")

    company.move_to(CLOSES + timedelta(days=20))
    reply_to_every_theme(company, desk, reply=the_reply_to)
    company.move_to(DECIDED)
    decide(company, desk, last_day=DECIDED + timedelta(days=7))
    company.move_to(DECIDED + timedelta(days=8))
    promise(company, desk)
    publish_an_edition(company, desk)
    read_you_said_we_did(company, slug)
    assert mails_to(company, "night.worker@example.org") == 2, "the receipt, and that there is an answer"

    company.move_to(DECIDED + timedelta(days=90))
    assert follow(company.resident, reference, code).says("Overdue")
    keep_the_promise(company, desk)
    at_the_end = follow(company.resident, reference, code)
    for words in (MY_WORDS, THEME, REPLY, PROMISE, "All eleven boards now meet at six."):
        assert at_the_end.says(words), words
    assert verify(company.session).is_whole


def draft(company: Company) -> str:
    """The officer writes the consultation and sends it for approval; gives the address of its desk."""
    officer = company.officer()
    officer.open("/desk")
    officer.follow("Start a consultation")
    desk = officer.fill("Title", TITLE).press("Save and continue").address
    officer.follow("What it is about, and why now")
    officer.fill("Summary", "Heads hold most of the seats on the boards that advise on our schools.")
    officer.fill("Why are we asking?", "Parents hold three seats of 165.").press("Save")
    officer.follow("What people can change, and what is decided")
    officer.fill("What can people change?", "Who sits on the boards, and how they are chosen.").press("Save")
    officer.follow("Options considered and rejected")
    officer.fill("Option", "Do nothing").choose("No, it was rejected").fill("Why?", "Three reports said otherwise.")
    officer.press("Add this option")
    officer.open(desk)
    officer.follow("Who decides, and when")
    officer.fill("Who decides?", "The Cabinet Member for Children and Learning")
    officer.fill_date("When do you expect the decision?", 1, 6, 2026).press("Save")
    officer.follow("Contact")
    officer.fill("Whom can people ask?", "The schools team").press("Save")
    officer.follow("The document")
    officer.upload("Upload a file", "fair-say.md", the_city().fair_say.document.encode())
    reading = officer.press("Save the document").address
    company.run_jobs()
    officer.open(reading)
    page = officer.press("Approve the document")
    assert page.says("110 of 165 seats are held by people who lead schools")
    officer.open(f"{desk}/questions")
    ask(officer, "How far people agree", AGREE)
    ask(officer, "Open text", QUESTION)
    officer.open(desk)
    officer.follow("Groups asked")
    officer.tick("Parents and carers").tick("Teachers").tick("Pupils and students").press("Save")
    officer.follow("Opening and closing")
    officer.fill_date("Opens", 9, 3, 2026, "9am").fill_date("Closes", 27, 4, 2026, "5pm").press("Save")
    assert officer.press("Send for approval").says("Awaiting approval")
    return desk


def ask(officer: Visitor, kind: str, prompt: str) -> None:
    officer.follow("Add a question")
    officer.choose(kind).fill("Question", prompt).press("Add this question")


def approve(company: Company, desk: str) -> None:
    approver = company.approver()
    approver.open("/desk")
    approver.follow("Approve or return")
    approver.fill("Why do you go on all the same?", "The assessments lie with the paper files of the project.")
    assert approver.press("Approve").says("Scheduled")
    company.stranger().open(f"/consultations/{only_consultation(company).slug}", expect=404)
    assert company.officer().open(desk).says("Scheduled")


def only_consultation(company: Company) -> Consultation:
    company.session.expire_all()
    return company.session.scalars(select(Consultation)).one()


def mails_to(company: Company, address: str) -> int:
    company.session.expire_all()
    folder = company.settings.outbox_folder
    return sum(f"To: {address}" in mail.read_text(errors="replace") for mail in folder.rglob("*.eml"))


def comment_on_a_paragraph(resident: Visitor, slug: str) -> None:
    resident.open(f"/consultations/{slug}")
    document = resident.open(f"/consultations/{slug}/document")
    about = next(href for words, href in document.links.items() if words.startswith("Comment") and "/document/" in href)
    resident.open(about)
    resident.choose("I support this").fill("Your comment", "Thank you for counting.").press("Save the comment")


def answer(company: Company, slug: str) -> tuple[str, str]:
    """The resident answers one thing a page, checks, and sends twice by a double click."""
    resident = company.resident
    resident.open(f"/consultations/{slug}/respond")
    company.clock.advance(A_WHILE)
    if "Start" in resident.page.buttons:
        resident.choose("All questions on one page").press("Start")
    resident.open(f"/consultations/{slug}/respond/all")
    resident.choose("a parent or carer").choose("Myself")
    resident.choose("Strongly agree").fill(QUESTION, MY_WORDS)
    resident.choose("You can publish my words, but not who I am")
    resident.fill("Email address", "night.worker@example.org").tick("Also write to me when")
    checked = resident.press("Save and check your answers")
    assert checked.says(MY_WORDS)
    assert checked.says("Thank you for counting.")
    company.clock.advance(A_WHILE)
    form = {node.get("name"): node.get("value", "") for node in checked.all("input") if node.get("name")}
    assert resident.press("Send your answers").heading == "We have your views"
    receipt = reference_and_code(resident)
    resident.post(f"/consultations/{slug}/respond/check", form)
    assert reference_and_code(resident) == receipt
    return receipt


def hear_others(company: Company, desk: str) -> None:
    """Others write on cards at the library, which an officer brings in from a spreadsheet; one writes on paper."""
    company.move_to(OPENS + timedelta(days=20))
    officer = company.officer()
    cards = [
        {"Card": str(number), "Group": said.group, "When": "20/03/2026", "What they wrote": said.answers["seats"]}
        for number, said in enumerate(the_city().fair_say.responses, start=1)
        if said.group in {"parent", "teacher", "pupil"} and said.language == "en"
    ]
    meanings = {
        "Card": "Reference in the source",
        "Group": "Stakeholder group",
        "When": "Date received",
        "What they wrote": f"2. {QUESTION}",
    }
    content = spreadsheet(cards)
    import_spreadsheet(officer, desk, name="cards.csv", content=content, meanings=meanings, expect_new=len(cards))
    officer.open(f"{desk}/responses/key-in")
    officer.choose("Paper").fill_date("When did the council receive it?", 27, 3, 2026)
    officer.select("Answering as", "a teacher").fill(f"2. {QUESTION}", "Pay for cover, or no teacher can come.")
    assert officer.press("Store this response").says("Secret code")


def too_late(company: Company, slug: str) -> None:
    late = company.stranger()
    assert late.open(f"/consultations/{slug}/respond").says("has closed")


def correct_and_confirm(company: Company, board: str) -> None:
    """The officer finds the theme that holds the resident's words, names it, and confirms all."""
    officer = company.officer()
    theme = theme_that_holds(officer, board, MY_WORDS)
    name_theme(officer, theme, name=THEME, description="Meetings at two in the afternoon shut people out.")
    confirm_all(officer, board)


def the_reply_to(page: str) -> tuple[str, str]:
    if THEME in page:
        return "Agree", REPLY
    return "Do not agree", "Each board settles this for itself."


def promise(company: Company, desk: str) -> None:
    officer = company.officer()
    page = officer.open(f"{desk}/replies")
    theme = next(href for words, href in page.links.items() if words == THEME)
    officer.open(theme.replace("/reply", "/commitments/new"))
    officer.fill("What the council will do", PROMISE).fill("Who is responsible", "Clerk to the boards")
    officer.fill_date("By when", 1, 8, 2026)
    officer.press("Make this promise")


def read_you_said_we_did(company: Company, slug: str) -> None:
    page = company.stranger().open(f"/consultations/{slug}/you-said-we-did")
    for words in (THEME, REPLY, PROMISE, "You said, we did not, because"):
        assert page.says(words), words


def keep_the_promise(company: Company, desk: str) -> None:
    officer = company.officer()
    officer.open(f"{desk}/replies")
    officer.follow(PROMISE)
    officer.choose("Done").fill("What happened", "All eleven boards now meet at six.").press("Record this")
