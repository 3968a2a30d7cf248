"""The form in which an officer keys in what came by paper, email, phone or in a meeting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from consult.responses.forms.public import question_fields
from consult.responses.forms.public_given import submitted_from
from consult.responses.forms.public_words import BEHALF, PUBLISHING, PURPOSES
from consult.responses.queries.answering import ConsultationToAnswer
from consult.responses.rules import LONGEST_ANSWER, LONGEST_NAME, Channel, GivenComment, OnBehalfOf, Purpose, Submitted
from consult.responses.wording import CHANNELS
from consult.web.fields import (
    CheckboxField,
    DateField,
    EmailField,
    LongTextField,
    NumberField,
    RadiosField,
    SelectField,
    TextField,
)
from consult.web.forms import OnceForm

COMMENT_SLOTS = range(1, 4)
KEYED_CHANNELS = (Channel.PAPER, Channel.EMAIL, Channel.PHONE, Channel.MEETING)


class KeyingForm(OnceForm):
    """What an officer keys in of one response; the questions are added for each consultation."""

    channel = RadiosField(
        _l("How did it come in?"),
        choices=[(channel.value, CHANNELS[channel]) for channel in KEYED_CHANNELS],
        required=_l("Select how it came in"),
        size="m",
    )
    received_on = DateField(
        _l("When did the council receive it?"),
        hint=_l("This day decides whether it is late, not today."),
        required=_l("Enter the day on which the council received it"),
        size="m",
    )
    late_exception = TextField(
        _l("If it came late, why does it still count?"),
        hint=_l("Such as extra time that was given, or a postmark before the close. Leave it empty otherwise."),
        max_length=300,
    )
    source_reference = TextField(_l("Number on the paper, if it has one"), classes="govuk-input--width-10")
    group = SelectField(_l("Answering as"))
    behalf = RadiosField(_l("Answering for"), choices=list(BEHALF.items()), default=OnBehalfOf.SELF.value)
    organisation = TextField(_l("Name of the school or organisation"), max_length=LONGEST_NAME)
    ward = SelectField(_l("Ward"))
    people = NumberField(
        _l("Number of people it says it speaks for"),
        hint=_l("Members, signatures or hands in a meeting. It stands beside the count and is never added to it."),
    )
    publish = RadiosField(
        _l("What did they say about publishing?"),
        choices=list(PUBLISHING.items()),
        hint=_l("If they said nothing, their words are not published."),
        default="not_published",
    )
    email = EmailField(_l("Their email address, if they want to hear what comes of it"))
    outcome = CheckboxField(_l("They want to be told what the council will do"))

    today: date | None = None
    numbers: Mapping[str, int] = {}
    question_names: tuple[str, ...] = ()

    def validate_received_on(self, field: Any) -> None:
        """Refuse a day that has not come yet."""
        if field.data is not None and self.today is not None and field.data > self.today:
            raise ValidationError(_("The day of receipt cannot be in the future"))

    def validate_organisation(self, field: Any) -> None:
        """Ask for a name where someone answers for others."""
        if self.behalf.data in {OnBehalfOf.SCHOOL.value, OnBehalfOf.ORGANISATION.value} and not field.data:
            raise ValidationError(_("Enter the name of the school or organisation they answer for"))

    def to_submitted(self, asked: ConsultationToAnswer, *, keyed_by_id: int) -> Submitted:
        """The same value that a resident's form makes, with its channel, its day and who keyed it."""
        submitted = submitted_from(self, {}, asked, submission_key=str(self.submission_key.data))
        return replace(
            submitted,
            channel=Channel(self.channel.data),
            received_on=self.received_on.data,
            source_reference=self.source_reference.data or "",
            late_exception=self.late_exception.data,
            claimed_people=self.people.number,
            comments=tuple(self._comments()),
            keyed_by_id=keyed_by_id,
        )

    def _comments(self) -> list[GivenComment]:
        comments = []
        for slot in COMMENT_SLOTS:
            text, number = self[f"comment_{slot}_text"].data, (self[f"comment_{slot}_number"].data or "").strip(" §.")
            if text and number in self.numbers:
                purpose = Purpose(self[f"comment_{slot}_purpose"].data or Purpose.CONCERN)
                comments.append(GivenComment(paragraph_id=self.numbers[number], purpose=purpose, text=text))
        return comments


def keying_form(asked: ConsultationToAnswer, *, numbers: Mapping[str, int], today: date) -> KeyingForm:
    """The form of one consultation.

    Args:
        asked: what it asks; on paper no question is required, and a response without an answer is marked incomplete.
        numbers: paragraphs by the number that people see.
        today: in London.
    """
    fields: dict[str, Any] = {}
    for question in asked.questions:
        fields |= question_fields(replace(question, required=False, prompt=f"{question.number}. {question.prompt}"))
    names = tuple(fields)
    for slot in COMMENT_SLOTS if numbers else ():
        fields |= _comment_fields(slot)
    if not numbers:
        fields["_comments"] = lambda _self: []
    made: type[KeyingForm] = type("KeyingFormOfOneConsultation", (KeyingForm,), fields)
    form = made()
    form.today, form.numbers, form.question_names = today, numbers, names
    form.group.choices = [("", _l("They did not say")), *((str(group), words) for group, words in asked.groups)]
    form.ward.choices = [("", _l("They did not say")), *((str(ward), name) for ward, name in asked.wards)]
    return form


def _comment_fields(slot: int) -> dict[str, Any]:
    number = f"comment_{slot}_number"

    def needs_a_paragraph(form: Any, field: Any) -> None:
        typed = (form[number].data or "").strip(" §.")
        if field.data and typed not in form.numbers:
            raise ValidationError(_("Enter the number of the paragraph that this comment is about, such as 2.3"))

    text = LongTextField(_l("Comment"), max_length=LONGEST_ANSWER, rows=3, counted=False)
    return {
        number: TextField(_l("Paragraph"), classes="govuk-input--width-5", max_length=20),
        f"comment_{slot}_purpose": SelectField(
            _l("About"), choices=list(PURPOSES.items()), default=Purpose.CONCERN.value
        ),
        f"comment_{slot}_text": text,
        f"validate_comment_{slot}_text": needs_a_paragraph,
    }
