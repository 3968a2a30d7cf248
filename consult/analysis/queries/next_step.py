"""What an officer best does next with the themes of one question: one thing, in the order in which work goes."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from consult.analysis.models import AgreementSample, Codebook
from consult.analysis.queries.comparing import n_late_texts, waiting_comparison
from consult.analysis.queries.reading import progress
from consult.analysis.queries.themes import Board


class Step(StrEnum):
    """The next thing to do."""

    START = "start"
    DECIDE = "decide"  # on a run or late responses that would change the themes
    PLACE_LATE = "place_late"
    MEASURE = "measure"  # before anybody has read much, or nothing unread is left to draw from
    READ = "read"
    CONFIRM = "confirm"
    GO_ON = "go_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """One step, and of how many things it is."""

    step: Step
    n: int = 0


def next_step(session: Session, codebook: Codebook, shown: Board, *, by_id: int, unsure_below: float) -> NextStep:
    """Say what to do next; a constant number of queries."""
    if not shown.themes:
        return NextStep(step=Step.START)
    if waiting_comparison(session, codebook.id) is not None:
        return NextStep(step=Step.DECIDE)
    late = n_late_texts(session, codebook)
    if late:
        return NextStep(step=Step.PLACE_LATE, n=late)
    if not shown.unconfirmed:
        return NextStep(step=Step.GO_ON)
    return _before_confirming(session, codebook, shown, by_id=by_id, unsure_below=unsure_below)


def _before_confirming(
    session: Session, codebook: Codebook, shown: Board, *, by_id: int, unsure_below: float
) -> NextStep:
    if not session.scalar(select(exists().where(AgreementSample.codebook_id == codebook.id))):
        return NextStep(step=Step.MEASURE)
    doubtful = progress(session, codebook, by_id=by_id, unsure_below=unsure_below).n_doubtful
    if doubtful:
        return NextStep(step=Step.READ, n=doubtful)
    return NextStep(step=Step.CONFIRM, n=len(shown.unconfirmed))
