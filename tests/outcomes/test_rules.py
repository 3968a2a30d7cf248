"""The clock, the commitments and the states: rules that need no database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.decisions.rules import DecisionStanding
from consult.kernel.errors import Invalid, Refused
from consult.outcomes.rules import (
    EDITION_MACHINE,
    AnswerClock,
    CommitmentProgress,
    EditionFacts,
    EditionState,
    Gate,
    ReplyStage,
    Standing,
    gates_closed,
    require_note,
    stage_of_reply,
    standing_of_commitment,
)

CLOSED = datetime(2026, 6, 12, 22, 59, tzinfo=UTC)  # one minute before midnight in London


def test_the_clock_counts_days_as_london_does() -> None:
    clock = AnswerClock(closed_at=CLOSED, weeks=12)
    assert clock.due_on == date(2026, 9, 4)
    assert clock.days_left(now=CLOSED) == 84
    assert clock.days_left(now=CLOSED + timedelta(minutes=2)) == 83


def test_a_delay_statement_moves_the_day_and_an_answer_stops_the_clock() -> None:
    clock = AnswerClock(closed_at=CLOSED, weeks=12, new_due_on=date(2026, 10, 1))
    assert clock.days_left(now=datetime(2026, 9, 30, 12, tzinfo=UTC)) == 1
    stopped = AnswerClock(closed_at=CLOSED, weeks=12, answered_at=datetime(2026, 9, 5, 12, tzinfo=UTC))
    assert stopped.days_left(now=datetime(2027, 1, 1, tzinfo=UTC)) == -1
    assert stopped.is_late(now=datetime(2027, 1, 1, tzinfo=UTC))


@given(st.integers(min_value=1, max_value=52), st.integers(min_value=0, max_value=800))
def test_the_share_of_time_gone_stays_between_nothing_and_all(weeks: int, days: int) -> None:
    clock = AnswerClock(closed_at=CLOSED, weeks=weeks)
    assert 0.0 <= clock.share_gone(now=CLOSED + timedelta(days=days)) <= 1.0


@pytest.mark.parametrize(
    ("progress", "today", "standing"),
    [
        (CommitmentProgress.NOT_STARTED, date(2026, 9, 1), Standing.NOT_STARTED),
        (CommitmentProgress.ON_TRACK, date(2026, 9, 2), Standing.OVERDUE),
        (CommitmentProgress.DELAYED, date(2026, 8, 1), Standing.DELAYED),
        (CommitmentProgress.DONE, date(2027, 1, 1), Standing.KEPT),
        (CommitmentProgress.DROPPED, date(2027, 1, 1), Standing.DROPPED),
    ],
)
def test_a_promise_is_overdue_by_itself_the_day_after_it_was_due(
    progress: CommitmentProgress, today: date, standing: Standing
) -> None:
    assert standing_of_commitment(due_on=date(2026, 9, 1), progress=progress, today=today) is standing


@pytest.mark.parametrize("progress", [CommitmentProgress.DONE, CommitmentProgress.DELAYED, CommitmentProgress.DROPPED])
def test_good_and_bad_news_need_a_word_of_explanation(progress: CommitmentProgress) -> None:
    with pytest.raises(Invalid):
        require_note(progress, "  ")


def test_a_reply_follows_the_decision_it_hangs_on() -> None:
    assert [stage_of_reply(standing) for standing in (None, *DecisionStanding)] == [
        ReplyStage.PROPOSED,
        ReplyStage.DECIDED,  # call-in running
        ReplyStage.DECIDED,  # called in
        ReplyStage.PROPOSED,  # sent back
        ReplyStage.FINAL,
    ]


def test_an_open_gate_says_nothing() -> None:
    facts = EditionFacts(
        n_themes=3,
        n_findings=1,
        lacking_reply=(),
        not_decided=(),
        not_final=(),
        days_left=-3,
        has_delay_statement=True,
    )
    assert gates_closed(facts) == {}


def test_every_closed_gate_says_what_to_do() -> None:
    facts = EditionFacts(
        n_themes=0,
        n_findings=0,
        lacking_reply=("Buses",),
        not_decided=("A", "B"),
        not_final=("C",),
        days_left=-1,
        has_delay_statement=False,
    )
    closed = gates_closed(facts)
    assert set(closed) == set(Gate)
    assert closed[Gate.LACKS_REPLY].startswith("1 theme still lacks a reply: “Buses”.")
    assert closed[Gate.NOT_DECIDED].startswith("Nobody has decided these replies yet: “A”, “B”.")


def test_a_published_edition_goes_nowhere_any_more() -> None:
    assert EDITION_MACHINE.acts(EditionState.PUBLISHED) == ()
    with pytest.raises(Refused):
        EDITION_MACHINE.after(EditionState.PROPOSED, "publish")
