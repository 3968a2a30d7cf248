"""What leaves is safe to open, complete, and says nothing that was not screened."""

import csv
import io
import zipfile
from datetime import date, timedelta

import openpyxl
import pytest
from sqlalchemy import select

from consult.audit.models import AuditEvent
from consult.demo.makers.accounts import make_account
from consult.demo.makers.outcomes import make_decided, make_findings, make_promise, make_published_edition, make_reply
from consult.kernel.words import defused
from consult.opendata.defusing import in_parts
from consult.opendata.shapes import Field, Shape
from consult.opendata.writing import ExportFormat, write_rows
from consult.responses.actions.screening import claim_next_text, screen_text
from consult.responses.models import ScreenedText
from consult.responses.rules import PublishAs
from consult.responses.screening import ScreeningChoice
from tests.outcomes.scene import NOW as AFTER_CLOSE
from tests.outcomes.scene import make_scene
from tests.responses.officer.test_screening import PERSONAL, send
from tests.responses.public.asking import CLOSES, make_asking

RUNS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", " =cmd|' /C calc'!A0", "\n=1", "−1"]
PLAIN: Shape[tuple] = Shape(
    name="plain",
    about="For tests.",
    fields=(Field("a", "First.", lambda row: row[0]), Field("b", "Second.", lambda row: row[1])),
)


def bytes_of(things, kind):
    return b"".join(write_rows(PLAIN, things, kind))


