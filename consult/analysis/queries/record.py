"""The record of a run: how themes were found, what people read of them, and how far people agree with the machine."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, distinct, func, select
from sqlalchemy.orm import Session

from consult.analysis.agreement import Estimate
from consult.analysis.models import Codebook, Reading, Run
from consult.analysis.queries.agreement import Measured, latest_measured_of
from consult.responses.models import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementTold:
    """How far two codings agree, without names: the machine and a person, or two people."""

    is_of_two_people: bool
    n_texts: int
    n_unread: int
    f1: Estimate
    kappa: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """What made the themes of one codebook, so that it can be made again, and how it was checked."""

    run_id: int
    engine: str
    seed: int
    finished_at: datetime
    is_provisional: bool
    input_digest: str
    libraries: str
    parameters: tuple[tuple[str, str], ...]
    n_texts: int
    n_read: int
    n_readers: int
    agreement: tuple[AgreementTold, ...]


def run_records(session: Session, codebook_ids: Sequence[int]) -> dict[int, RunRecord]:
    """By codebook, the record of its last finished run; a constant number of queries."""
    latest = select(func.max(Run.id)).where(Run.codebook_id.in_(codebook_ids), Run.finished_at.is_not(None))
    runs = session.scalars(select(Run).where(Run.id.in_(latest.group_by(Run.codebook_id)))).all()
    read, measured = _read(session, codebook_ids), latest_measured_of(session, codebook_ids)
    return {
        run.codebook_id: _record(run, read.get(run.codebook_id, (0, 0)), measured.get(run.codebook_id)) for run in runs
    }


def _read(session: Session, codebook_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """By codebook, how many texts people read, and how many people did."""
    text = case((Codebook.question_id.is_(None), Reading.comment_id), else_=Reading.answer_id)
    rows = session.execute(
        select(Reading.codebook_id, func.count(distinct(text)), func.count(distinct(Reading.by_id)))
        .join(Codebook, Codebook.id == Reading.codebook_id)
        .join(Response, Response.id == Reading.response_id)
        .where(Reading.codebook_id.in_(codebook_ids), Response.withdrawn_at.is_(None))
        .group_by(Reading.codebook_id)
    )
    return {codebook: (texts, people) for codebook, texts, people in rows}


def _record(run: Run, read: tuple[int, int], measured: Measured | None) -> RunRecord:
    asked = {name: value for name, value in run.parameters.items() if name not in ("pipeline", "libraries")}
    parameters = asked | dict(run.parameters.get("pipeline", {}))
    libraries = run.parameters.get("libraries", "")
    return RunRecord(
        run_id=run.id,
        engine=run.engine,
        seed=run.seed,
        finished_at=run.finished_at or run.requested_at,
        is_provisional=run.provisional,
        input_digest=run.input_digest,
        libraries=libraries if isinstance(libraries, str) else ", ".join(map(str, libraries)),
        parameters=tuple(sorted((name, str(value)) for name, value in parameters.items() if value is not None)),
        n_texts=int(run.counts.get("texts", 0)),
        n_read=read[0],
        n_readers=read[1],
        agreement=_agreement(measured) if measured is not None else (),
    )


def _agreement(measured: Measured) -> tuple[AgreementTold, ...]:
    return tuple(
        AgreementTold(
            is_of_two_people=bool(pair.one and pair.other),
            n_texts=pair.agreement.n,
            n_unread=measured.sample.n_unread,
            f1=pair.agreement.f1,
            kappa=pair.agreement.kappa,
        )
        for pair in measured.pairs
    )
