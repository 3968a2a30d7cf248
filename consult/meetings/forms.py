"""What clerks fill in about meetings."""

from __future__ import annotations

from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

from consult.bodies.rules import Conduct
from consult.bodies.wording import CONDUCT
from consult.meetings.actions.agenda import ItemAsked, papers_typed
from consult.meetings.actions.calling import MeetingAsked
from consult.meetings.actions.escalating import MatterAsked
from consult.meetings.actions.holding import InTheHall
from consult.web.fields import (
    DateField,
    DateTimeField,
    FileField,
    LongTextField,
    NumberField,
    RadiosField,
    SelectField,
    TextField,
)
from consult.web.forms import Form, VersionedForm

_DEFAULT_MINUTES = 120


class MeetingForm(VersionedForm):
    """When and where a body meets, and how people get in."""

    starts_at = DateTimeField(_l("When does it begin?"), required=_l("Enter the day and the time"))
    minutes_long = NumberField(_l("How many minutes does it last?"), least=5, most=720, required=_l("Enter how long"))
    place = TextField(
        _l("Where?"), required=_l("Say where it meets"), hint=_l("Name and street, so that people find it.")
    )
    access = LongTextField(
        _l("What helps people to come? (optional)"),
        hint=_l("Steps, a hearing loop, languages, child care, the nearest bus. Say also whom to ask for more."),
        max_length=1000,
        rows=3,
    )
    join_href = TextField(
        _l("Where can people follow it from home? (optional)"),
        hint=_l("An address that begins with https://"),
        max_length=500,
    )

    def to_asked(self) -> MeetingAsked:
        """Return the meeting as a value.

        Raises:
            Invalid: times, place or link do not fit.
        """
        begins = self.starts_at.data
        return MeetingAsked(
            starts_at=begins,
            ends_at=begins + timedelta(minutes=self.minutes_long.number or _DEFAULT_MINUTES),
            place=self.place.data,
            access=self.access.data,
            join_href=self.join_href.data,
        )


class ItemForm(Form):
    """One item of an agenda."""

    title = TextField(_l("What is the item?"), required=_l("Say what the item is"), max_length=200)
    words = LongTextField(_l("What is to be talked about or decided? (optional)"), max_length=2000, rows=4)
    raised_by = TextField(_l("Who asked for it? (optional)"), hint=_l("Such as “a resident of Quay Street”."))
    topic = SelectField(_l("Is it about a consultation or a decision?"))
    about_body = SelectField(_l("Is it about another body?"))
    papers = LongTextField(
        _l("Papers (optional)"),
        hint=_l("One a line: its name, then its address, such as “Report on crossings https://example.org/report”."),
        max_length=3000,
        rows=3,
        counted=False,
    )

    def to_asked(self) -> ItemAsked:
        """Return the item as a value.

        Raises:
            Invalid: a paper has no name.
        """
        return ItemAsked(
            title=self.title.data,
            words=self.words.data,
            raised_by=self.raised_by.data,
            papers=papers_typed(self.papers.data),
            about_body_id=int(self.about_body.data) if self.about_body.data else None,
            topic_ref=self.topic.data or "",
        )


class CallForm(Form):
    """Publishing a meeting; for short notice, why it cannot wait."""

    urgency = LongTextField(
        _l("Why can it not wait? (only for short notice)"),
        hint=_l("Everyone can read it. Leave it empty if there is time enough."),
        max_length=500,
        rows=3,
    )


class ReasonForm(Form):
    """Why a meeting is called off."""

    reason = LongTextField(_l("Why?"), required=_l("Say why it is called off"), max_length=500, rows=3)


class HallForm(Form):
    """Who else is in the hall: typed at the door, or from a spreadsheet."""

    lines = LongTextField(
        _l("Names, one a line"),
        hint=_l("After a comma what tells two people of one name apart, such as a postcode: “Ann Lee, B13 9AB”."),
        max_length=60_000,
        rows=6,
        counted=False,
    )
    file = FileField(
        _l("Or a spreadsheet"),
        hint=_l("One row a person, with a column headed Name, and one headed Detail if you have it."),
        accept=".csv,.xlsx",
    )

    def typed(self) -> list[InTheHall]:
        """Return those who were typed in."""
        split = (line.partition(",") for line in self.lines.data.splitlines())
        return [InTheHall(name=name, detail=detail) for name, _comma, detail in split if name.strip()]


class ApprovalForm(Form):
    """Who approved the minutes, and when."""

    approved_by = TextField(
        _l("Who approved them?"),
        required=_l("Say who approved the minutes"),
        hint=_l("Such as “the committee at its meeting of 4 June”."),
    )
    approved_on = DateField(_l("On which day?"), required=_l("Enter the day"))


class ItemInterestForm(Form):
    """An interest that a member declared in an item, and what they did."""

    person = SelectField(_l("Who?"), required=_l("Choose who declared it"))
    interest = TextField(
        _l("What is the interest?"),
        required=_l("Say what the interest is"),
        hint=_l("Such as “Their firm bids for the work”. Everyone can read this."),
        max_length=300,
    )
    conduct = RadiosField(
        _l("What did they do?"),
        choices=[(conduct.value, told.word) for conduct, told in CONDUCT.items()],
        required=_l("Choose what they did"),
    )
    dispensation = TextField(_l("If they had a dispensation: who gave it, and when?"), max_length=200)

    def to_conduct(self) -> Conduct:
        """Return what they did."""
        return Conduct(self.conduct.data)


class EscalationForm(Form):
    """A matter to send to a body above."""

    to_body = RadiosField(_l("To which body?"), required=_l("Choose the body"))
    title = TextField(_l("What is the matter?"), required=_l("Say what the matter is"), max_length=200)
    words = LongTextField(_l("What is asked of it?"), required=_l("Say what is asked"), max_length=2000, rows=4)
    due_on = DateField(_l("By when is an answer owed?"), required=_l("Enter the day"))

    def to_matter(self, raised_on: date) -> MatterAsked:
        """Return the matter as a value.

        Raises:
            Invalid: the answer is owed before the matter is sent.
        """
        return MatterAsked(
            title=self.title.data,
            words=self.words.data,
            raised_on=raised_on,
            due_on=self.due_on.data,
        )


class AnswerForm(VersionedForm):
    """What a body answers to a matter that was sent to it."""

    outcome = LongTextField(
        _l("What is the answer, and why?"), required=_l("Say what the answer is"), max_length=4000, rows=5
    )
    answered_on = DateField(_l("On which day was it given?"), required=_l("Enter the day"))


class PressForm(Form):
    """A form with nothing but a button."""
