"""Start a run, note that it failed or was stopped."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.analysis.models import Codebook, Run
from consult.analysis.pipeline import Options
from consult.analysis.queries.texts import n_texts
from consult.analysis.rules import CLOSED_KINDS, is_provisional
from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.models import Consultation, Question
from consult.jobs.actions import cancel_job, enqueue
from consult.jobs.queries import job_by_key
from consult.kernel.errors import Refused

JOB = "analysis.run"


def job_key(run_id: int) -> str:
    """The key under which the job of a run is ordered."""
    return f"{JOB}:{run_id}"


def start_run(
    session: Session,
    *,
    consultation: Consultation,
    question: Question | None,
    by_id: int | None,
    now: datetime,
    seed: int = 0,
    granularity: float = 1.0,
    closed_question: Question | None = None,
) -> Run:
    """Order an analysis of the answers to a question, or of the paragraph comments where there is none.

    Args:
        session: one that may write.
        consultation: whose responses.
        question: the one whose words are analysed.
        by_id: who asked for it; ``None`` for the system.
        now: when.
        seed: the same seed over the same responses gives the same themes.
        granularity: under 1 for fewer, broader themes; over 1 for more, finer ones.
        closed_question: whose ticked answers help to tell for from against; by default those of the question itself.

    Raises:
        Refused: nobody has written anything yet, or a run is under way.
    """
    if consultation.withdrawn_at is not None:
        raise Refused("This consultation was withdrawn, so its responses are not analysed.")
    codebook = codebook_for(session, consultation=consultation, question=question)
    if open_run(session, codebook) is not None:
        raise Refused("An analysis of these responses is under way. Wait for it, or stop it first.")
    texts = n_texts(session, codebook)
    if not texts:
        raise Refused("There is nothing to analyse yet: nobody has written anything here.")
    provisional = is_provisional(
        closes_at=consultation.closes_at, intake_complete_at=consultation.intake_complete_at, now=now
    )
    options = Options(seed=seed, granularity=granularity)
    closed = closed_question or (question if question is not None and question.kind in CLOSED_KINDS else None)
    run = Run(
        codebook_id=codebook.id,
        requested_at=now,
        requested_by_id=by_id,
        provisional=provisional,
        seed=options.seed,
        parameters={"granularity": options.granularity, "closed_question_id": closed.id if closed else None},
    )
    session.add(run)
    session.flush()
    _tell_started(session, run, codebook, texts=texts, at=now)
    enqueue(session, JOB, key=job_key(run.id), args={"run_id": run.id}, now=now)
    return run


def codebook_for(session: Session, *, consultation: Consultation, question: Question | None) -> Codebook:
    """Give the codebook of a question or of the comments, made when it is first asked for."""
    wanted = select(Codebook).where(
        Codebook.consultation_id == consultation.id,
        Codebook.question_id.is_(None) if question is None else Codebook.question_id == question.id,
    )
    found = session.scalars(wanted.with_for_update()).first()
    if found is None:
        found = Codebook(consultation_id=consultation.id, question_id=question.id if question else None)
        session.add(found)
        session.flush()
    return found


def open_run(session: Session, codebook: Codebook) -> Run | None:
    """Give the run of a codebook that is neither finished nor failed."""
    return session.scalars(
        select(Run)
        .where(Run.codebook_id == codebook.id, Run.finished_at.is_(None), Run.failed_at.is_(None))
        .order_by(Run.id.desc())
    ).first()


def fail_run(session: Session, *, run: Run, fault: str, now: datetime) -> Run:
    """Note that a run came to nothing; the themes stay as they were."""
    if run.finished_at is None and run.failed_at is None:
        run.failed_at, run.failure = now, fault
        session.flush()
        tell_run(session, Happening.RUN_FAILED, run, at=now, actor="system", fault=fault[:500])
    return run


def stop_run(session: Session, *, run: Run, by_id: int, now: datetime) -> Run:
    """Stop a run that nobody needs any more.

    Raises:
        Refused: it is over already.
    """
    job = job_by_key(session, job_key(run.id))
    if run.finished_at is not None or run.failed_at is not None or job is None:
        raise Refused("This analysis is over already.")
    if not job.is_over:
        cancel_job(session, job=job, now=now)
    run.failed_at, run.failure = now, "It was stopped."
    session.flush()
    tell_run(session, Happening.RUN_CANCELLED, run, at=now, actor=f"account:{by_id}")
    return run


def _tell_started(session: Session, run: Run, codebook: Codebook, *, texts: int, at: datetime) -> None:
    actor = f"account:{run.requested_by_id}" if run.requested_by_id is not None else "system"
    facts = {"kind": "answers" if codebook.question_id else "comments", "texts": texts, "seed": run.seed}
    tell_run(session, Happening.RUN_STARTED, run, at=at, actor=actor, is_provisional=int(run.provisional), **facts)


def tell_run(session: Session, happening: Happening, run: Run, *, at: datetime, actor: str, **facts: object) -> None:
    """Record what became of a run in the audit of its consultation."""
    codebook = session.get_one(Codebook, run.codebook_id)
    record(
        session,
        happening,
        stream=f"consultation:{codebook.consultation_id}",
        subject=f"run:{run.id}",
        actor=actor,
        at=at,
        run_id=run.id,
        question_id=codebook.question_id,
        **facts,
    )
