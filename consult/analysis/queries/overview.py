"""What is analysed of a consultation and what is not, how runs stand, and what lacks confirmation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import distinct, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.accounts.models import Account
from consult.analysis.models import Codebook, Run, Theme, ThemeEdit
from consult.analysis.rules import ThemeState
from consult.consultations.models import Consultation, ConsultationWords, Question
from consult.consultations.rules import QuestionKind
from consult.jobs.models import Job
from consult.jobs.queries import job_by_key
from consult.kernel.errors import NotFound
from consult.responses.models import Answer, Comment, Response
from consult.storage.paging import Page as ListPage
from consult.storage.paging import page_of

EDITS_A_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysable:
    """Words that can be analysed: of one question, or the paragraph comments where there is no question."""

    question: Question | None
    prompt: str
    n: int
    codebook: Codebook | None
    n_suggested: int
    n_confirmed: int
    run: Run | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unconfirmed:
    """Themes of one consultation that nobody has confirmed yet."""

    consultation_id: int
    title: str
    n: int


def analysable(session: Session, consultation: Consultation) -> tuple[Analysable, ...]:
    """Everything of a consultation that people wrote in their own words, in a constant number of queries."""
    questions = session.scalars(
        select(Question)
        .where(
            Question.consultation_id == consultation.id,
            or_(Question.kind == QuestionKind.OPEN_TEXT, Question.asks_why),
        )
        .order_by(Question.position)
        .options(selectinload(Question.words))
    ).all()
    written, n_comments = _written(session, consultation.id), _n_comments(session, consultation.id)
    codebooks = {found.question_id: found for found in _codebooks(session, consultation.id)}
    states, runs = _states(session, consultation.id), latest_runs(session, consultation.id)

    def line(question: Question | None, n: int) -> Analysable:
        codebook = codebooks.get(question.id if question else None)
        counted = states.get(codebook.id, {}) if codebook else {}
        return Analysable(
            question=question,
            prompt=prompt_of(question, consultation.language) if question else "",
            n=n,
            codebook=codebook,
            n_suggested=counted.get(ThemeState.SUGGESTED, 0),
            n_confirmed=counted.get(ThemeState.CONFIRMED, 0),
            run=runs.get(codebook.id) if codebook else None,
        )

    lines = [line(question, written.get(question.id, 0)) for question in questions]
    has_comments = n_comments > 0 or consultation.document_version_id is not None
    return (*lines, line(None, n_comments)) if has_comments else tuple(lines)


def prompt_of(question: Question, language: str) -> str:
    """A question's words in a language, or in the first there is."""
    by_language = {words.language: words.prompt for words in question.words}
    return by_language.get(language) or next(iter(by_language.values()), "")


def latest_runs(session: Session, consultation_id: int) -> dict[int, Run]:
    """The last run of each codebook, whatever became of it."""
    latest = (
        select(func.max(Run.id))
        .join(Codebook, Codebook.id == Run.codebook_id)
        .where(Codebook.consultation_id == consultation_id)
        .group_by(Run.codebook_id)
    )
    return {run.codebook_id: run for run in session.scalars(select(Run).where(Run.id.in_(latest)))}


def finished_run(session: Session, codebook_id: int) -> Run | None:
    """The last run of a codebook that came to its end."""
    return session.scalars(
        select(Run).where(Run.codebook_id == codebook_id, Run.finished_at.is_not(None)).order_by(Run.id.desc())
    ).first()


def unsure_below(session: Session, codebook_id: int) -> float:
    """Under which confidence the last finished run of a codebook was unsure; nought where there was none."""
    run = finished_run(session, codebook_id)
    return float(run.counts.get("unsure_below", 0.0)) if run is not None else 0.0


def run_by_id(session: Session, run_id: int, *, consultation_id: int) -> Run:
    """The run with this number, of this consultation.

    Raises:
        NotFound: there is none.
    """
    found = session.scalar(
        select(Run)
        .join(Codebook, Codebook.id == Run.codebook_id)
        .where(Run.id == run_id, Codebook.consultation_id == consultation_id)
        .options(joinedload(Run.codebook).joinedload(Codebook.question).selectinload(Question.words))
    )
    if found is None:
        raise NotFound("We could not find this analysis. Go back to the analysis of the consultation.")
    return found


