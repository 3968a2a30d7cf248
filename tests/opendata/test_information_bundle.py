"""The bundle for a request for information: what was published and recorded, and a schedule of what is withheld."""

import csv
import io
import zipfile

import pytest
from docx import Document
from sqlalchemy import select

from consult.accounts.rules import Role
from consult.audit.models import AuditEvent
from consult.demo.makers.accounts import make_account
from consult.demo.makers.outcomes import make_findings
from consult.gates.actions import keep_legal_advice
from consult.responses.rules import PublishAs, Screening
from tests.outcomes.scene import NOW, make_scene

ADVICE = "Counsel says that quokkas would win."


@pytest.fixture
def scene(session, clock):
    made = make_scene(session)
    theme = made.theme("Buses", said_by={"Parents": 12})
    made.screen(made.said(theme, text="Everyone may read this heron."))
    made.screen(made.said(theme, text="A refused weasel."), screening=Screening.REFUSED).public_text = ""
    made.said(theme, text="A waiting badger.")
    made.screen(made.said(theme, text="A private otter.", publish_as=PublishAs.NOT_PUBLISHED))
    make_findings(session, consultation=made.consultation, by_id=made.officer.id, now=NOW)
    keep_legal_advice(session, consultation=made.consultation, words=ADVICE, by_id=made.officer.id, now=NOW)
    session.commit()
    clock.move_to(NOW)
    return made


@pytest.fixture
def desk(visitor, session, scene):
    guard = make_account(session, role=Role.DATA_PROTECTION_OFFICER, now=NOW)
    session.commit()
    return visitor.sign_in_as(guard, at=NOW)


def page_of(scene):
    return f"/desk/consultations/{scene.consultation.id}/information-bundle"


def files(desk, scene):
    form = desk._form_of(next(b for b in desk.page.all("button") if "Download" in "".join(b.itertext())))
    answer = desk.client.post(page_of(scene), data=desk._fields_of(form))
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def schedule(packed):
    return list(csv.DictReader(io.StringIO(packed["what-is-withheld.csv"].decode("utf-8-sig"))))


def test_it_holds_the_record_the_screened_words_and_what_was_published(desk, scene):
    desk.open("/desk/information-requests")
    desk.follow("Helping every school to improve")
    packed = files(desk, scene)
    assert {"who-was-consulted.csv", "responses-redacted.csv", "moderation-log.json", "findings-1.json"} <= set(packed)
    assert b"heron" in packed["responses-redacted.csv"]
    assert Document(io.BytesIO(packed["compliance-pack.docx"])).tables


def test_what_is_not_published_is_in_no_file_and_stands_in_the_schedule(desk, scene):
    desk.open(page_of(scene))
    packed = files(desk, scene)
    for word in (b"weasel", b"badger", b"otter", b"quokka"):
        assert not any(word in data for data in packed.values())
    assert not any(
        "quokka" in cell.text
        for table in Document(io.BytesIO(packed["compliance-pack.docx"])).tables
        for row in table.rows
        for cell in row.cells
    )
    rows = {row["what"]: row for row in schedule(packed)}
    assert rows["Texts that a person read and refused to publish"]["count"] == "1"
    assert rows["Responses whose writers did not let the council publish them"]["section"] == "s41"
    assert all(row["reason"] for row in rows.values())


def test_a_part_that_is_withheld_is_not_in_it_and_the_schedule_says_why(desk, scene):
    desk.open(page_of(scene)).says("Findings")
    desk.select("Findings", "Section 36: conduct of public affairs")
    desk.fill("Findings: why is it withheld?", "The committee has not met.")
    packed = files(desk, scene)
    assert "findings-1.json" not in packed
    assert ("Findings", "s36", "The committee has not met.") in {
        (row["what"], row["section"], row["reason"]) for row in schedule(packed)
    }


def test_nothing_is_withheld_without_a_reason_and_what_was_chosen_stays(desk, scene):
    desk.open(page_of(scene))
    desk.select("Decisions", "Section 40: personal data")
    page = desk.press("Download the bundle (ZIP)", expect=422)
    assert page.says("Say why it is withheld.")
    assert 'value="s40" selected' in page.body


def test_that_it_was_made_stands_in_the_trail(desk, scene, session):
    desk.open(page_of(scene)).says("Bundle")
    desk.fill("Your number of the request", "FOI 2026-31")
    files(desk, scene)
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (event.facts["kind"], event.facts["reason"]) == ("information_request", "FOI 2026-31")


@pytest.mark.parametrize("role", [Role.OFFICER, Role.APPROVER, Role.ADMINISTRATOR])
def test_only_the_data_protection_officer_makes_it(visitor, session, scene, role):
    account = make_account(session, role=role, now=NOW)
    session.commit()
    visitor.sign_in_as(account, at=NOW).open(page_of(scene), expect=403)
