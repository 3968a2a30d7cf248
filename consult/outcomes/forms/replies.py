"""Forms for what the council says to one theme, and what it promises because of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from consult.outcomes.rules import CommitmentProgress, Position
from consult.outcomes.wording import POSITION_HINTS, POSITION_NAMES, PROGRESS
from consult.web.fields import DateField, LongTextField, RadiosField, TextField
from consult.web.forms import Form, VersionedForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What an officer proposes that the council says."""

    position: Position
    words: str
    version: int


class ReplyForm(VersionedForm):
    """What the council says to one theme."""

    position = RadiosField(
        _l("The council’s position"),
        choices=[(position.value, POSITION_NAMES[position]) for position in Position],
        hints={position.value: POSITION_HINTS[position] for position in Position},
        required=_l("Choose the council’s position"),
        size="m",
    )
    words = LongTextField(
        _l("What the council says"),
        required=_l("Write what the council says"),
        hint=_l("Speak to the people who said it, in plain words. Leave an empty line between paragraphs."),
        max_length=4000,
        rows=10,
        size="m",
    )

    def to_proposed(self) -> Proposed:
        """Return what was written as a value."""
        return Proposed(position=Position(self.position.data), words=self.words.data, version=self.version_seen)


class NoReplyForm(Form):
    """Why a theme goes without a reply."""

    reason = LongTextField(
        _l("Why the council does not reply to this theme"),
        required=_l("Write why the council does not reply"),
        hint=_l("The reason is published beside the theme."),
        max_length=1000,
        rows=4,
    )


class ReopenForm(VersionedForm):
    """Why a decided reply has to be decided anew."""

    reopen_reason = LongTextField(
        _l("Why this reply has to be decided anew"),
        required=_l("Write why this reply has to be decided anew"),
        max_length=1000,
        rows=3,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A commitment to make."""

    promise: str
    owner: str
    due_on: date


class CommitmentForm(Form):
    """What the council promises, who is responsible and by when."""

    promise = LongTextField(
        _l("What the council will do"),
        required=_l("Write what the council will do"),
        hint=_l("One thing that people can see is done or not, such as “Publish a safe route for every school”."),
        max_length=500,
        rows=3,
        size="m",
    )
    owner = TextField(
        _l("Who is responsible"),
        required=_l("Write who is responsible"),
        hint=_l("An office rather than a person, such as “Head of Highways”."),
        size="m",
    )
    due_on = DateField(
        _l("By when"),
        required=_l("Enter the day by which it will be done"),
        hint=_l("For example, 27 3 2027"),
        size="m",
    )

    def to_promised(self) -> Promised:
        """Return what was written as a value."""
        return Promised(promise=self.promise.data, owner=self.owner.data, due_on=self.due_on.data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How a commitment is going."""

    progress: CommitmentProgress
    note: str


class ProgressForm(Form):
    """How a commitment is going."""

    progress = RadiosField(
        _l("How is it going?"),
        choices=[(progress.value, PROGRESS[progress]) for progress in CommitmentProgress],
        required=_l("Choose how it is going"),
        size="m",
    )
    note = LongTextField(
        _l("What happened"),
        hint=_l("Everyone can read this. Say what was done, or why it is delayed or dropped."),
        max_length=2000,
        rows=5,
        size="m",
    )

    def to_told(self) -> Told:
        """Return what was written as a value."""
        return Told(progress=CommitmentProgress(self.progress.data), note=self.note.data)
