"""Texts that wait to be read or were decided, with what they answer."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.consultations.models import Consultation, Question, QuestionWords
from consult.documents.models import Paragraph
from consult.kernel.errors import NotFound
from consult.responses.models import Answer, Comment, Response, ScreenedText
from consult.responses.rules import PublishAs, RefusedFor, Screening
from consult.responses.screening import MOST_ALIKE, MOST_TOGETHER, may_be_confirmed_together

RECENT = 20


def text_of(screened: ScreenedText) -> str:
    """The text as given; it stays in this room."""
    source = screened.answer or screened.comment
    return source.text if source is not None else ""


def text_to_screen(session: Session, *, consultation: Consultation, text_id: int) -> ScreenedText:
    """One text of this consultation.

    Raises:
        NotFound: it is not, or its writer changed it meanwhile.
    """
    found = session.scalar(_texts(consultation).where(ScreenedText.id == text_id))
    if found is None:
        raise NotFound("This text is gone: the person who wrote it has changed it. Take another one.")
    return found


def texts_alike(session: Session, *, screened: ScreenedText, account_id: int, now: datetime) -> Sequence[ScreenedText]:
    """The other texts that wait, that nobody else is reading, and that say exactly the same, letter for letter."""
    words = text_of(screened)
    same = or_(
        ScreenedText.answer_id.in_(select(Answer.id).where(Answer.text == words)),
        ScreenedText.comment_id.in_(select(Comment.id).where(Comment.text == words)),
    )
    free = or_(
        ScreenedText.claimed_by_id.is_(None),
        ScreenedText.claimed_by_id == account_id,
        ScreenedText.claimed_until <= now,
    )
    return session.scalars(
        select(ScreenedText)
        .join(Response)
        .where(
            ScreenedText.consultation_id == screened.consultation_id,
            ScreenedText.id != screened.id,
            ScreenedText.screening == Screening.WAITING,
            Response.withdrawn_at.is_(None),
            Response.publish_as != PublishAs.NOT_PUBLISHED,
            same,
            free,
        )
        .options(
            joinedload(ScreenedText.answer),
            joinedload(ScreenedText.comment),
            selectinload(ScreenedText.response),
            selectinload(ScreenedText.spans),
        )
        .order_by(ScreenedText.id)
        .limit(MOST_ALIKE)
    ).all()


def refused_texts(session: Session, *, response: Response) -> Sequence[ScreenedText]:
    """The texts of a response that are not published, without those that were passed on in confidence."""
    return session.scalars(
        select(ScreenedText)
        .where(
            ScreenedText.response_id == response.id,
            ScreenedText.screening == Screening.REFUSED,
            ScreenedText.refused_for != RefusedFor.CONCERN,
        )
        .options(joinedload(ScreenedText.answer), joinedload(ScreenedText.comment))
        .order_by(ScreenedText.id)
    ).all()


def recently_screened(session: Session, *, consultation: Consultation) -> Sequence[ScreenedText]:
    """The texts that were decided last."""
    return session.scalars(
        _texts(consultation)
        .where(
            ScreenedText.screening != Screening.WAITING,
            or_(ScreenedText.refused_for.is_(None), ScreenedText.refused_for != RefusedFor.CONCERN),
        )
        .order_by(ScreenedText.screened_at.desc(), ScreenedText.id.desc())
        .limit(RECENT)
    ).all()


def clean_texts_held(
    session: Session, *, consultation: Consultation, account_id: int, now: datetime
) -> list[ScreenedText]:
    """The short texts without marked words that this person has taken to read together."""
    held = session.scalars(
        _texts(consultation)
        .where(
            ScreenedText.screening == Screening.WAITING,
            ScreenedText.claimed_by_id == account_id,
            ScreenedText.claimed_until > now,
            Response.withdrawn_at.is_(None),
            Response.publish_as != PublishAs.NOT_PUBLISHED,
        )
        .order_by(ScreenedText.id)
        .limit(MOST_TOGETHER * 2)
    )
    return [text for text in held if may_be_confirmed_together(text_of(text))][:MOST_TOGETHER]


def questions_of_texts(
    session: Session, *, consultation: Consultation, texts: Iterable[ScreenedText]
) -> dict[int, str]:
    """What each text answers or comments on, by the text's id."""
    asked = {
        row.question_id: row.prompt
        for row in session.execute(
            select(QuestionWords.question_id, QuestionWords.prompt)
            .join(Question)
            .where(Question.consultation_id == consultation.id)
            .order_by(QuestionWords.language == consultation.language)
        )
    }
    texts = list(texts)
    paragraph_ids = {text.comment.paragraph_id for text in texts if text.comment}
    numbers = {
        row.id: row.number
        for row in session.execute(select(Paragraph.id, Paragraph.number).where(Paragraph.id.in_(paragraph_ids)))
    }
    return {text.id: _about(text, asked, numbers) for text in texts}


def _about(text: ScreenedText, asked: dict[int, str], numbers: dict[int, str]) -> str:
    if text.answer is not None:
        return asked.get(text.answer.question_id, "")
    return f"§ {numbers.get(text.comment.paragraph_id, '')}" if text.comment is not None else ""


def _texts(consultation: Consultation) -> Select[ScreenedText]:
    return (
        select(ScreenedText)
        .join(Response)
        .where(ScreenedText.consultation_id == consultation.id)
        .options(
            joinedload(ScreenedText.answer),
            joinedload(ScreenedText.comment),
            joinedload(ScreenedText.response).joinedload(Response.group),
        )
    )
