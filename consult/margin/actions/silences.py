"""The list of unanswered questions: what the document leaves open, who owes the answer, and what answers it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.models import Consultation
from consult.documents.models import Document, DocumentVersion, Paragraph
from consult.kernel.errors import Invalid
from consult.kernel.words import clean_line, clean_text
from consult.margin.actions.terms import explain_term
from consult.margin.models import Silence, SilenceComment
from consult.margin.rules import SilenceWords, TermWords
from consult.responses.models import Comment, Response


def list_silence(
    session: Session,
    *,
    consultation: Consultation,
    words: SilenceWords,
    paragraph: Paragraph | None,
    comment_ids: Collection[int],
    submission_key: str,
    by_id: int,
    now: datetime,
) -> Silence:
    """Put something that the document leaves open on the list that everyone reads; the same form again adds nothing.

    A comment stands behind one entry at most: one that stands behind another already is left there.
    """
    known = session.scalar(select(Silence).where(Silence.submission_key == submission_key))
    if known is not None:
        return known
    silence = Silence(
        consultation_id=consultation.id,
        submission_key=submission_key,
        kind=words.kind,
        paragraph_id=paragraph.id if paragraph else None,
        asked=clean_text(words.asked),
        owner=clean_line(words.owner),
        due_on=words.due_on,
        listed_at=now,
        listed_by_id=by_id,
        comments=[],
    )
    session.add(silence)
    session.flush()
    comments = _free_comments(session, consultation, comment_ids)
    session.add_all(SilenceComment(comment_id=comment_id, silence_id=silence.id) for comment_id in comments)
    session.flush()
    session.expire(silence, ["comments"])
    _record(session, silence, Happening.SILENCE_LISTED, by_id, now, kind=silence.kind, comments=len(comments))
    return silence


def answer_silence(
    session: Session,
    *,
    silence: Silence,
    answer: str,
    answered_in: Paragraph | None,
    explained: str,
    document: Document,
    by_id: int,
    now: datetime,
) -> Silence:
    """Answer an entry, or answer it anew.

    Args:
        session: one that may write.
        silence: the entry.
        answer: what the council answers.
        answered_in: the paragraph whose words answer it, if there is one.
        explained: the word that the answer explains, for the document's glossary; empty for none.
        document: whose glossary.
        by_id: who answers.
        now: the moment.

    Raises:
        Invalid: there is no answer, or it is too long for the glossary.
    """
    if not answer.strip():
        raise Invalid("Enter the answer. It can be short, and it can say that something is not known yet.")
    if explained.strip():
        words = TermWords(word=explained, meaning=answer)
        explain_term(session, document=document, words=words, by=f"account:{by_id}", now=now)
    silence.answer = clean_text(answer)
    silence.answered_in_id = answered_in.id if answered_in else None
    silence.answered_at, silence.answered_by_id = now, by_id
    session.flush()
    session.expire(silence, ["answered_in"])
    _record(session, silence, Happening.SILENCE_ANSWERED, by_id, now)
    return silence


def paragraph_named(session: Session, *, document: Document, number: str) -> Paragraph | None:
    """The paragraph with this printed number in the newest published version; ``None`` when no number is given.

    Raises:
        Invalid: no paragraph has it.
    """
    if not number.strip():
        return None
    found = session.scalar(
        select(Paragraph)
        .join(DocumentVersion, DocumentVersion.id == Paragraph.version_id)
        .where(
            DocumentVersion.document_id == document.id,
            DocumentVersion.published_at.is_not(None),
            Paragraph.number == number.strip(),
        )
        .order_by(DocumentVersion.number.desc())
        .limit(1)
    )
    if found is None:
        raise Invalid("No paragraph has this number. Look at the document, then enter a number such as 2.3.")
    return found


def _free_comments(session: Session, consultation: Consultation, ids: Collection[int]) -> list[int]:
    taken = select(SilenceComment.comment_id)
    return list(
        session.scalars(
            select(Comment.id)
            .join(Response)
            .where(Comment.id.in_(ids), Comment.id.not_in(taken), Response.consultation_id == consultation.id)
        )
    )


def _record(
    session: Session, silence: Silence, happening: Happening, by_id: int, now: datetime, **facts: str | int
) -> None:
    record(
        session,
        happening,
        stream=f"consultation:{silence.consultation_id}",
        subject=f"silence:{silence.id}",
        actor=f"account:{by_id}",
        at=now,
        silence_id=silence.id,
        **facts,
    )