def read_csv(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheet_of(data):
    return openpyxl.load_workbook(io.BytesIO(data)).active


# Files


@pytest.mark.parametrize("text", RUNS)
def test_a_text_that_a_program_would_run_is_defused(text):
    assert defused(text) == f"'{text}"
    assert read_csv(bytes_of([(text, 1)], ExportFormat.CSV))[1][0].startswith("'")
    cell = sheet_of(bytes_of([(text, 1)], ExportFormat.XLSX))["A2"]
    assert cell.data_type in {"s", "inlineStr"}
    assert str(cell.value).strip() == text.strip()


def test_ordinary_texts_and_numbers_stay_as_they_are():
    rows = [("5 < 6, “so”\nnew line; and a comma,", -3), ("", None), ("a", True), ("b", date(2026, 3, 5)), ("c", 0.25)]
    read = read_csv(bytes_of(rows, ExportFormat.CSV))
    assert read[1:] == [
        ["5 < 6, “so”\nnew line; and a comma,", "-3"],
        ["", ""],
        ["a", "yes"],
        ["b", "2026-03-05"],
        ["c", "0.25"],
    ]
    sheet = sheet_of(bytes_of(rows, ExportFormat.XLSX))
    assert [cell.value for cell in sheet["B"]] == ["b", -3, None, "yes", "2026-03-05", 0.25]


def test_odd_characters_spoil_no_file():
    odd = "null \x00 bell \x07 half \ud800 emoji 😀 rtl مرحبا"
    assert "emoji 😀 rtl مرحبا" in read_csv(bytes_of([(odd, 1)], ExportFormat.CSV))[1][0]
    assert sheet_of(bytes_of([(odd, 1)], ExportFormat.XLSX))["A2"].value == "null  bell  half  emoji 😀 rtl مرحبا"


def test_a_text_too_long_for_a_cell_goes_on_in_the_next_row():
    long = "word " * 14_000
    sheet = sheet_of(bytes_of([("ref", long)], ExportFormat.XLSX))
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [(row[0], row[2]) for row in rows] == [("ref", 1), ("ref", 2), ("ref", 3)]
    assert "".join(row[1] for row in rows) == long
    assert in_parts("") == [""]


def test_every_row_arrives():
    rows = [(f"row {n}", n) for n in range(3_000)]
    assert len(read_csv(bytes_of(rows, ExportFormat.CSV))) == 3_001
    assert sheet_of(bytes_of(rows, ExportFormat.XLSX)).max_row == 3_001


def test_a_workbook_holds_one_sheet_and_nothing_hidden():
    data = bytes_of([("a", 1)], ExportFormat.XLSX)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert [(sheet.title, sheet.sheet_state) for sheet in book.worksheets] == [("plain", "visible")]
    assert not book.properties.creator
    names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    assert not {name for name in names if "comment" in name or "external" in name or "vba" in name.lower()}


def test_a_shape_names_each_field_once():
    with pytest.raises(ValueError, match="twice"):
        Shape(name="x", about="", fields=(Field("a", "", str), Field("a", "", str)))


# Responses, for officers


@pytest.fixture
def asking(session):
    return make_asking(session)


@pytest.fixture
def officer(session, visitor, clock):
    clock.move_to(CLOSES + timedelta(days=1))
    account = make_account(session)
    session.commit()
    return visitor.sign_in_as(account)


def take(officer, asking, button):
    officer.open(f"/desk/consultations/{asking.consultation.id}/export")
    officer.press(button)
    return officer.last.get_data()


def test_an_officer_takes_the_responses_out_and_it_is_recorded(session, asking, officer):
    send(session, asking, "Good.", ward_id=asking.ward.id)
    withdrawn = send(session, asking, "Gone.")
    withdrawn.withdrawn_at = CLOSES
    session.commit()
    rows = read_csv(take(officer, asking, "CSV: responses"))
    first = dict(zip(rows[0], rows[1], strict=True))
    assert len(rows) == 2
    assert (first["stakeholder_group"], first["ward"], first["is_late"]) == ("Parents and carers", "Old Wharf", "no")
    assert (first["question_1_text"], first["question_1_screening"]) == ("Good.", "machine")
    assert officer.last.headers["Content-Disposition"].startswith("attachment")
    event = session.scalars(select(AuditEvent).where(AuditEvent.happening == "installation:export_taken")).one()
    assert event.facts == {"kind": "responses.csv", "consultation_id": asking.consultation.id, "rows": 1}
    assert sheet_of(take(officer, asking, "XLSX: responses")).max_row == 2


def test_the_text_as_given_never_leaves(session, asking, officer):
    seen = send(session, asking, PERSONAL)
    send(session, asking, "Ring me on 07700 900123.", publish_as=PublishAs.NOT_PUBLISHED)
    text = claim_next_text(
        session, consultation=asking.consultation, account_id=asking.consultation.created_by_id, now=CLOSES
    )
    choice = ScreeningChoice(is_public=True, kept_places=frozenset({(4, 10), (40, 44)}), words_to_hide=("room 4",))
    screen_text(session, screened=text, choice=choice, account_id=asking.consultation.created_by_id, now=CLOSES)
    session.commit()
    data = take(officer, asking, "CSV: responses").decode()
    assert "Mrs [name removed] in [removed] was kind to my son [name removed].,public" in data
    assert "Ring me on [phone number removed].,machine" in data
    assert seen.reference in data
    assert not any(canary in data for canary in ("Achebe", "Adam", "900123", "room 4"))
    assert session.scalar(select(ScreenedText.id)) is not None


def test_closed_answers_come_as_words_and_comments_have_their_own_table(session, asking, officer):
    from consult.responses.rules import GivenAnswer, GivenComment, Purpose

    questions = asking.questions
    answers = (
        GivenAnswer(question_id=questions[1].id, scale=5, text="It works."),
        GivenAnswer(question_id=questions[2].id, choice_ids=(asking.choices(3)[1],)),
        GivenAnswer(question_id=questions[4].id, choice_ids=tuple(reversed(asking.choices(5)))),
        GivenAnswer(question_id=questions[5].id, scale=0),
        GivenAnswer(question_id=questions[0].id, text="=HYPERLINK(1)"),
    )
    comment = GivenComment(paragraph_id=asking.version.paragraphs[0].id, purpose=Purpose.CONCERN, text="Why?")
    send(session, asking, "", answers=answers, comments=(comment,))
    session.commit()
    rows = read_csv(take(officer, asking, "CSV: responses"))
    row = dict(zip(rows[0], rows[1], strict=True))
    assert (row["question_2"], row["question_2_text"]) == ("strongly agree", "It works.")
    assert (row["question_3"], row["question_5"]) == ("Every term", "Inclusion > Attendance > Reading")
    assert (row["question_6"], row["question_1_text"]) == ("no", "'=HYPERLINK(1)")
    rows = read_csv(take(officer, asking, "CSV: comments"))
    assert rows[1][4:6] == ["concern", "Why?"]


def test_taking_out_needs_a_recent_sign_in(session, asking, officer, clock):
    session.commit()
    clock.advance(minutes=21)
    assert "sign-in" in officer.open(f"/desk/consultations/{asking.consultation.id}/export").address


def test_a_table_that_does_not_exist_is_not_found(session, asking, officer):
    session.commit()
    base = f"/desk/consultations/{asking.consultation.id}/export"
    officer.open(base)
    officer.post(f"{base}/secrets.csv", expect=404)
    officer.open(base)
    officer.post(f"{base}/responses.pdf", expect=404)


# What was published


@pytest.fixture
def published(session, clock):
    scene = make_scene(session)
    clock.move_to(AFTER_CLOSE + timedelta(days=30))
    buses = scene.theme("Buses", said_by={"Parents": 22, "Pupils": 14, "Teachers": 3})
    people = {"by_id": scene.officer.id, "now": AFTER_CLOSE}
    make_findings(session, consultation=scene.consultation, **people)
    reply = make_reply(session, theme=buses, **people)
    make_promise(session, reply=reply, **people)
    make_decided(session, consultation=scene.consultation, by_id=scene.maker.id, now=AFTER_CLOSE)
    make_published_edition(
        session,
        consultation=scene.consultation,
        by_id=scene.officer.id,
        approved_by_id=scene.approver.id,
        now=AFTER_CLOSE + timedelta(days=20),
    )
    session.commit()
    return scene


def test_anyone_takes_the_figures_of_an_edition(published, visitor):
    page = visitor.open("/consultations/schools/data")
    assert page.says("edition 1 of “You said, we did”")
    visitor.open(page.links["CSV: themes"])
    rows = read_csv(visitor.last.get_data())
    theme = dict(zip(rows[0], rows[1], strict=True))
    assert (theme["theme"], theme["responses"], theme["position"]) == ("Buses", "39", "agree")
    visitor.open(page.links["CSV: groups"])
    about = {row[4]: row[5] for row in read_csv(visitor.last.get_data())[1:] if not row[2]}
    assert about["Teachers"] == ""
    visitor.open(page.links["XLSX: commitments"])
    assert sheet_of(visitor.last.get_data()).max_row == 2


def test_what_is_not_published_yet_is_not_found(session, asking, visitor, clock):
    session.commit()
    clock.move_to(CLOSES - timedelta(days=1))
    visitor.open("/consultations/networks/data", expect=404)
    visitor.open("/consultations/nowhere/data", expect=404)
    visitor.open("/consultations/networks/data/themes.csv", expect=404)
