"""The compliance pack: every gate, reason and piece of evidence, as a page and as a Word document."""

import io

import pytest
from docx import Document
from docx.oxml.ns import qn

from consult.accounts.rules import Role
from consult.consultations.actions import approve, submit_for_approval
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import JUST_BEFORE, make_draft, make_group
from consult.gates.actions import add_proof, go_on, keep_legal_advice
from consult.gates.pack import Pack
from consult.gates.paper import as_docx
from consult.gates.rules import GATES_AT, Gate, Point, Proof, ProofValues
from consult.gates.wording import GATES

WHY = "The assessment\x0b of the \x08project is with its papers."
_FOR_OTHER_KINDS = {Gate.FIXED_WINDOW, Gate.EARLIER, Gate.TERM_TIME, Gate.ACCESSIBLE_DOCUMENT}
ADVICE = "Counsel says that the challenge would probably succeed."


@pytest.fixture
def officer(session):
    return make_account(session, role=Role.OFFICER)


@pytest.fixture
def consultation(session, officer):
    made = make_draft(session, officer=officer, groups=[make_group(session)])
    by = {"consultation": made, "now": JUST_BEFORE}
    for words in ("No group loses.", "Pupils with needs may lose."):
        values = ProofValues(proof=Proof.EQUALITY, looked_on=JUST_BEFORE.date(), by="Equality team", words=words)
        add_proof(session, values=values, by_id=officer.id, **by)
    keep_legal_advice(session, words=ADVICE, by_id=officer.id, **by)
    approver = make_account(session, role=Role.APPROVER)
    submit_for_approval(session, by_id=officer.id, **by)
    approve(session, by_id=approver.id, **by)
    go_on(session, point=Point.APPROVE, reason=WHY, by_id=approver.id, **by)
    session.commit()
    return made


@pytest.fixture
def reader(visitor, officer):
    return visitor.sign_in_as(officer)


def address(consultation, end):
    return f"/desk/consultations/{consultation.id}/checks/{end}"


def document(reader, consultation):
    answer = reader.client.get(address(consultation, "pack.docx"))
    assert answer.status_code == 200
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return Document(io.BytesIO(answer.data))


def words_in(read):
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in read.paragraphs), *cells])


def test_the_page_tells_every_gate_the_reasons_and_each_version_of_the_evidence(reader, consultation, app):
    page = reader.open(address(consultation, "pack"))
    with app.test_request_context():
        for gate in {*GATES_AT[Point.APPROVE], *GATES_AT[Point.DECIDE]} - _FOR_OTHER_KINDS:
            assert page.says(str(GATES[gate].asks)), gate
    assert page.says("of the project is with its papers.")
    assert page.says("Equality impact assessment, version 2")
    assert page.says("2 February 2026")


def test_the_word_document_opens_and_says_the_same(reader, consultation):
    read = document(reader, consultation)
    words, page = words_in(read), reader.open(address(consultation, "pack"))
    headings = [paragraph.text for paragraph in read.paragraphs if paragraph.style.name == "Heading 1"]
    assert len(headings) >= len(Point)
    assert all(page.says(heading) for heading in headings)
    assert "of the project is with its papers." in words
    assert "Equality impact assessment, version 2" in words
    assert "Section 149 of the Equality Act 2010" in words


def test_every_table_of_the_word_document_names_its_columns_on_each_page(reader, consultation):
    read = document(reader, consultation)
    assert len(read.tables) >= 6
    for table in read.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(cell.text for cell in table.rows[0].cells)


def test_no_legal_advice_is_in_the_pack(reader, consultation):
    assert ADVICE not in reader.client.get(address(consultation, "pack")).text
    assert ADVICE not in words_in(document(reader, consultation))
    assert ADVICE not in document(reader, consultation).part.blob.decode()


def test_nobody_outside_the_council_reads_the_pack(visitor, consultation):
    assert visitor.client.get(address(consultation, "pack")).status_code in {302, 303}
    assert visitor.client.get(address(consultation, "pack.docx")).status_code in {302, 303}


def test_a_very_long_title_with_odd_characters_is_written_whole_and_its_property_cut(clock):
    title = "Schools\x0b and \x00libraries " + "for everyone in the city " * 20
    pack = Pack(title=title, council="A council\x01", made="today", facts=(("When\x02", "Now\ufffe"),), tables=())
    written = Document(io.BytesIO(as_docx(pack, now=clock.now())))
    assert written.paragraphs[0].text.endswith("for everyone in the city")
    assert len(written.core_properties.title) <= 255
