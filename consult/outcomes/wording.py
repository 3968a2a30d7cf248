"""The plain words and the shape for each state of this room, as people read them."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from consult.decisions.rules import DecisionStanding
from consult.outcomes.rules import CommitmentProgress, EditionState, Position, ReplyStage, Standing
from consult.responses.rules import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A word and the kind of its shape, as components/tag.html takes them."""

    word: LazyString
    kind: str


POSITIONS = {
    Position.AGREE: Told(word=_l("We agree"), kind="good"),
    Position.AGREE_IN_PART: Told(word=_l("We agree in part"), kind="warn"),
    Position.DO_NOT_AGREE: Told(word=_l("You said, we did not, because …"), kind="bad"),
    Position.ALREADY_DONE: Told(word=_l("This is already done"), kind="good"),
    Position.NOT_FOR_US: Told(word=_l("This is not for us to decide"), kind="plain"),
}
POSITION_NAMES = {
    Position.AGREE: _l("Agree"),
    Position.AGREE_IN_PART: _l("Agree in part"),
    Position.DO_NOT_AGREE: _l("Do not agree"),
    Position.ALREADY_DONE: _l("Already done"),
    Position.NOT_FOR_US: _l("Not for us"),
}
POSITION_HINTS = {
    Position.AGREE: _l("The council will do what people asked."),
    Position.AGREE_IN_PART: _l("Say which part, and why not the rest."),
    Position.DO_NOT_AGREE: _l("The page will read “You said, we did not, because …” and then your words."),
    Position.ALREADY_DONE: _l("Say where people can see it."),
    Position.NOT_FOR_US: _l("Say who decides it and how people can reach them."),
}
STAGES = {
    ReplyStage.PROPOSED: Told(word=_l("Proposed, not yet decided"), kind="plain"),
    ReplyStage.DECIDED: Told(word=_l("Decided, not yet final"), kind="info"),
    ReplyStage.FINAL: Told(word=_l("Final"), kind="good"),
}
STANDINGS = {
    Standing.OVERDUE: Told(word=_l("Overdue"), kind="bad"),
    Standing.DELAYED: Told(word=_l("Delayed"), kind="warn"),
    Standing.ON_TRACK: Told(word=_l("On track"), kind="info"),
    Standing.NOT_STARTED: Told(word=_l("Not started yet"), kind="plain"),
    Standing.KEPT: Told(word=_l("Kept"), kind="good"),
    Standing.DROPPED: Told(word=_l("Dropped"), kind="bad"),
}
PROGRESS = {
    CommitmentProgress.NOT_STARTED: _l("Not started yet"),
    CommitmentProgress.ON_TRACK: _l("On track"),
    CommitmentProgress.DELAYED: _l("Delayed"),
    CommitmentProgress.DONE: _l("Done"),
    CommitmentProgress.DROPPED: _l("Dropped"),
}
DECISIONS = {
    DecisionStanding.CALL_IN_RUNNING: Told(word=_l("Decided, not yet final"), kind="info"),
    DecisionStanding.CALLED_IN: Told(word=_l("Called in"), kind="warn"),
    DecisionStanding.SENT_BACK: Told(word=_l("Sent back, to be decided anew"), kind="bad"),
    DecisionStanding.FINAL: Told(word=_l("Final"), kind="good"),
}
EDITIONS = {
    EditionState.PROPOSED: Told(word=_l("Waits for approval"), kind="warn"),
    EditionState.APPROVED: Told(word=_l("Approved, not yet published"), kind="info"),
    EditionState.PUBLISHED: Told(word=_l("Published"), kind="good"),
    EditionState.RETURNED: Told(word=_l("Returned to its author"), kind="bad"),
}
CHANNELS = {
    Channel.WEB: _l("on this website"),
    Channel.PAPER: _l("on paper"),
    Channel.EMAIL: _l("by email"),
    Channel.PHONE: _l("by phone"),
    Channel.MEETING: _l("at a meeting"),
    Channel.IMPORT: _l("collected elsewhere"),
}
