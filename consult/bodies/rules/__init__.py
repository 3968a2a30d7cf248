"""What a body, a seat and a term are, and the sentences that are law: the pure part, by subject."""

from consult.bodies.rules.interests import Conduct, InterestNature
from consult.bodies.rules.panels import PANELS, PanelState, PoolState
from consult.bodies.rules.schools import GovernorRoute, Phase, SchoolStatus
from consult.bodies.rules.seats import (
    SHOWN_BY,
    Evidence,
    EvidenceKind,
    HowFilled,
    InterestState,
    SeatClassValues,
    require_lawful_vote,
)
from consult.bodies.rules.standing import STATUSES, AreaKind, BodyStatus, RelationKind, Tier
from consult.bodies.rules.terms import (
    LAST_DAY,
    WARNED_DAYS_AHEAD,
    TermKind,
    TermRule,
    end_of_academic_year,
    is_within,
    last_day,
)

__all__ = [
    "LAST_DAY",
    "PANELS",
    "SHOWN_BY",
    "STATUSES",
    "WARNED_DAYS_AHEAD",
    "AreaKind",
    "BodyStatus",
    "Conduct",
    "Evidence",
    "EvidenceKind",
    "GovernorRoute",
    "HowFilled",
    "InterestNature",
    "InterestState",
    "PanelState",
    "Phase",
    "PoolState",
    "RelationKind",
    "SchoolStatus",
    "SeatClassValues",
    "TermKind",
    "TermRule",
    "Tier",
    "end_of_academic_year",
    "is_within",
    "last_day",
    "require_lawful_vote",
]
