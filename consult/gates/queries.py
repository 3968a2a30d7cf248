"""Questions about the gates of one consultation: what they look at, which are shut, which were passed and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from consult.consultations.models import Consultation, Question
from consult.consultations.queries import clarifications_waiting, words_of
from consult.consultations.queries.drafts import draft_facts
from consult.consultations.queries.reading import whole_consultation
from consult.consultations.queries.stages import holding_periods
from consult.documents.importing.advice import reading_age
from consult.gates.asking import KnownCheck, ReadQuestion, unchecked
from consult.gates.models import GateLook, GatePassed, GateProof, Holiday, LegalAdvice, QuestionCheck
from consult.gates.rules import HARDEST_AGE, GateFacts, Judged, PeriodKind, Point, Proof, judge
from consult.kernel.clock import day_in_london
from consult.kernel.words import truncate
from consult.outreach.queries.helping import help_requests
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


def gates_at(
    session: Session, consultation: Consultation, point: Point, *, now: datetime | None = None
) -> tuple[GateLine, ...]:
    """Return every gate of one point, in a constant number of queries.

    Args:
        session: to read with.
        consultation: which one.
        point: where on its way.
        now: a window that begins late is as long as what is left of it; left out, it is judged as planned.
    """
    return lines_at(gate_facts(session, consultation), passed_gates(session, consultation.id), point, now=now)


def lines_at(
    facts: GateFacts, passed: Sequence[GatePassed], point: Point, *, now: datetime | None = None
) -> tuple[GateLine, ...]:
    """Return every gate of one point from what was read already."""
    opens_on = facts.opens_on
    if point is Point.OPEN and now is not None and opens_on is not None:
        facts = replace(facts, opens_on=max(opens_on, day_in_london(now)))
    return tuple(GateLine(judged=each, passed=_pass_of(each, passed, point)) for each in judge(facts, point))


def _pass_of(judged: Judged, passed: Sequence[GatePassed], point: Point) -> GatePassed | None:
    """Return the latest reason that covers how this gate is shut; what was said at approval holds at the opening."""
    points = {point, Point.APPROVE} if point is Point.OPEN else {point}
    fitting = (each for each in reversed(passed) if each.gate is judged.gate and each.point in points)
    return next((each for each in fitting if each.detail is None or tuple(each.detail) == judged.detail), None)


def gate_facts(session: Session, consultation: Consultation) -> GateFacts:
    """Return what the gates look at."""
    draft, words = draft_facts(session, consultation), words_of(consultation)
    lines, kept = ledger(session, consultation.id), record_as_it_stands(session, consultation.id)
    holidays, questions = calendar(session), questions_to_read(session, consultation)
    first_told = min((each.from_closes_at for each in consultation.extensions), default=consultation.closes_at)
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
        hard_questions=tuple(
            truncate(each.prompt, 80) for each in questions if each.age is not None and each.age > HARDEST_AGE
        ),
        unchecked_questions=tuple(
            truncate(each.prompt, 80) for each in unchecked(questions, known_checks(session, consultation.id))
        ),
        pre_election=tuple(each.name for each in holding_periods(session, consultation)),
        n_help_waiting=sum(each.done_at is None for each in help_requests(session, consultation.id)),
        n_clarifications_waiting=len(clarifications_waiting(session, [consultation.id])),
        told_closes_on=day_in_london(first_told) if first_told else None,
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


def bank_holidays(session: Session, first: date, last: date) -> frozenset[date]:
    """Return the days between two that are bank holidays of the council's calendar; both ends count."""
    found = session.scalars(
        select(Holiday).where(
            Holiday.kind == PeriodKind.BANK_HOLIDAY, Holiday.starts_on <= last, Holiday.ends_on >= first
        )
    )
    days = (
        each.starts_on + timedelta(days=number)
        for each in found
        for number in range((each.ends_on - each.starts_on).days + 1)
    )
    return frozenset(day for day in days if first <= day <= last)


def _proved_on(proofs: Sequence[GateProof]) -> dict[Proof, tuple[date, ...]]:
    days: dict[Proof, tuple[date, ...]] = {}
    for each in proofs:
        days[each.proof] = (*days.get(each.proof, ()), each.looked_on)
    return days


def questions_to_read(session: Session, consultation: Consultation) -> tuple[ReadQuestion, ...]:
    """Return the questions as whoever checks them reads them; the age that words ask for is known in English only."""
    whole, language = whole_consultation(session, consultation.id), consultation.language
    read = []
    for number, question in enumerate(whole.questions, start=1):
        words = next((each for each in question.words if each.language == language), None)
        if words is None:
            continue
        choices = (each.label for choice in question.choices for each in choice.words if each.language == language)
        read.append(
            ReadQuestion(
                id=question.id,
                number=number,
                kind=question.kind,
                prompt=words.prompt,
                help=words.help,
                choices=tuple(choices),
                age=reading_age(f"{words.prompt} {words.help}", fewest=8) if language == "en" else None,
            )
        )
    return tuple(read)


