"""A petition, and how its signatures were checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from consult.responses.actions.petitions import PetitionValues
from consult.responses.forms.officer.meetings import PARAGRAPH
from consult.responses.forms.public_words import PUBLISHING, PURPOSES
from consult.responses.rules import (
    LONGEST_ANSWER,
    Channel,
    GivenAnswer,
    GivenComment,
    OnBehalfOf,
    PublishAs,
    Purpose,
    Submitted,
)
from consult.responses.wording import CHANNELS
from consult.web.fields import DateField, LongTextField, NumberField, RadiosField, SelectField, TextField
from consult.web.forms import Form, OnceForm

MOST_SIGNATURES = 10_000_000


class PetitionForm(OnceForm):
    """A petition: its words, who organised it, and how many signed."""

    title = TextField(_l("What is it called?"), required=_l("Enter what the petition is called"))
    words = LongTextField(
        _l("Its wording"),
        required=_l("Enter the wording of the petition"),
        hint=_l("Word for word, as people signed it."),
        max_length=LONGEST_ANSWER,
        rows=6,
        counted=False,
    )
    about = SelectField(_l("What is it about?"), required=_l("Choose what it is about"))
    number = TextField(_l("Number of the paragraph, if it is about one"), max_length=20, classes="govuk-input--width-5")
    purpose = SelectField(_l("What it says of the paragraph"), choices=list(PURPOSES.items()))
    n_claimed = NumberField(
        _l("How many signatures does it claim?"),
        required=_l("Enter how many signatures it claims"),
        hint=_l("They stand beside the count. A petition is one response."),
        least=1,
        most=MOST_SIGNATURES,
    )
    organiser = TextField(_l("Who organised it?"), hint=_l("Only officers see this."))
    group = SelectField(_l("In what capacity does the organiser speak?"))
    channel = RadiosField(
        _l("How did it come in?"),
        choices=[(each.value, CHANNELS[each]) for each in (Channel.PAPER, Channel.EMAIL, Channel.MEETING)],
        required=_l("Select how it came in"),
    )
    received_on = DateField(
        _l("When did the council receive it?"),
        required=_l("Enter the day on which the council received it"),
        hint=_l("This day decides whether it is late, not today."),
    )
    publish = RadiosField(
        _l("May its wording be published?"),
        choices=[
            (PublishAs.WITHOUT_NAME.value, _l("Yes, without the organiser's name")),
            (PublishAs.NOT_PUBLISHED.value, PUBLISHING[PublishAs.NOT_PUBLISHED]),
        ],
        default=PublishAs.NOT_PUBLISHED.value,
    )

    today: date | None = None
    numbers: Mapping[str, int] = {}

    def offer(
        self,
        *,
        questions: Sequence[tuple[str, Any]],
        groups: Sequence[tuple[str, Any]],
        numbers: Mapping[str, int],
        today: date,
    ) -> None:
        """Say what may be chosen."""
        paragraph = [(PARAGRAPH, _l("A paragraph of the document"))] if numbers else []
        self.about.choices = [("", _l("Choose")), *questions, *paragraph]
        self.group.choices = [("", _l("Not known")), *groups]
        self.numbers, self.today = numbers, today

    def validate_number(self, field: Any) -> None:
        """Ask for a paragraph that is there."""
        if self.about.data == PARAGRAPH and _number(field.data) not in self.numbers:
            raise ValidationError(_("Enter the number of the paragraph, such as 2.3"))

    def validate_received_on(self, field: Any) -> None:
        """Refuse a day that has not come yet."""
        if field.data is not None and self.today is not None and field.data > self.today:
            raise ValidationError(_("The day of receipt cannot be in the future"))

    def to_petition(self) -> PetitionValues:
        """What it has beside its words."""
        return PetitionValues(
            title=self.title.data, organiser=self.organiser.data, n_claimed=self.n_claimed.number or 0
        )

    def to_submitted(self, *, language: str, keyed_by_id: int) -> Submitted:
        """The same value as for every other response."""
        is_comment = self.about.data == PARAGRAPH
        words = self.words.data
        comment = (
            GivenComment(
                paragraph_id=self.numbers[_number(self.number.data)],
                purpose=Purpose(self.purpose.data or Purpose.CONCERN),
                text=words,
            )
            if is_comment
            else None
        )
        return Submitted(
            channel=Channel(self.channel.data),
            submission_key=str(self.submission_key.data),
            group_id=int(self.group.data) if self.group.data else None,
            on_behalf_of=OnBehalfOf.SELF,
            answers=() if comment else (GivenAnswer(question_id=int(self.about.data), text=words),),
            comments=(comment,) if comment else (),
            publish_as=PublishAs(self.publish.data),
            language=language,
            received_on=self.received_on.data,
            keyed_by_id=keyed_by_id,
        )


class SignaturesForm(Form):
    """How many signatures hold."""

    n_checked = NumberField(
        _l("How many signatures hold?"),
        required=_l("Enter how many signatures hold"),
        least=0,
        most=MOST_SIGNATURES,
    )
    words = LongTextField(
        _l("How was that found out?"),
        required=_l("Say how the signatures were checked"),
        hint=_l("Such as “every tenth was compared with the electoral roll”. Everyone can read it. Name no person."),
        rows=2,
        max_length=500,
    )


def _number(typed: Any) -> str:
    return str(typed or "").strip(" §.")
