"""A text that someone read and coded, and a lesson."""

from sqlalchemy.orm import Session

from consult.accounts.rules import Role
from consult.analysis.actions import codebook_for
from consult.analysis.models import AgreementSample, Coding, Lesson, Reading, SampledText
from consult.analysis.rules import ReadingWay
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import make_consultation
from tests.conftest import MONDAY_MORNING as NOW
from tests.storage.earlier import insert_response


def rows(session: Session) -> None:
    account = make_account(session, role=Role.OFFICER)
    consultation = make_consultation(session, officer=account)
    response_id, answer_id = insert_response(session, consultation, text="Walk slowly", now=NOW)
    codebook = codebook_for(session, consultation=consultation, question=consultation.questions[0])
    whose = {"response_id": response_id, "answer_id": answer_id}
    by = {"codebook_id": codebook.id}
    sample = AgreementSample(seed=1, n_unread=1, drawn_at=NOW, drawn_by_id=account.id, **by)
    sampled = SampledText(sample=sample, place=1, **whose)
    session.add_all(
        (
            Reading(by_id=account.id, way=ReadingWay.QUEUE, at=NOW, **whose, **by),
            Coding(sampled=sampled, by_id=account.id, at=NOW, themes=[]),
            Lesson(codebook_version=1, asked_at=NOW, asked_by_id=account.id, **by),
        )
    )
