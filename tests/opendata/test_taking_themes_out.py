"""What an officer takes out of the themes of one question, and that it says what the board says."""

import csv
import io
import json

import openpyxl
import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from consult.accounts.rules import Role
from consult.analysis import actions
from consult.analysis.models import ThemeEdit
from consult.analysis.queries.themes import board
from consult.audit.models import AuditEvent
from consult.demo.makers.accounts import make_account
from consult.demo.makers.analysis import make_response
from consult.kernel.clock import HandClock
from consult.responses.models import Response
from tests.analysis.conftest import NOW, Scene, make_scene
from tests.visitor import Visitor


@pytest.fixture
def scene(session: Session, clock: HandClock) -> Scene:
    """Themes that were renamed, merged and hidden, with a formula for a name and words that a page must not run."""
    scene = make_scene(session, now=clock.now())
    me, now = scene.officer.id, clock.now()
    first, second, third = scene.themes[:3]
    actions.rename_theme(session, theme=first, name="=HYPERLINK(1) </script>", version=first.version, by_id=me, now=now)
    versions = {second.id: second.version, third.id: third.version}
    actions.merge_themes(session, themes=[second], into=third, versions=versions, by_id=me, now=now, reason="The same.")
    actions.hide_theme(session, theme=third, reason="Names a child.", version=third.version, by_id=me, now=now)
    session.commit()
    return scene


@pytest.fixture
def officer(scene: Scene, visitor: Visitor) -> Visitor:
    return visitor.sign_in_as(scene.officer)


def take(officer: Visitor, scene: Scene, button: str) -> bytes:
    officer.open(f"/desk/consultations/{scene.consultation.id}/analysis/{scene.codebook.id}")
    officer.follow("Take out as CSV, XLSX or JSON")
    officer.press(button)
    return officer.last.get_data()


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def read_json(data: bytes) -> list[dict[str, object]]:
    told = json.loads(data)
    assert set(told) == {"name", "about", "columns", "rows"}
    assert all(set(row) == set(told["columns"]) for row in told["rows"])
    return told["rows"]


def test_every_figure_of_the_codebook_is_the_boards(session: Session, scene: Scene, officer: Visitor) -> None:
    rows = {row["theme_id"]: row for row in read_json(take(officer, scene, "JSON: codebook"))}
    shown = board(session, scene.codebook)
    assert shown.themes
    for weighed in shown.themes:
        row = rows[weighed.theme.id]
        told = (row["responses"], row["base"], row["late_responses"], row["copies"], row["each_letter_once"])
        assert told == (weighed.n, shown.base, weighed.n_late, weighed.n_copies, weighed.n_each_once)
        assert row["share"] == round(weighed.share, 4)
    assert set(rows) == {theme.id for theme in scene.themes}


def test_the_assignments_add_up_to_the_board_and_leave_nobody_out(
    session: Session, scene: Scene, officer: Visitor
) -> None:
    rows = read_json(take(officer, scene, "JSON: assignments"))
    shown = board(session, scene.codebook)
    for weighed in shown.themes:
        said_by = {row["reference"] for row in rows if row["theme_id"] == weighed.theme.id and not row["is_late"]}
        assert len(said_by) == weighed.n
    assert sum(row["bin"] == "unthemed" for row in rows) == shown.n_unthemed
    assert {row["reference"] for row in rows} == set(session.scalars(select(Response.reference)))
    assert "Children with special needs" not in take(officer, scene, "JSON: assignments").decode()


def test_what_was_withdrawn_is_not_taken_out(session: Session, scene: Scene, officer: Visitor) -> None:
    gone = session.scalars(select(Response)).first()
    assert gone is not None
    gone.withdrawn_at = NOW
    session.commit()
    rows = read_csv(take(officer, scene, "CSV: assignments"))
    assert rows
    assert gone.reference not in {row["reference"] for row in rows}


def test_the_history_says_who_did_what_and_why(session: Session, scene: Scene, officer: Visitor) -> None:
    rows = read_json(take(officer, scene, "JSON: history"))
    log = session.scalars(select(ThemeEdit).order_by(ThemeEdit.number)).all()
    assert [row["number"] for row in rows] == [edit.number for edit in log]
    assert {row["by"] for row in rows} == {"Ada Officer"}
    assert ("merge", "The same.") in {(row["act"], row["reason"]) for row in rows}


def test_every_kind_of_file_holds_the_same_rows(scene: Scene, officer: Visitor) -> None:
    as_json, as_csv = read_json(take(officer, scene, "JSON: codebook")), read_csv(take(officer, scene, "CSV: codebook"))
    sheet = openpyxl.load_workbook(io.BytesIO(take(officer, scene, "XLSX: codebook"))).active
    ids = [str(row["theme_id"]) for row in as_json]
    assert [row["theme_id"] for row in as_csv] == ids
    assert [str(row[0]) for row in sheet.iter_rows(min_row=2, values_only=True)] == ids


def test_no_name_is_run_by_a_spreadsheet_or_a_page(scene: Scene, officer: Visitor) -> None:
    name = "=HYPERLINK(1) </script>"
    assert f"'{name}" in {row["name"] for row in read_csv(take(officer, scene, "CSV: codebook"))}
    sheet = openpyxl.load_workbook(io.BytesIO(take(officer, scene, "XLSX: codebook"))).active
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == name]
    assert cell.data_type in {"s", "inlineStr"}
    as_json = take(officer, scene, "JSON: codebook")
    assert b"</script>" not in as_json
    assert name in {row["name"] for row in read_json(as_json)}


def test_taking_out_is_recorded_and_needs_the_right(session: Session, scene: Scene, officer: Visitor, app) -> None:
    take(officer, scene, "CSV: assignments")
    recorded = session.scalars(select(AuditEvent).where(AuditEvent.happening == "installation:export_taken")).one()
    assert recorded.facts == {"kind": "assignments.csv", "consultation_id": scene.consultation.id}
    approver = make_account(session, role=Role.APPROVER)
    session.commit()
    there = f"/desk/consultations/{scene.consultation.id}/export/themes/{scene.codebook.id}"
    Visitor(app).sign_in_as(approver).open(there, expect=403)
    officer.open(f"{there}0", expect=404)
    officer.open(there)
    officer.post(f"{there}/secrets.csv", expect=404)


def test_more_responses_cost_no_more_queries(session: Session, scene: Scene, officer: Visitor) -> None:
    def n_queries() -> int:
        asked: list[str] = []
        listener = lambda *told: asked.append(told[2])  # noqa: E731 - named for removal
        event.listen(session.get_bind(), "before_cursor_execute", listener)
        take(officer, scene, "JSON: assignments")
        event.remove(session.get_bind(), "before_cursor_execute", listener)
        return len(asked)

    made = [
        make_response(session, consultation=scene.consultation, text=f"One more thing, number {place}", now=NOW)
        for place in range(30)
    ]
    texts = [response.answers[0].id for response in made]
    book, me = scene.codebook, scene.officer.id
    more = actions.add_theme(session, codebook=book, name="One more", texts=texts[:3], by_id=me, now=NOW)
    session.commit()
    before = n_queries()
    actions.move_response(
        session, codebook=book, texts=texts[3:], source=None, into=more, version=None, by_id=me, now=NOW
    )
    session.commit()
    assert n_queries() <= before
