"""What the council says to each theme, what still lacks a reply, and how long there is left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.analysis.models import Codebook, Theme
from consult.analysis.rules import ThemeState
from consult.consultations.models import Consultation, Question
from consult.decisions.models import Decision
from consult.kernel.clock import day_in_london
from consult.kernel.errors import NotFound
from consult.outcomes.models import Commitment, ConsultationDecision, DelayStatement, Findings, NoReply, Reply
from consult.outcomes.queries.counting import bases, theme_rows
from consult.outcomes.queries.figures import position_of, question_of
from consult.outcomes.rules import AnswerClock, EditionFacts, Gate, ReplyStage, gates_closed
from consult.outcomes.tallies import in_time, share_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeToAnswer:
    """A confirmed theme, how many said it, and what the council says to it so far."""

    theme: Theme
    n: int
    base: int
    share: float
    reply: Reply | None
    no_reply: NoReply | None
    stage: ReplyStage | None
    commitments: tuple[Commitment, ...]

    @property
    def lacks_reply(self) -> bool:
        """Whether there is neither a reply nor a reason why not."""
        return self.reply is None and self.no_reply is None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionToAnswer:
    """The themes of one question, in order of weight; no question for the comments on the document."""

    question: str
    base: int
    is_confirmed: bool
    themes: tuple[ThemeToAnswer, ...]


def questions_to_answer(session: Session, consultation_id: int, *, today: date) -> tuple[QuestionToAnswer, ...]:
    """Every confirmed theme with its reply, by question; a constant number of queries."""
    sizes, found_bases = theme_rows(session, consultation_id), bases(session, consultation_id)
    replies = {reply.theme_id: reply for reply in replies_of(session, consultation_id)}
    without = {silence.theme_id: silence for silence in no_replies_of(session, consultation_id)}
    promised = commitments_of(session, consultation_id)

    def line(theme: Theme, base: int) -> ThemeToAnswer:
        reply, n = replies.get(theme.id), in_time(sizes.get(theme.id, []))
        return ThemeToAnswer(
            theme=theme,
            n=n,
            base=base,
            share=share_of(n, base),
            reply=reply,
            no_reply=without.get(theme.id),
            stage=reply.stage(today=today) if reply else None,
            commitments=tuple(made for made in promised if reply and made.reply_id == reply.id),
        )

    questions = []
    for codebook in sorted(_codebooks_with_themes(session, consultation_id), key=position_of):
        base = found_bases.get(codebook.question_id, 0)
        lines = [line(theme, base) for theme in codebook.themes if theme.state is ThemeState.CONFIRMED]
        questions.append(
            QuestionToAnswer(
                question=question_of(codebook),
                base=base,
                is_confirmed=codebook.confirmed_at is not None,
                themes=tuple(sorted(lines, key=lambda found: (-found.n, found.theme.name, found.theme.id))),
            )
        )
    return tuple(questions)


def themes_in(questions: Iterable[QuestionToAnswer]) -> list[ThemeToAnswer]:
    """All themes of several questions, in the order of the page."""
    return [theme for question in questions for theme in question.themes]


def replies_of(session: Session, consultation_id: int) -> list[Reply]:
    """All replies of a consultation, each with its decision."""
    return list(
        session.scalars(
            select(Reply)
            .join(Theme, Theme.id == Reply.theme_id)
            .join(Codebook, Codebook.id == Theme.codebook_id)
            .where(Codebook.consultation_id == consultation_id)
            .options(joinedload(Reply.decision), joinedload(Reply.theme))
            .order_by(Reply.id)
        )
    )


def no_replies_of(session: Session, consultation_id: int) -> list[NoReply]:
    """The recorded reasons why themes of a consultation go without a reply."""
    return list(
        session.scalars(
            select(NoReply)
            .join(Theme, Theme.id == NoReply.theme_id)
            .join(Codebook, Codebook.id == Theme.codebook_id)
            .where(Codebook.consultation_id == consultation_id)
        )
    )


def commitments_of(session: Session, consultation_id: int) -> list[Commitment]:
    """All commitments of a consultation, each with its progress, by due date."""
    return list(
        session.scalars(
            select(Commitment)
            .where(Commitment.consultation_id == consultation_id)
            .options(selectinload(Commitment.progress))
            .order_by(Commitment.due_on, Commitment.id)
        )
    )


def decisions_of(session: Session, consultation_id: int) -> list[Decision]:
    """The decisions about a consultation, the first first."""
    return list(
        session.scalars(
            select(Decision)
            .join(ConsultationDecision, ConsultationDecision.decision_id == Decision.id)
            .where(ConsultationDecision.consultation_id == consultation_id)
            .order_by(Decision.decided_on, Decision.id)
        )
    )


def delays_of(session: Session, consultation_id: int) -> list[DelayStatement]:
    """What people were told when the answer was going to be late, the first first."""
    return list(
        session.scalars(
            select(DelayStatement).where(DelayStatement.consultation_id == consultation_id).order_by(DelayStatement.id)
        )
    )


def clock_of(session: Session, consultation: Consultation) -> AnswerClock | None:
    """The clock of a consultation's answer, or nothing while it has no closing date."""
    if consultation.closes_at is None:
        return None
    delays = delays_of(session, consultation.id)
    return AnswerClock(
        closed_at=consultation.closes_at,
        weeks=consultation.answer_within_weeks,
        answered_at=consultation.answered_at,
        new_due_on=delays[-1].new_due_on if delays else None,
    )


