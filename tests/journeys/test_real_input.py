"""Real comments and real arguments go the whole way through the officer's pages; skipped where they are not at hand."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.analysis.models import Assignment, Codebook, Theme, Unassigned
from consult.audit.queries import verify
from consult.consultations.models import Consultation
from consult.consultations.rules import QuestionKind, QuestionValues
from consult.demo.makers.consultations import make_consultation
from consult.kernel.clock import HandClock
from consult.responses.models import Response
from consult.settings import Settings
from tests.journeys.company import (
    A_WHILE,
    Company,
    follow,
    import_spreadsheet,
    reference_and_code,
    screen_some,
)
from tests.journeys.steps import (
    confirm_all,
    decide,
    find_themes,
    finish_the_intake,
    publish_an_edition,
    publish_findings,
    reply_to_every_theme,
    theme_addresses,
)

ROOT = Path(__file__).parents[2]
REAL = Path(os.environ.get("CONSULT_SHARED_DATA", ROOT.parent / "shared" / "data")) / "responses"
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the real responses are not on this machine")

OPENS = datetime(2026, 2, 16, 9, 0, tzinfo=UTC)
CLOSES = datetime(2026, 3, 27, 17, 0, tzinfo=UTC)
IMPROVE = "How could we improve?"
SIDE = "Are you for it or against it?"
WHY = "Why?"
LEFT_OUT = "Leave this column out"


@pytest.fixture
def company(app: Flask, session: Session, clock: HandClock, settings: Settings) -> Company:
    return Company(app=app, session=session, clock=clock, settings=settings)


def test_six_hundred_real_comments_go_the_whole_way(company: Company) -> None:
    lines = read(REAL / "nhs_fft_neas_improve_600.jsonl")
    asked = QuestionValues(kind=QuestionKind.OPEN_TEXT, prompt=IMPROVE, required=True)
    consultation, desk = open_consultation(company, "Getting you there", (asked,))
    bring_in(company, desk, lines, {"text": f"1. {IMPROVE}"})
    spoken = next(line["text"] for line in lines if len(line["gold_themes"]) == 1 and 60 < len(line["text"]) < 120)
    reference, code = answer_as_resident(company, consultation.slug, {IMPROVE: spoken})

    company.move_to(CLOSES + timedelta(hours=1))
    finish_the_intake(company, desk)
    assert company.session.scalar(select(func.count()).select_from(Response)) == 601
    screen_some(company.officer(), desk, rounds=3)
    board = find_themes(company, desk, question=IMPROVE)
    assert len(theme_addresses(company.officer(), board)) >= 8
    nothing_is_lost(company, 601)
    confirm_all(company.officer(), board)
    answer_everyone(company, desk)

    page = company.stranger().open(f"/consultations/{consultation.slug}/you-said-we-did")
    assert page.says("601")
    traced = follow(company.resident, reference, code)
    assert traced.says(spoken)
    assert traced.says("We will do this.")
    assert verify(company.session).is_whole


def test_one_real_question_with_its_closed_answer_goes_the_whole_way(company: Company) -> None:
    lines = [line for line in read(REAL / "ibm_kpa_dev.jsonl") if line["question_id"] == "dev:00"]
    side = QuestionValues(kind=QuestionKind.ONE_CHOICE, prompt=SIDE, choices=("for", "against"), required=True)
    why = QuestionValues(kind=QuestionKind.OPEN_TEXT, prompt=WHY, required=True)
    consultation, desk = open_consultation(company, str(lines[0]["question"]), (side, why))
    bring_in(company, desk, lines, {"text": f"2. {WHY}", "group": f"1. {SIDE}"})
    reference, code = answer_as_resident(company, consultation.slug, {WHY: lines[0]["text"]}, choice="against")

    company.move_to(CLOSES + timedelta(hours=1))
    finish_the_intake(company, desk)
    screen_some(company.officer(), desk, rounds=3)
    board = find_themes(company, desk, question=WHY, closed_question=SIDE)
    assert len(theme_addresses(company.officer(), board)) >= 5
    nothing_is_lost(company, len(lines) + 1)
    confirm_all(company.officer(), board)
    answer_everyone(company, desk)
    assert follow(company.resident, reference, code).says("We will do this.")


def test_the_same_real_file_twice_adds_nothing(company: Company) -> None:
    lines = read(REAL / "nhs_fft_neas_improve_600.jsonl")
    asked = QuestionValues(kind=QuestionKind.OPEN_TEXT, prompt=IMPROVE, required=True)
    _consultation, desk = open_consultation(company, "Getting you there", (asked,))
    bring_in(company, desk, lines, {"text": f"1. {IMPROVE}"})
    bring_in(company, desk, lines, {"text": f"1. {IMPROVE}"}, n_new=0)
    assert company.session.scalar(select(func.count()).select_from(Response)) == len(lines)


def read(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def open_consultation(company: Company, title: str, questions: tuple[QuestionValues, ...]) -> tuple[Consultation, str]:
    """Make a consultation that is open on the day of the test; gives it and the address of its desk."""
    consultation = make_consultation(
        company.session,
        title=title,
        officer=company.officer_account,
        approver=company.approver_account,
        decision_maker=company.maker_account,
        questions=questions,
        opens_at=OPENS,
        closes_at=CLOSES,
    )
    company.session.commit()
    company.run_jobs()
    return consultation, f"/desk/consultations/{consultation.id}"


def bring_in(
    company: Company,
    desk: str,
    lines: list[dict[str, str]],
    meanings: dict[str, str],
    *,
    n_new: int | None = None,
) -> None:
    content = "\n".join(json.dumps(line) for line in lines).encode()
    every = dict.fromkeys(lines[0], LEFT_OUT) | {"response_id": "Reference in the source"} | meanings
    new = len(lines) if n_new is None else n_new
    import_spreadsheet(company.officer(), desk, name="real.jsonl", content=content, meanings=every, expect_new=new)


def answer_as_resident(company: Company, slug: str, words: dict[str, str], *, choice: str = "") -> tuple[str, str]:
    """Type one of the real comments by hand, so that somebody holds its reference and secret code."""
    resident = company.resident
    resident.open(f"/consultations/{slug}/respond")
    company.clock.advance(A_WHILE)
    resident.choose("All questions on one page").press("Start")
    resident.choose("a parent or carer").choose("Myself")
    if choice:
        resident.choose(choice)
    for question, text in words.items():
        resident.fill(question, text)
    resident.choose("You can publish my words, but not who I am").press("Save and check your answers")
    company.clock.advance(A_WHILE)
    assert resident.press("Send your answers").heading == "We have your views"
    return reference_and_code(resident)


def nothing_is_lost(company: Company, n_texts: int) -> None:
    """Every text lies in a theme, or is listed as lying in none."""
    company.session.expire_all()
    themed = company.session.scalar(select(func.count(Assignment.answer_id.distinct())).join(Theme).join(Codebook))
    unthemed = company.session.scalar(select(func.count()).select_from(Unassigned))
    assert (themed or 0) + (unthemed or 0) == n_texts


def answer_everyone(company: Company, desk: str) -> None:
    """From the findings to a published edition, on days of their own."""
    company.move_to(CLOSES + timedelta(days=10))
    publish_findings(company, desk)
    reply_to_every_theme(company, desk, reply=lambda _page: ("Agree", "We will do this."))
    company.move_to(CLOSES + timedelta(days=20))
    decide(company, desk, last_day=CLOSES + timedelta(days=25))
    company.move_to(CLOSES + timedelta(days=27))
    publish_an_edition(company, desk)
