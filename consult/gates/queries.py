"""Questions about the gates of one consultation: what they look at, which are shut, which were passed and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.consultations.queries import words_of
from consult.consultations.queries.drafts import draft_facts
from consult.consultations.queries.reading import whole_consultation
from consult.documents.importing.advice import reading_age
from consult.gates.models import GatePassed, GateProof, Holiday
from consult.gates.rules import HARDEST_AGE, Gate, GateFacts, Judged, Point, Proof, judge
from consult.kernel.clock import day_in_london
from consult.kernel.words import truncate
from consult.outreach.queries.record import first_decided_on, ledger, milestones_of, record_as_it_stands
from consult.outreach.rules import Basis, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class GateLine:
    """One gate as it stands: open, shut, or passed with a reason."""

    judged: Judged
    passed: GatePassed | None

    @property
    def is_shut(self) -> bool:
        """Whether it keeps anyone from going on."""
        return not self.judged.is_open and self.passed is None


def gates_at(session: Session, consultation: Consultation, point: Point) -> tuple[GateLine, ...]:
    """Return every gate of one point, in a constant number of queries."""
    passed = {each.gate: each for each in passed_gates(session, consultation.id) if each.point is point}
    judged = judge(gate_facts(session, consultation), point)
    return tuple(GateLine(judged=each, passed=passed.get(each.gate)) for each in judged)


def gate_facts(session: Session, consultation: Consultation) -> GateFacts:
    """Return what the gates look at."""
    draft, words = draft_facts(session, consultation), words_of(consultation)
    lines, kept = ledger(session, consultation.id), record_as_it_stands(session, consultation.id)
    holidays = calendar(session)
    required = (line for line in lines if line.consultee.basis is Basis.LAW and line.standing is Standing.NOT_ASKED)
    return GateFacts(
        kind=kept.kind,
        opens_on=day_in_london(consultation.opens_at) if consultation.opens_at else None,
        closes_on=day_in_london(consultation.closes_at) if consultation.closes_at else None,
        has_calendar=bool(holidays),
        holidays=tuple(each.period for each in holidays),
        has_reasons=bool(words.why.strip()),
        has_evidence=bool(words.evidence.strip() and words.cost_and_impact.strip()),
        n_options=draft.n_options,
        has_document=draft.has_document,
        n_consultees=len(lines),
        required_not_asked=tuple(line.consultee.name for line in required),
        scrutiny=kept.scrutiny,
        decided_on=first_decided_on(milestones_of(session, consultation.id)),
        proofs=_proved_on(proofs_of(session, consultation.id)),
        hard_questions=_hard_questions(session, consultation),
    )


def proofs_of(session: Session, consultation_id: int) -> Sequence[GateProof]:
    """Return the evidence of a consultation, the oldest first."""
    asked = select(GateProof).where(GateProof.consultation_id == consultation_id)
    return session.scalars(asked.order_by(GateProof.looked_on, GateProof.id)).all()


def passed_gates(session: Session, consultation_id: int) -> Sequence[GatePassed]:
    """Return the gates that were passed although they were shut, the oldest first."""
    asked = select(GatePassed).where(GatePassed.consultation_id == consultation_id)
    return session.scalars(asked.order_by(GatePassed.at, GatePassed.id)).all()


def calendar(session: Session) -> Sequence[Holiday]:
    """Return the council's calendar, in order."""
    return session.scalars(select(Holiday).order_by(Holiday.starts_on, Holiday.id)).all()


def _proved_on(proofs: Sequence[GateProof]) -> dict[Proof, tuple[date, ...]]:
    days: dict[Proof, tuple[date, ...]] = {}
    for each in proofs:
        days[each.proof] = (*days.get(each.proof, ()), each.looked_on)
    return days


def _hard_questions(session: Session, consultation: Consultation) -> tuple[str, ...]:
    """Return the questions whose words and help ask for an older reader, in English only."""
    if consultation.language != "en":
        return ()
    whole = whole_consultation(session, consultation.id)
    hard = []
    for question in whole.questions:
        words = next(iter(question.words), None)
        age = reading_age(f"{words.prompt} {words.help}", fewest=8) if words else None
        if words is not None and age is not None and age > HARDEST_AGE:
            hard.append(truncate(words.prompt, 80))
    return tuple(hard)


def shut_gates(session: Session, consultation: Consultation, point: Point) -> tuple[Gate, ...]:
    """Name the gates that keep anyone from going on."""
    return tuple(line.judged.gate for line in gates_at(session, consultation, point) if line.is_shut)
