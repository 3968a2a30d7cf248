"""When a body may meet, what must be public before and after, and what it owes when a matter is sent to it.

Sources: Local Government Act 1972, sections 100A to 100C (an agenda is open five clear days before a committee of the
council meets, unless it is urgent; minutes are open afterwards); for other bodies their own terms of reference. To be
read by the council's lawyer before it relies on it.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum

from consult.kernel.errors import Invalid
from consult.kernel.states import Machine

CLEAR_DAYS = 5
MINUTES_WITHIN_DAYS = 28
LONGEST_MEETING = timedelta(hours=12)
MOST_ITEMS = 40
MOST_IN_HALL = 2_000
FRIDAY = 4


class MeetingState(StrEnum):
    """Where a meeting stands; that it is over is derived from the hour."""

    DRAFTED = "drafted"
    CALLED = "called"
    HELD = "held"
    MINUTED = "minuted"
    CANCELLED = "cancelled"


MEETINGS = Machine(
    MeetingState,
    first=MeetingState.DRAFTED,
    arrows={
        "call": ((MeetingState.DRAFTED,), MeetingState.CALLED),
        "cancel": ((MeetingState.CALLED,), MeetingState.CANCELLED),
        "take_the_roll": ((MeetingState.CALLED,), MeetingState.HELD),
        "publish_minutes": ((MeetingState.HELD,), MeetingState.MINUTED),
    },
)
PUBLIC = frozenset(MeetingState) - {MeetingState.DRAFTED}
TOOK_PLACE = frozenset({MeetingState.HELD, MeetingState.MINUTED})


class Attending(StrEnum):
    """Whether a member was there."""

    CAME = "came"
    DEPUTY_CAME = "deputy_came"
    APOLOGIES = "apologies"
    ABSENT = "absent"

    @property
    def counts_as_coming(self) -> bool:
        """Say whether the seat was taken; a deputy sits for the member."""
        return self in {Attending.CAME, Attending.DEPUTY_CAME}


class Owed(StrEnum):
    """Where a matter stands that one body sent to another; derived from its days."""

    WAITING = "waiting"
    OVERDUE = "overdue"
    ANSWERED = "answered"


def owed_on(day: date, *, due_on: date, answered_on: date | None) -> Owed:
    """Say where a matter stands on a day."""
    if answered_on is not None:
        return Owed.ANSWERED
    return Owed.OVERDUE if day > due_on else Owed.WAITING


def clear_days(called_on: date, meets_on: date, *, away: Collection[date] = ()) -> int:
    """Count the working days that lie wholly between two days; neither of them counts, nor weekends and ``away``."""
    n_between = max((meets_on - called_on).days - 1, 0)
    between = (called_on + timedelta(days=number) for number in range(1, n_between + 1))
    return sum(1 for day in between if day.weekday() <= FRIDAY and day not in away)


def require_clear_days(
    called_on: date, meets_on: date, *, is_council_committee: bool, urgency: str, away: Collection[date] = ()
) -> None:
    """Refuse to call a committee of the council at short notice, unless it is said why it cannot wait.

    Raises:
        Invalid: fewer than five clear days lie between, and nothing is said of the urgency.
    """
    found = clear_days(called_on, meets_on, away=away)
    if is_council_committee and found < CLEAR_DAYS and not urgency.strip():
        raise Invalid(
            f"The agenda of a council committee is public {CLEAR_DAYS} clear days before it meets; here there would "
            f"be {found}. Say why this meeting cannot wait, or choose a later day."
        )


def require_order(starts_at: datetime, ends_at: datetime) -> None:
    """Refuse a meeting that ends before it begins, or the day after.

    Raises:
        Invalid: the two moments do not fit.
    """
    if not timedelta(0) < ends_at - starts_at <= LONGEST_MEETING:
        raise Invalid("A meeting ends after it begins, and within twelve hours. Check both times.")


def minutes_due_on(met_on: date) -> date:
    """Return the day by which the minutes of a meeting should be public."""
    return met_on + timedelta(days=MINUTES_WITHIN_DAYS)
