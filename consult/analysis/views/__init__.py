"""The pages of the analysis room: what is analysed, the workbench, one theme, each edit, the history."""

from consult.analysis.views import (  # noqa: F401 - importing a module hangs its pages on the blueprint
    agreement,
    beside,
    board,
    breakdown,
    changes,
    editing,
    learning,
    linking,
    log,
    mapping,
    method,
    overview,
    reading,
    theme,
)
from consult.analysis.views.blueprint import bp
from consult.analysis.views.desk import hub_links, waiting_for

__all__ = ["bp", "hub_links", "waiting_for"]
