"""A server's clock that jumps about the closing takes nothing in that its own reading forbids, and nothing twice."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from consult.responses.models import Response
from consult.responses.rules import NotOpenYet, Timeliness, TooLate
from tests.responses.public.asking import OPENS
from tests.responses.public.test_submitting import said, send

THE_PRINTED_MINUTE, GRACE = timedelta(minutes=1), timedelta(minutes=10)
JUMPS = (
    *(timedelta(hours=sign) for sign in (-1, 1)),  # what a wrong hand on a clock does, or a wrong idea of summer time
    *(timedelta(seconds=step) for step in (-90, -1, 1, 59, 60, 61)),
    *(timedelta(milliseconds=step) for step in (-1, 1, 500, 999)),
    *(timedelta(minutes=step) for step in (-11, -9, 5, 10)),
)
N_TRIES = 80


@pytest.mark.parametrize(
    "closes",
    [
        datetime(2026, 3, 27, 17, 0, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 0, tzinfo=UTC),  # the instant at which London's clocks go forward
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # half past one in London, the first time
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # half past one in London, the second time
    ],
    ids=["an afternoon", "clocks go forward", "the hour that comes twice, first", "the hour that comes twice, second"],
)
def test_a_clock_that_jumps_lets_nothing_in_that_it_forbids(session, asking, closes):
    asking.consultation.closes_at = closes
    session.flush()
    chance = random.Random(closes.isoformat())  # noqa: S311 - jumps need not be secret
    end = closes + THE_PRINTED_MINUTE
    reading, taken, refused = closes, {}, 0
    for _try in range(N_TRIES):
        opened = reading
        reading += chance.choice(JUMPS)
        if abs(reading - closes) > timedelta(minutes=65):
            reading = closes + chance.choice(JUMPS)
        submitted = said(asking, form_opened_at=opened)
        is_in_time, is_in_grace = reading < end, opened < end and reading < end + GRACE
        try:
            response = send(session, asking, submitted, reading)
        except (TooLate, NotOpenYet):
            assert (is_in_time, is_in_grace) == (False, False), f"{reading} refused, opened {opened}"
            refused += 1
            continue
        assert is_in_time or is_in_grace, f"{reading} taken in, opened {opened}"
        assert response.timeliness is (Timeliness.IN_TIME if is_in_time else Timeliness.IN_GRACE)
        taken[submitted.submission_key] = response.id
        reading += chance.choice(JUMPS)  # the same press again, after yet another jump, finds its receipt
        if OPENS <= reading < end:
            assert send(session, asking, submitted, reading).id == response.id
    assert len(session.scalars(select(Response)).all()) == len(taken)
    assert len(taken) >= 10
    assert refused >= 10
