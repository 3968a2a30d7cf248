"""The pages of meetings."""

from consult.meetings.views import desk, desk_agenda, desk_hall, desk_matters, desk_minutes, public
from consult.meetings.views.blueprint import bp
from consult.meetings.views.lent import (
    attendance,
    install_away,
    install_contests,
    install_topics,
    meets,
)
from consult.meetings.views.waiting import waiting_for

__all__ = [
    "attendance",
    "bp",
    "desk",
    "desk_agenda",
    "desk_hall",
    "desk_matters",
    "desk_minutes",
    "install_away",
    "install_contests",
    "install_topics",
    "meets",
    "public",
    "waiting_for",
]
