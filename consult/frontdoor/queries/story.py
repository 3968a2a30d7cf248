"""Follows one response from what was said to what was done about it, in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.analysis.models import Assignment, Codebook, Theme
from consult.analysis.rules import ThemeState
from consult.consultations.models import Consultation, Question
from consult.decisions.models import Decision
from consult.documents.models import Paragraph
from consult.frontdoor.rules import DecisionTold, NewsTold, PointTold, PromiseTold, ReplyTold, Said, Story, words_in
from consult.kernel.clock import day_in_london
from consult.kernel.errors import Invalid
from consult.kernel.references import hash_code, is_code_for, read_reference, read_secret_code
from consult.margin.queries.placing import where_comments_went
from consult.margin.queries.reasons import reasons_by_comment, reasons_by_theme
from consult.outcomes.models import Commitment, DelayStatement, Findings, NoReply, Reply
from consult.outcomes.rules import ReplyStage
from consult.responses.models import Answer, Comment, Response

NOBODYS_HASH = hash_code("0000-0000-0000-0000")


def response_opened_by(session: Session, *, reference: str, code: str) -> Response | None:
    """Return the response that this reference names and this secret code opens, however both were typed.

    A wrong reference and a wrong code take the same steps, so that neither tells whether the other was right.
    """
    try:
        meant, secret = read_reference(reference), read_secret_code(code)
    except Invalid:
        return None
    found = session.scalar(
        select(Response)
        .where(Response.reference == meant)
        .options(
            joinedload(Response.consultation).selectinload(Consultation.words),
            selectinload(Response.answers).joinedload(Answer.question).selectinload(Question.words),
            selectinload(Response.comments),
        )
    )
    opens = is_code_for(secret, found.secret_hash if found else NOBODYS_HASH)
    return found if opens else None


def story_of(session: Session, response: Response, *, language: str, today: date) -> Story:
    """Return everything that the person who sent this response is told on this day."""
    consultation = response.consultation
    words = words_in(consultation.words, language, otherwise=consultation.language)
    themes = _themes_of(session, response) if _findings_are_out(session, consultation.id) else None
    return Story(
        reference=response.reference,
        slug=consultation.slug,
        title=words.title if words else "",
        received_on=response.received_on,
        closes_at=consultation.closes_at,
        withdrawn_at=response.withdrawn_at,
        said=_said(session, response, language=language),
        points_are_told=themes is not None,
        points=_points(session, themes or (), today=today),
        is_answered=consultation.answered_at is not None,
        answer_due_on=_answer_due_on(session, consultation),
        waiting_on=consultation.waiting_on,
    )


def _said(session: Session, response: Response, *, language: str) -> tuple[Said, ...]:
    paragraph_ids = [comment.paragraph_id for comment in response.comments]
    numbered = select(Paragraph.id, Paragraph.number).where(Paragraph.id.in_(paragraph_ids))
    numbers = {row.id: row.number for row in session.execute(numbered)}
    answers = sorted(response.answers, key=lambda answer: answer.question.position)
    return tuple(
        Said(asked=_prompt(answer, language, response.consultation.language), text=answer.text)
        for answer in answers
        if answer.text.strip()
    ) + _said_in_comments(session, response, numbers)


def _said_in_comments(session: Session, response: Response, numbers: dict[int, str]) -> tuple[Said, ...]:
    """The comments, with where each went in later versions and what changed because of it."""
    ids = [comment.id for comment in response.comments]
    went = where_comments_went(session, comment_ids=ids)
    changed = reasons_by_comment(session, comment_ids=ids)
    return tuple(
        Said(
            asked="",
            text=each.text,
            paragraph=_number_of(each, numbers),
            went=went.get(each.id, ()),
            changed=changed.get(each.id, ()),
        )
        for each in response.comments
    )


def _prompt(answer: Answer, language: str, otherwise: str) -> str:
    words = words_in(answer.question.words, language, otherwise=otherwise)
    return words.prompt if words else ""


def _number_of(comment: Comment, numbers: dict[int, str]) -> str:
    return numbers.get(comment.paragraph_id, "?")


def _findings_are_out(session: Session, consultation_id: int) -> bool:
    counted = select(func.count()).select_from(Findings).where(Findings.consultation_id == consultation_id)
    return bool(session.scalar(counted))


def _themes_of(session: Session, response: Response) -> Sequence[Theme]:
    """Confirmed themes that this response was put in, the strongest first."""
    return session.scalars(
        select(Theme)
        .join(Assignment, Assignment.theme_id == Theme.id)
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(
            Assignment.response_id == response.id,
            Theme.state == ThemeState.CONFIRMED,
            Codebook.confirmed_at.is_not(None),
        )
        .group_by(Theme.id)
        .order_by(func.max(Assignment.confidence).desc(), Theme.id)
    ).all()


def _points(session: Session, themes: Sequence[Theme], *, today: date) -> tuple[PointTold, ...]:
    ids = [theme.id for theme in themes]
    replies = {
        reply.theme_id: reply
        for reply in session.scalars(select(Reply).where(Reply.theme_id.in_(ids)).options(joinedload(Reply.decision)))
    }
    silences = {row.theme_id: row.reason for row in session.scalars(select(NoReply).where(NoReply.theme_id.in_(ids)))}
    promises = _promises(session, [reply.id for reply in replies.values()])
    changed = reasons_by_theme(session, theme_ids=ids)
    return tuple(
        replace(
            _point(theme, replies.get(theme.id), silences.get(theme.id, ""), promises, today=today),
            changed=changed.get(theme.id, ()),
        )
        for theme in themes
    )


def _promises(session: Session, reply_ids: Sequence[int]) -> dict[int, list[Commitment]]:
    made: dict[int, list[Commitment]] = {}
    for commitment in session.scalars(
        select(Commitment)
        .where(Commitment.reply_id.in_(reply_ids))
        .options(selectinload(Commitment.progress))
        .order_by(Commitment.due_on, Commitment.id)
    ):
        made.setdefault(commitment.reply_id, []).append(commitment)
    return made


def _point(
    theme: Theme, reply: Reply | None, silence: str, promises: dict[int, list[Commitment]], *, today: date
) -> PointTold:
    told = reply if reply is not None and reply.stage(today=today) is not ReplyStage.PROPOSED else None
    is_hidden = bool(theme.hidden_reason)
    return PointTold(
        theme_id=theme.id,
        name="" if is_hidden else theme.name,
        description="" if is_hidden else theme.description,
        hidden_reason=theme.hidden_reason,
        reply=ReplyTold(position=told.position, words=told.words, stage=told.stage(today=today)) if told else None,
        no_reply_reason=silence if told is None else "",
        decision=_decision(told.decision, today=today) if told and told.decision else None,
        promises=tuple(_promise(each, today=today) for each in promises.get(told.id, ())) if told else (),
    )


def _decision(decision: Decision, *, today: date) -> DecisionTold:
    return DecisionTold(
        title=decision.title,
        decided=decision.decided,
        decided_by=decision.decided_by,
        decided_on=decision.decided_on,
        reasons=decision.reasons,
        minuted_at=decision.minuted_at,
        standing=decision.standing(today=today),
        call_in_ends_on=decision.call_in_ends_on,
    )


def _promise(commitment: Commitment, *, today: date) -> PromiseTold:
    return PromiseTold(
        reference=commitment.reference,
        promise=commitment.promise,
        owner=commitment.owner,
        due_on=commitment.due_on,
        standing=commitment.standing(today=today),
        news=tuple(NewsTold(on=each.at, progress=each.progress, note=each.note) for each in commitment.progress),
    )


def _answer_due_on(session: Session, consultation: Consultation) -> date | None:
    if consultation.closes_at is None:
        return None
    moved = session.scalar(
        select(DelayStatement.new_due_on)
        .where(DelayStatement.consultation_id == consultation.id)
        .order_by(DelayStatement.id.desc())
        .limit(1)
    )
    return moved or day_in_london(consultation.closes_at + timedelta(weeks=consultation.answer_within_weeks))