def edition_gates(session: Session, consultation: Consultation, *, now: datetime) -> dict[Gate, str]:
    """What still stands in the way of an edition, with the sentence for each."""
    themes = themes_in(questions_to_answer(session, consultation.id, today=day_in_london(now)))
    clock = clock_of(session, consultation)
    facts = EditionFacts(
        n_themes=len(themes),
        n_findings=n_findings(session, consultation.id),
        lacking_reply=tuple(found.theme.name for found in themes if found.lacks_reply),
        not_decided=tuple(found.theme.name for found in themes if found.stage is ReplyStage.PROPOSED),
        not_final=tuple(found.theme.name for found in themes if found.stage is ReplyStage.DECIDED),
        days_left=clock.days_left(now=now) if clock else None,
        has_delay_statement=clock is not None and clock.is_delayed,
    )
    return gates_closed(facts)


def n_findings(session: Session, consultation_id: int) -> int:
    """How many times findings have been published."""
    return (
        session.scalar(select(func.count()).select_from(Findings).where(Findings.consultation_id == consultation_id))
        or 0
    )


def theme_to_answer(session: Session, *, consultation_id: int, theme_id: int) -> Theme:
    """The confirmed theme with this number in this consultation.

    Raises:
        NotFound: there is none; it may have been merged or rejected meanwhile.
    """
    found = session.scalar(
        select(Theme)
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(
            Theme.id == theme_id,
            Theme.state == ThemeState.CONFIRMED,
            Codebook.consultation_id == consultation_id,
        )
        .options(
            joinedload(Theme.codebook).joinedload(Codebook.question).selectinload(Question.words),
            joinedload(Theme.codebook).joinedload(Codebook.consultation),
        )
    )
    if found is None:
        raise NotFound("We could not find this theme among the confirmed ones. It may have been merged or rejected.")
    return found


def reply_to(session: Session, theme_id: int) -> Reply | None:
    """The reply to a theme, with its decision, if there is one."""
    return session.scalar(select(Reply).where(Reply.theme_id == theme_id).options(joinedload(Reply.decision)))


def no_reply_to(session: Session, theme_id: int) -> NoReply | None:
    """The recorded reason why a theme has no reply, if there is one."""
    return session.get(NoReply, theme_id)


def _codebooks_with_themes(session: Session, consultation_id: int) -> list[Codebook]:
    found = session.scalars(
        select(Codebook)
        .where(Codebook.consultation_id == consultation_id)
        .options(
            selectinload(Codebook.themes),
            joinedload(Codebook.question).selectinload(Question.words),
            joinedload(Codebook.consultation),
        )
    )
    return [codebook for codebook in found if codebook.themes]