def job_of_run(session: Session, run: Run) -> Job | None:
    """The job that does a run."""
    return job_by_key(session, f"analysis.run:{run.id}")


def history(
    session: Session, codebook_id: int, *, theme_id: int | None = None, number: int = 1
) -> tuple[ListPage[ThemeEdit], dict[int, str]]:
    """One page of the edits of a codebook, or of those that concern one theme, the latest first; and who made them."""
    asked = select(ThemeEdit).where(ThemeEdit.codebook_id == codebook_id)
    if theme_id is not None:
        asked = asked.where(ThemeEdit.id.in_(_edits_about(session, codebook_id, theme_id)))
    page = page_of(session, asked, ThemeEdit.number.desc(), number=number, size=EDITS_A_PAGE)
    makers = {edit.by_id for edit in page.items}
    rows = session.execute(select(Account.id, Account.name).where(Account.id.in_(makers)))
    return page, {key: name for key, name in rows}  # noqa: C416 - a Row is no pair to the type checker


def _edits_about(session: Session, codebook_id: int, theme_id: int) -> list[int]:
    """The edits of, into and out of a theme, and the undoing of them."""
    rows = session.execute(
        select(ThemeEdit.id, ThemeEdit.theme_id, ThemeEdit.after, ThemeEdit.undone_by_number, ThemeEdit.number).where(
            ThemeEdit.codebook_id == codebook_id
        )
    ).all()
    about = [row for row in rows if theme_id in (row.theme_id, row.after.get("into"), row.after.get("new_theme"))]
    undoing = {row.undone_by_number for row in about}
    return [row.id for row in rows if row.number in undoing or row in about]


def last_edit(session: Session, theme_id: int) -> tuple[str, datetime] | None:
    """Who changed a theme last, and when."""
    row = session.execute(
        select(Account.name, ThemeEdit.at)
        .join(Account, Account.id == ThemeEdit.by_id)
        .where(ThemeEdit.theme_id == theme_id)
        .order_by(ThemeEdit.number.desc())
        .limit(1)
    ).one_or_none()
    return (row[0], row[1]) if row else None


def unconfirmed(session: Session) -> tuple[Unconfirmed, ...]:
    """Consultations with themes that nobody has confirmed yet, with how many."""
    rows = session.execute(
        select(Consultation.id, ConsultationWords.title, func.count(distinct(Theme.id)))
        .join(Codebook, Codebook.consultation_id == Consultation.id)
        .join(Theme, Theme.codebook_id == Codebook.id)
        .join(
            ConsultationWords,
            (ConsultationWords.consultation_id == Consultation.id)
            & (ConsultationWords.language == Consultation.language),
        )
        .where(Theme.state == ThemeState.SUGGESTED, Consultation.withdrawn_at.is_(None))
        .group_by(Consultation.id, ConsultationWords.title)
        .order_by(Consultation.id)
    )
    return tuple(Unconfirmed(consultation_id=key, title=title, n=n) for key, title, n in rows)


def _written(session: Session, consultation_id: int) -> dict[int, int]:
    rows = session.execute(
        select(Answer.question_id, func.count())
        .join(Response, Response.id == Answer.response_id)
        .where(Response.consultation_id == consultation_id, Response.withdrawn_at.is_(None), Answer.text != "")
        .group_by(Answer.question_id)
    )
    return {question_id: n for question_id, n in rows}  # noqa: C416 - a Row is no pair to the type checker


def _n_comments(session: Session, consultation_id: int) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(Comment)
            .join(Response, Response.id == Comment.response_id)
            .where(Response.consultation_id == consultation_id, Response.withdrawn_at.is_(None))
        )
        or 0
    )


def _codebooks(session: Session, consultation_id: int) -> Sequence[Codebook]:
    return session.scalars(select(Codebook).where(Codebook.consultation_id == consultation_id)).all()


def _states(session: Session, consultation_id: int) -> dict[int, dict[ThemeState, int]]:
    rows = session.execute(
        select(Theme.codebook_id, Theme.state, func.count())
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(Codebook.consultation_id == consultation_id)
        .group_by(Theme.codebook_id, Theme.state)
    )
    states: dict[int, dict[ThemeState, int]] = {}
    for codebook_id, state, n in rows:
        states.setdefault(codebook_id, {})[ThemeState(state)] = n
    return states
