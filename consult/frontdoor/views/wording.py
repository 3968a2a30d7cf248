"""The words of this room for what the rooms below decided; positions and promises are worded by ``outcomes``."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from consult.decisions.rules import DecisionStanding
from consult.outcomes.rules import Position
from consult.outcomes.wording import POSITIONS

POSITIONS_IN_SHORT = {position: told.word for position, told in POSITIONS.items()} | {
    Position.DO_NOT_AGREE: _l("You said, we did not"),  # where no sentence follows
}
DECISIONS = {
    DecisionStanding.CALL_IN_RUNNING: _l("Councillors may still ask for it to be looked at again."),
    DecisionStanding.CALLED_IN: _l("Councillors have asked for it to be looked at again."),
    DecisionStanding.SENT_BACK: _l("It was sent back and will be decided anew."),
    DecisionStanding.FINAL: _l("This decision is final."),
}