def question_checks(session: Session, consultation_id: int) -> Sequence[QuestionCheck]:
    """Return every line of the check lists of a consultation's questions."""
    asked = select(QuestionCheck).join(Question, Question.id == QuestionCheck.question_id)
    return session.scalars(
        asked.where(Question.consultation_id == consultation_id).order_by(Question.position, QuestionCheck.id)
    ).all()


def known_checks(session: Session, consultation_id: int) -> tuple[KnownCheck, ...]:
    """Return the same as the rule reads them."""
    return tuple(
        KnownCheck(question_id=each.question_id, item=each.item, is_met=each.is_met, words_seen=each.words_seen)
        for each in question_checks(session, consultation_id)
    )


def looks_of(session: Session, consultation_id: int) -> Sequence[GateLook]:
    """Return how the gates stood each time that they were looked at, the oldest first."""
    asked = select(GateLook).where(GateLook.consultation_id == consultation_id)
    return session.scalars(asked.order_by(GateLook.at, GateLook.id)).all()


def last_look(session: Session, consultation_id: int, point: Point) -> GateLook | None:
    """Return how the gates of a point stood last, or nothing when nobody has stood before them."""
    asked = select(GateLook).where(GateLook.consultation_id == consultation_id, GateLook.point == point)
    return session.scalar(asked.order_by(GateLook.at.desc(), GateLook.id.desc()).limit(1))


def assessment_seen(session: Session, decision_id: int) -> tuple[int, GateProof] | None:
    """Return the equality impact assessment that stood when a decision was recorded, with its version."""
    found = session.scalar(
        select(GateProof)
        .join(GateLook, GateLook.assessment_id == GateProof.id)
        .where(GateLook.decision_id == decision_id)
    )
    if found is None:
        return None
    versions = [each.id for each in proofs_of(session, found.consultation_id) if each.proof is Proof.EQUALITY]
    return versions.index(found.id) + 1, found


def advice_of(session: Session, consultation_id: int) -> Sequence[LegalAdvice]:
    """Return the legal advice on a consultation, the newest first; only for the page that shows it."""
    asked = select(LegalAdvice).where(LegalAdvice.consultation_id == consultation_id)
    return session.scalars(asked.order_by(LegalAdvice.at.desc(), LegalAdvice.id.desc())).all()


def opening_soon(session: Session, *, before: datetime) -> Sequence[Consultation]:
    """Return what is approved and due to open before a moment, and has not opened yet."""
    return session.scalars(
        select(Consultation).where(
            Consultation.approved_at.is_not(None),
            Consultation.opened_at.is_(None),
            Consultation.withdrawn_at.is_(None),
            Consultation.opens_at <= before,
        )
    ).all()


def closing_soon(session: Session, *, before: datetime) -> Sequence[Consultation]:
    """Return what opened and closes before a moment, and is not recorded as closed for long."""
    looked_after = (
        select(GateLook.id)
        .where(
            GateLook.consultation_id == Consultation.id,
            GateLook.point == Point.CLOSE,
            GateLook.at > Consultation.closes_at,
        )
        .exists()
    )
    return session.scalars(
        select(Consultation).where(
            Consultation.opened_at.is_not(None),
            Consultation.withdrawn_at.is_(None),
            Consultation.answered_at.is_(None),
            Consultation.closes_at <= before,
            ~looked_after,
        )
    ).all()


def shut_at_closing(session: Session, *, now: datetime) -> list[tuple[Consultation, int]]:
    """Return the open consultations whose last look before closing found something, and how much."""
    newest = (
        select(func.max(GateLook.id)).where(GateLook.point == Point.CLOSE).group_by(GateLook.consultation_id)
    ).scalar_subquery()
    rows = session.execute(
        select(Consultation, GateLook)
        .join(GateLook, GateLook.consultation_id == Consultation.id)
        .where(GateLook.id.in_(newest), Consultation.closes_at > now, Consultation.withdrawn_at.is_(None))
        .order_by(Consultation.closes_at)
        .options(selectinload(Consultation.words))
    )
    counted = ((consultation, sum(not each["is_open"] for each in look.judged)) for consultation, look in rows)
    return [(consultation, n_shut) for consultation, n_shut in counted if n_shut]


def shut_gates(lines: Sequence[GateLine]) -> tuple[Judged, ...]:
    """Name the gates that keep anyone from going on."""
    return tuple(line.judged for line in lines if line.is_shut)


def closed_days(session: Session) -> tuple[tuple[date, date], ...]:
    """The first and last days of the bank holidays, on which the council is shut."""
    return tuple(
        (holiday.starts_on, holiday.ends_on) for holiday in calendar(session) if holiday.kind is PeriodKind.BANK_HOLIDAY
    )
