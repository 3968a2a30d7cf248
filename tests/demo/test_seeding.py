"""The city is built through the actions, relative to now, once."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from consult.accounts.models import Account, RoleGrant
from consult.accounts.rules import Role
from consult.analysis.models import AgreementSample, Campaign, Codebook, Lesson, Theme, ThemeMap, Unassigned
from consult.analysis.queries.linking import links_of
from consult.analysis.rules import Bin, ThemeState
from consult.audit.models import AuditEvent
from consult.audit.queries import verify
from consult.consultations.models import Clarification, Consultation
from consult.consultations.queries import stage_at
from consult.consultations.rules import Stage
from consult.demo.reading import the_city
from consult.demo.seeding import seed_demo
from consult.kernel.clock import HandClock
from consult.kernel.errors import Refused
from consult.outcomes.models import Commitment, Edition, Reply
from consult.outcomes.rules import EditionState, Position, Standing, standing_of_commitment
from consult.responses.models import Comment, EqualityAnswer, Response, ScreenedText
from consult.responses.rules import Hand, Screening, Timeliness
from consult.storage.engine import Database
from tests.conftest import MONDAY_MORNING

NOW = MONDAY_MORNING


@pytest.fixture(scope="module")
def city(engine: Engine) -> Iterator[Session]:
    """The whole city, built once for these tests and rolled back after them."""
    with engine.connect() as connection:
        outer = connection.begin()
        with Database.over(connection).session(writing=True) as session:
            seed_demo(session, now=NOW)
            yield session
        outer.rollback()


def by_title(session: Session, begins: str) -> Consultation:
    found = [one for one in session.scalars(select(Consultation)) if one.words[0].title.startswith(begins)]
    return found[0]


def test_one_is_open_for_nine_more_days_one_is_closed_and_one_is_answered(city: Session) -> None:
    sharing, stepping_in = by_title(city, "Schools helping"), by_title(city, "When a school")
    assert stage_at(city, sharing, now=NOW) is Stage.OPEN
    assert sharing.closes_at is not None
    assert (sharing.closes_at.date() - NOW.date()).days == 9
    assert stage_at(city, stepping_in, now=NOW) is Stage.CLOSED
    assert stage_at(city, by_title(city, "A fair say"), now=NOW) is Stage.ANSWERED


def test_every_role_has_somebody_who_can_sign_in(city: Session) -> None:
    held = set(city.scalars(select(RoleGrant.role)))
    assert held == set(Role)
    assert all(account.email.endswith("@example.org") for account in city.scalars(select(Account)))


def test_four_hundred_responses_are_in_and_late_ones_are_marked(city: Session) -> None:
    timeliness = Counter(city.scalars(select(Response.timeliness)))
    assert timeliness.total() == 400
    assert timeliness[Timeliness.LATE] == sum(said.late for told in the_city().consultations for said in told.responses)


def test_comments_equality_answers_and_clarifications_are_there(city: Session) -> None:
    assert city.scalar(select(func.count()).select_from(Comment)) == 78
    assert (city.scalar(select(func.count()).select_from(EqualityAnswer)) or 0) > 200
    waiting = city.scalars(select(Clarification).where(Clarification.answered_at.is_(None))).all()
    assert len(waiting) == 1


def test_two_editions_answer_every_theme_with_screened_quotes(city: Session) -> None:
    first, second = city.scalars(select(Edition).order_by(Edition.number))
    themes = [theme for section in second.body["sections"] for theme in section["themes"]]
    assert first.state is second.state is EditionState.PUBLISHED
    assert second.what_changed
    assert "two parent seats" in str(first.body)
    assert "three parent seats" in str(second.body)
    assert len(themes) == 10
    assert all(theme["quotes"] for theme in themes)
    assert {reply.position for reply in city.scalars(select(Reply))} == set(Position)


def test_promises_stand_in_every_way_a_promise_can(city: Session) -> None:
    standings = {
        standing_of_commitment(due_on=made.due_on, progress=made.latest, today=NOW.date())
        for made in city.scalars(select(Commitment))
    }
    assert standings == set(Standing) - {Standing.DELAYED}, "the one that is delayed is overdue by now"


def test_the_closed_one_is_half_way_through_its_themes(city: Session) -> None:
    consultation = by_title(city, "When a school")
    themes = city.scalars(
        select(Theme).join(Codebook).where(Codebook.consultation_id == consultation.id, Theme.merged_into_id.is_(None))
    ).all()
    assert {theme.named_by for theme in themes} == set(Hand)
    assert {theme.state for theme in themes} == {ThemeState.SUGGESTED}
    no_comment = city.scalars(
        select(Unassigned)
        .join(Codebook)
        .where(Codebook.consultation_id == consultation.id, Unassigned.bin == Bin.NO_SUBSTANTIVE_ANSWER)
    ).all()
    assert len(no_comment) >= 3
    campaign = city.scalars(select(Campaign).join(Codebook).where(Codebook.consultation_id == consultation.id)).all()
    assert max(one.size for one in campaign) >= 26


def test_the_workbench_shows_all_that_it_can_do(city: Session) -> None:
    consultation = by_title(city, "When a school")
    (linked,) = links_of(city, consultation.id)
    sizes = [len({held.response_id for held in theme.assignments}) for theme in linked.themes]
    assert len(sizes) == 2
    assert max(sizes) <= linked.n + linked.n_late < sum(sizes), "some said it in both places and are counted once"
    hidden = city.scalars(select(Theme).join(Codebook).where(Theme.hidden_reason != "")).all()
    assert len(hidden) == 1
    assert city.scalar(select(func.count()).select_from(ThemeMap)) == 2
    lesson = city.scalars(select(Lesson)).one()
    assert lesson.finished_at is not None
    assert lesson.moves
    assert city.scalar(select(func.count()).select_from(AgreementSample)) == 2


def test_no_screened_text_tells_who_someone_is(city: Session) -> None:
    hidden = {words for told in the_city().consultations for said in told.responses for words in said.hide}
    public = city.scalars(select(ScreenedText).where(ScreenedText.screening == Screening.PUBLIC)).all()
    assert len(public) > 150
    for screened in public:
        assert not [words for words in hidden - {"Mr B"} if words in screened.public_text]


def test_the_audit_holds_and_each_stream_is_told_in_order(city: Session) -> None:
    streams: dict[str, list[AuditEvent]] = {}
    for event in city.scalars(select(AuditEvent).order_by(AuditEvent.id)):
        streams.setdefault(event.stream, []).append(event)
    assert verify(city).is_whole
    for events in streams.values():
        moments = [event.at for event in events]
        assert moments == sorted(moments)
        assert moments[-1] <= NOW + timedelta(seconds=1)


def test_a_second_city_is_refused(city: Session, clock: HandClock) -> None:
    with pytest.raises(Refused, match="not empty"):
        seed_demo(city, now=clock.now())
