"""The pages of the elections room."""

from consult.elections.views import (  # noqa: F401 - importing a module hangs its pages on the blueprint
    booth,
    public,
    result,
    taking_part,
)
from consult.elections.views.blueprint import bp
from consult.elections.views.officer import (  # noqa: F401 - as above
    closing,
    codes,
    desk,
    keys,
    nominations,
    papers,
    roll,
    setting_up,
)
from consult.elections.views.officer.desk import waiting_for

__all__ = ["bp", "waiting_for"]
