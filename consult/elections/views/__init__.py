"""The pages of the elections room."""

from consult.elections.views import (  # noqa: F401 - importing a module hangs its pages on the blueprint
    booth,
    countback,
    public,
    result,
    taking_part,
)
from consult.elections.views.blueprint import bp
from consult.elections.views.officer import (  # noqa: F401 - as above
    closing,
    codes,
    counting_back,
    desk,
    keys,
    meeting,
    nominations,
    papers,
    roll,
    setting_up,
    vacancies,
)
from consult.elections.views.officer.desk import waiting_for
from consult.elections.views.officer.meeting import contests_at
from consult.elections.views.officer.vacancies import elections_under_way, ways_href
from consult.elections.views.shown import evidence_hrefs

__all__ = ["bp", "contests_at", "elections_under_way", "evidence_hrefs", "waiting_for", "ways_href"]
