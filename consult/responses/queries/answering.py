"""One consultation as someone who answers it sees it, in a constant number of queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.consultations.queries import AskedQuestion, stage_at, wording_of
from consult.consultations.queries.children import guardian_note_of
from consult.consultations.rules import Stage, end_of_minute
from consult.documents.models import Document, DocumentVersion
from consult.kernel.errors import NotFound
from consult.places.queries import stakeholder_groups, wards
from consult.responses.rules import Timeliness, Window, judge_web
from consult.storage.memo import remembered


class Opening(StrEnum):
    """What someone with a form in hand can do now."""

    NOT_YET = "not_yet"
    OPEN = "open"
    GRACE = "grace"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationToAnswer:
    """Everything that the pages for answering show of one consultation."""

    id: int
    slug: str
    title: str
    language: str
    stage: Stage
    opens_at: datetime | None
    closes_at: datetime | None
    grace_minutes: int
    decision_expected_weeks: int
    contact: str
    contact_email: str
    document_version_id: int | None
    document_title: str
    questions: tuple[AskedQuestion, ...]
    groups: tuple[tuple[int, str], ...]
    wards: tuple[tuple[int, str], ...]
    asks_equality: bool
    publishes_responses: bool
    guardian_note: str = ""

    def opening(self, *, now: datetime, form_opened_at: datetime | None = None) -> Opening:
        """Say whether people can answer now; a form that was open before the close has its grace."""
        if self.stage is Stage.SCHEDULED or self.opens_at is None or self.closes_at is None:
            return Opening.NOT_YET
        if self.stage is Stage.WITHDRAWN:
            return Opening.OVER
        window = Window(opens_at=self.opens_at, closes_at=self.closes_at, grace=timedelta(minutes=self.grace_minutes))
        timeliness = judge_web(window, received_at=now, form_opened_at=form_opened_at)
        return {Timeliness.IN_TIME: Opening.OPEN, Timeliness.IN_GRACE: Opening.GRACE, Timeliness.LATE: Opening.OVER}[
            timeliness
        ]

    @property
    def is_for_children(self) -> bool:
        """Say whether it asks for no way to reach anyone and speaks to a grown-up first."""
        return bool(self.guardian_note)

    @property
    def is_withdrawn(self) -> bool:
        """Say whether the council took the consultation back."""
        return self.stage is Stage.WITHDRAWN

    @property
    def too_late_at(self) -> datetime | None:
        """The first moment that is too late for a new form: the end of the printed minute."""
        return end_of_minute(self.closes_at) if self.closes_at else None


def consultation_by_slug(session: Session, *, slug: str) -> Consultation:
    """The consultation at this address, for what writes.

    Raises:
        NotFound: there is none that residents may know of.
    """
    found = session.scalar(select(Consultation).where(Consultation.slug == slug))
    if found is None or found.approved_at is None:
        raise NotFound("We could not find this consultation.")
    return found


def consultation_to_answer(session: Session, *, slug: str, now: datetime) -> ConsultationToAnswer:
    """The consultation at this address as residents see it when they answer.

    Raises:
        NotFound: there is none, or nobody has approved it yet.
    """
    return to_answer(session, consultation=consultation_by_slug(session, slug=slug), now=now)


def to_answer(session: Session, *, consultation: Consultation, now: datetime) -> ConsultationToAnswer:
    """The same for a consultation in hand; also what an officer sees in a preview."""
    wording = wording_of(session, consultation)
    version_id = consultation.document_version_id
    key = ("offered", consultation.id, consultation.version, version_id)
    offered = remembered(session, key, lambda: _offered(session, consultation.id, version_id))
    return ConsultationToAnswer(
        id=consultation.id,
        slug=consultation.slug,
        title=wording.title,
        language=consultation.language,
        stage=stage_at(session, consultation, now=now),
        opens_at=consultation.opens_at,
        closes_at=consultation.closes_at,
        grace_minutes=consultation.grace_minutes,
        decision_expected_weeks=consultation.answer_within_weeks,
        contact=wording.contact,
        contact_email=consultation.contact_email,
        document_version_id=version_id,
        document_title=offered.document_title,
        questions=wording.questions,
        groups=offered.groups,
        wards=offered.wards if consultation.asks_ward and not offered.guardian_note else (),
        asks_equality=consultation.asks_equality and not offered.guardian_note,
        publishes_responses=consultation.publishes_responses,
        guardian_note=offered.guardian_note,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Offered:
    """What people choose from, and the name of the document; up to a minute old."""

    document_title: str
    groups: tuple[tuple[int, str], ...]
    wards: tuple[tuple[int, str], ...]
    guardian_note: str


def _offered(session: Session, consultation_id: int, version_id: int | None) -> _Offered:
    title = session.scalar(select(Document.title).join(DocumentVersion).where(DocumentVersion.id == version_id))
    return _Offered(
        document_title=title or "",
        groups=tuple((group.id, group.answering_as) for group in stakeholder_groups(session)),
        wards=tuple((ward.id, ward.name) for ward in wards(session)),
        guardian_note=guardian_note_of(session, consultation_id),
    )
