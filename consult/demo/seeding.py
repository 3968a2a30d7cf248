"""Build the invented city through the same actions that people use, so that every event and stage in it is true."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.accounts.models import Account, RoleGrant
from consult.accounts.rules import Role
from consult.audit.actions import record
from consult.audit.rules import SYSTEM, Happening
from consult.consultations.actions.subjects import add_subject, say_about
from consult.consultations.models import Consultation
from consult.demo.answering import sent_responses
from consult.demo.asking import closes_at, draft_and_open, opens_at, while_open
from consult.demo.beside import lay_beside
from consult.demo.checking import code_a_sample, read_some
from consult.demo.checks import evidence, keep_calendar
from consult.demo.deepening import deepen, draw_map
from consult.demo.diary import play
from consult.demo.drawing_lots import give_panel
from consult.demo.electing import hold_elections
from consult.demo.filling import fill_responses
from consult.demo.keeping import hold_what_is_asked_for
from consult.demo.meeting import give_meetings
from consult.demo.outreach import kept_record
from consult.demo.reading import the_city
from consult.demo.replying import Answer, answer_consultation
from consult.demo.representing import give_bodies
from consult.demo.schooling import give_schools
from consult.demo.screening import pass_on_concerns, screen_texts
from consult.demo.settling import Settled, settle_council
from consult.demo.taking_in import waiting_by_hand
from consult.demo.terming import give_terms
from consult.demo.theming import confirm_all, find_now, put_right
from consult.demo.uploading import leave_upload_waiting
from consult.demo.values import City, CityConsultation, SaidResponse
from consult.documents.models import Paragraph
from consult.kernel.errors import Refused
from consult.places.models import District
from consult.responses.actions.intake import complete_intake
from consult.responses.actions.publishing import show_responses
from consult.responses.equality import ASKED

_SETTLED_BEFORE = timedelta(days=400)
_INTAKE_AFTER_CLOSE = timedelta(days=10, hours=-6)  # eleven in the morning
_THEMES_BEGUN = 4
_READ_OF_BEGUN, _READ = 8, 15
_LAST_SENT_BEFORE = timedelta(hours=5)
_SCREENED_BEFORE = timedelta(hours=4)


def seed_demo(session: Session, *, now: datetime, code_key: bytes | None = None, folder: Path | None = None) -> City:
    """Fill an empty installation with the invented city, as if its last year had happened here.

    The open consultation closes nine days after ``now``, the closed one closed three weeks before, and the answered
    one was decided three months before.

    With ``code_key``, the installation's key for voting codes, the codes that the desk prints open the booth.
    With ``folder``, where the installation keeps files, a Word file waits there to be looked over.

    Raises:
        Refused: somebody works here already.
    """
    _require_empty(session)
    now = now.replace(second=0, microsecond=0)
    city = the_city()
    settled = settle_council(session, council=city.council, now=now - _SETTLED_BEFORE)
    keep_calendar(session, now=now)
    give_bodies(session, settled=settled, now=now)
    give_terms(session, settled=settled, now=now)
    give_schools(session, settled=settled, since=(now - timedelta(days=60)).date(), now=now)
    give_panel(session, settled=settled, now=now)
    for told in city.consultations:
        _run(session, city, told, settled, now=now)
    hold_elections(session, settled=settled, code_key=code_key, now=now)
    give_meetings(session, settled=settled, now=now)
    if folder is not None:
        leave_upload_waiting(session, folder=folder, settled=settled, now=now)
    record(
        session,
        Happening.INSTALLATION_SEEDED,
        stream="installation",
        subject="installation",
        actor=SYSTEM,
        at=now,
        consultations=len(city.consultations),
        responses=sum(len(told.responses) for told in city.consultations),
    )
    return city


_SUBJECTS = ("Schools and learning", "Children and families")


def _require_empty(session: Session) -> None:
    if any(session.scalar(select(func.count()).select_from(table)) for table in (Account, Consultation, District)):
        raise Refused("This installation is not empty, so the demonstration city was not added. Use an empty one.")


def _run(session: Session, city: City, told: CityConsultation, settled: Settled, *, now: datetime) -> None:
    consultation = draft_and_open(session, told=told, council=city.council, settled=settled, now=now)
    opening, closing = opens_at(told, now=now), closes_at(told, now=now)
    say_about(
        session,
        consultation=consultation,
        subject_ids=[add_subject(session, name=name).id for name in _SUBJECTS],
        ward_ids=[],
        actor=settled.accounts[Role.OFFICER].actor,
        now=opening,
    )
    intake_at = closing + _INTAKE_AFTER_CLOSE
    last_day = (min(closing, now) - opening).days - 1
    responses, stored = sent_responses(
        told=told,
        consultation=consultation,
        paragraphs=_paragraphs(session, consultation),
        filled=fill_responses(told, wards=city.council.wards, last_day=last_day, equality=tuple(ASKED.items())),
        settled=settled,
        opened_at=opening,
        until=min(intake_at, now - _LAST_SENT_BEFORE),
    )
    deeds = while_open(told=told, consultation=consultation, settled=settled, now=now)
    record = kept_record(key=told.key, consultation=consultation, settled=settled, opened_at=opening, now=now)
    checks = evidence(
        key=told.key, consultation=consultation, settled=settled, opened_at=opening, until=min(intake_at, now)
    )
    by_hand = waiting_by_hand(
        key=told.key, consultation=consultation, settled=settled, opened_at=opening, now=min(intake_at, now)
    )
    play(session, [*deeds, *responses, *record, *checks, *by_hand])
    officer = settled.accounts[Role.OFFICER]
    screened_at = min(intake_at + timedelta(hours=1), now - _SCREENED_BEFORE)
    if intake_at < now:
        complete_intake(session, consultation=consultation, actor=officer.actor, now=intake_at)
    hold_what_is_asked_for(session, key=told.key, consultation=consultation, settled=settled, at=screened_at)
    pass_on_concerns(session, consultation=consultation, said=stored, by_id=officer.id, at=screened_at)
    screen_texts(
        session,
        consultation=consultation,
        said=stored,
        by_id=officer.id,
        at=screened_at,
        most=None if told.editions else 60,
    )
    if told.themes:
        _find_themes(session, told, consultation, settled, stored=stored, now=now)
    lay_beside(session, told=told, consultation=consultation, settled=settled, now=now)


def _find_themes(
    session: Session,
    told: CityConsultation,
    consultation: Consultation,
    settled: Settled,
    *,
    stored: dict[int, SaidResponse],
    now: datetime,
) -> None:
    """Find the themes; put them all right and answer them, or leave the work half done where nothing is decided."""
    place = next(place for place, asked in enumerate(told.questions) if asked.key == told.main_key)
    found_at = closes_at(told, now=now) + _INTAKE_AFTER_CLOSE + timedelta(days=2, hours=-2)
    question = consultation.questions[place]
    bench = find_now(
        session, consultation=consultation, question=question, by_id=settled.by(Role.OFFICER), now=found_at
    )
    code_a_sample(bench, themes=told.themes, said=stored, coders=_officers(session))
    if told.decision is None or told.delay is None or told.correction is None:
        begun = put_right(bench, themes=told.themes, said=stored, most=_THEMES_BEGUN)
        read_some(bench, named=begun, said=stored, most=_READ_OF_BEGUN)
        deepen(bench, consultation=consultation, named=begun, said=stored)
        return
    themes = put_right(bench, themes=told.themes, said=stored)
    read_some(bench, named=themes, said=stored, most=_READ)
    confirm_all(bench)
    draw_map(bench)
    answer = Answer(told=told, consultation=consultation, themes=themes, settled=settled, now=now)
    answer_consultation(session, answer=answer, decision=told.decision, delay=told.delay, correction=told.correction)
    show_responses(
        session,
        consultation=consultation,
        are_shown=True,
        by_id=settled.by(Role.OFFICER),
        now=max(found_at, now - timedelta(days=1)),
    )


def _officers(session: Session) -> list[int]:
    """The two officers of the city, who both code a sample."""
    return list(
        session.scalars(
            select(Account.id)
            .join(RoleGrant, RoleGrant.account_id == Account.id)
            .where(RoleGrant.role == Role.OFFICER)
            .order_by(Account.id)
        )
    )


def _paragraphs(session: Session, consultation: Consultation) -> list[Paragraph]:
    asked = select(Paragraph).where(Paragraph.version_id == consultation.document_version_id)
    return list(session.scalars(asked.order_by(Paragraph.position)))
