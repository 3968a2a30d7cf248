"""The words for states, edits, channels and how sure an assignment is."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from consult.analysis.rules import Bin, Dimension, EditAct, ThemeState
from consult.responses.rules import Channel

STATES = {
    ThemeState.SUGGESTED: _l("Suggested"),
    ThemeState.CONFIRMED: _l("Confirmed"),
    ThemeState.MERGED: _l("Merged"),
    ThemeState.REJECTED: _l("Removed"),
    ThemeState.UNDONE: _l("Undone"),
}
SHAPES = {
    ThemeState.SUGGESTED: "warn",
    ThemeState.CONFIRMED: "good",
    ThemeState.MERGED: "plain",
    ThemeState.REJECTED: "plain",
    ThemeState.UNDONE: "plain",
}
ACTS = {
    EditAct.RENAME: _l("Renamed"),
    EditAct.DESCRIBE: _l("Described"),
    EditAct.MERGE: _l("Merged"),
    EditAct.SPLIT: _l("Split"),
    EditAct.MOVE: _l("Responses moved"),
    EditAct.PIN: _l("Responses confirmed"),
    EditAct.ADD: _l("Added"),
    EditAct.REJECT: _l("Removed"),
    EditAct.HIDE: _l("Hidden from the public"),
    EditAct.SHOW: _l("Shown to the public again"),
    EditAct.CONFIRM: _l("Confirmed"),
    EditAct.LEARN: _l("Placed anew by what officers confirmed"),
    EditAct.UNDO: _l("Undone"),
}
BINS = {
    Bin.UNTHEMED: _l("In no theme"),
    Bin.NO_SUBSTANTIVE_ANSWER: _l("Said nothing about the question"),
}
CHANNELS = {
    Channel.WEB: _l("web"),
    Channel.PAPER: _l("paper"),
    Channel.EMAIL: _l("email"),
    Channel.PHONE: _l("phone"),
    Channel.MEETING: _l("meeting"),
    Channel.IMPORT: _l("spreadsheet"),
}
DIMENSIONS = {
    Dimension.GROUP: _l("stakeholder group"),
    Dimension.WARD: _l("ward"),
    Dimension.DISTRICT: _l("district"),
    Dimension.CHANNEL: _l("how it came in"),
}
SCALE_STEPS = {
    1: _l("strongly disagree"),
    2: _l("disagree"),
    3: _l("neither agree nor disagree"),
    4: _l("agree"),
    5: _l("strongly agree"),
}
YES_NO = {0: _l("no"), 1: _l("yes")}


def kappa_words(kappa: float) -> str:
    """Say in a word how strong an agreement is (Landis and Koch 1977)."""
    for least, words in _KAPPAS:
        if kappa >= least:
            return str(words)
    return str(_l("no"))


_KAPPAS = (
    (0.81, _l("almost perfect")),
    (0.61, _l("substantial")),
    (0.41, _l("moderate")),
    (0.21, _l("fair")),
    (0.0, _l("slight")),
)
