"""Commitments as everyone may see them: by where they stand, page by page, and one with its chain."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVarTuple

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.elements import ColumnElement

from consult.analysis.models import Codebook, Theme
from consult.consultations.models import Consultation, Question
from consult.kernel.errors import NotFound
from consult.outcomes.models import Commitment, Progress, Reply
from consult.outcomes.rules import CommitmentProgress, Shelf
from consult.storage.paging import Page, page_of

Ts = TypeVarTuple("Ts")
ON_A_PAGE = 20
OVER = (CommitmentProgress.DONE, CommitmentProgress.DROPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """How many commitments stand on each shelf."""

    all: int
    overdue: int
    running: int
    kept: int
    dropped: int

    def on(self, shelf: Shelf) -> int:
        """How many stand on one shelf."""
        count: int = getattr(self, shelf.value)
        return count


def public_commitments(
    session: Session, *, shelf: Shelf, today: date, number: int = 1, size: int = ON_A_PAGE
) -> Page[Commitment]:
    """One page of the commitments that everyone may see, the most urgent first; a constant number of queries."""
    asked = (
        _with_latest(select(Commitment))
        .where(_on(shelf, today=today))
        .options(
            selectinload(Commitment.progress),
            joinedload(Commitment.reply).joinedload(Reply.theme),
        )
    )
    is_over = case((_latest.in_(OVER), 1), else_=0)
    order = (is_over.asc(), Commitment.due_on.asc(), Commitment.id.asc())
    return page_of(session, asked, *order, number=number, size=size)


def public_commitments_among(session: Session, ids: Iterable[int]) -> Sequence[Commitment]:
    """Those of some commitments that everyone may see."""
    return session.scalars(_with_latest(select(Commitment)).where(Commitment.id.in_(list(ids)))).all()


def shelved(session: Session, *, today: date) -> Shelved:
    """How many public commitments stand on each shelf; one query."""
    sums = [func.coalesce(func.sum(case((_on(shelf, today=today), 1), else_=0)), 0) for shelf in Shelf]
    numbers = session.execute(_with_latest(select(*sums).select_from(Commitment))).one()
    return Shelved(**{shelf.value: int(n) for shelf, n in zip(Shelf, numbers, strict=True)})


def commitment_by_reference(session: Session, reference: str, *, public_only: bool) -> Commitment:
    """One commitment with its progress and the theme and question that it comes from.

    Raises:
        NotFound: there is none, or people may not know of it yet.
    """
    asked = (
        select(Commitment)
        .where(Commitment.reference == reference)
        .options(
            selectinload(Commitment.progress),
            joinedload(Commitment.reply).joinedload(Reply.decision),
            joinedload(Commitment.reply)
            .joinedload(Reply.theme)
            .joinedload(Theme.codebook)
            .joinedload(Codebook.question)
            .selectinload(Question.words),
            joinedload(Commitment.reply)
            .joinedload(Reply.theme)
            .joinedload(Theme.codebook)
            .joinedload(Codebook.consultation)
            .selectinload(Consultation.words),
        )
    )
    found = session.scalar(_with_latest(asked) if public_only else asked)
    if found is None:
        raise NotFound("We could not find this commitment. Check the address, or look for it in the list.")
    return found


_last_note = (
    select(Progress.commitment_id, func.max(Progress.id).label("id")).group_by(Progress.commitment_id).subquery()
)
_latest: ColumnElement[CommitmentProgress] = func.coalesce(Progress.progress, CommitmentProgress.NOT_STARTED)


def _with_latest(asked: Select[*Ts]) -> Select[*Ts]:
    """Keep what everyone may see: the reply is decided and the consultation has been answered."""
    return (
        asked.join(Reply, Reply.id == Commitment.reply_id)
        .join(Theme, Theme.id == Reply.theme_id)
        .join(Consultation, Consultation.id == Commitment.consultation_id)
        .outerjoin(_last_note, _last_note.c.commitment_id == Commitment.id)
        .outerjoin(Progress, Progress.id == _last_note.c.id)
        .where(Reply.decision_id.is_not(None), Consultation.answered_at.is_not(None), Theme.hidden_reason == "")
    )


def _on(shelf: Shelf, *, today: date) -> ColumnElement[bool]:
    is_late = and_(Commitment.due_on < today, _latest.not_in(OVER))
    on: dict[Shelf, ColumnElement[bool]] = {
        Shelf.ALL: Commitment.id.is_not(None),
        Shelf.OVERDUE: is_late,
        Shelf.RUNNING: and_(Commitment.due_on >= today, _latest.not_in(OVER)),
        Shelf.KEPT: _latest == CommitmentProgress.DONE,
        Shelf.DROPPED: _latest == CommitmentProgress.DROPPED,
    }
    return on[shelf]
