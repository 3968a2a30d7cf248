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
from consult.responses.rules import (
    LONGEST_ANSWER,
    LONGEST_NAME,
    Channel,
    GivenComment,
    LateRule,
    OnBehalfOf,
    Purpose,
    Submitted,
)
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

FEWEST_SLOTS, MOST_SLOTS = 3, 30
"""Comments on paragraphs that one form has room for."""
LONGEST_AUTHORITY = 500
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
    posted_on = DateField(
        _l("Which day stands in the postmark?"),
        hint=_l("This consultation goes by the postmark. Leave it empty where none can be read."),
    )
    late_exception = TextField(
        _l("If it came late, why does it still count?"),
        hint=_l("Such as extra time that was given, or letters that the post delayed. Leave it empty otherwise."),
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
    authority = TextField(
        _l("Who in the organisation agreed to this?"),
        hint=_l("Such as “the board, on 4 March”. Only where it answers for others."),
        max_length=LONGEST_AUTHORITY,
    )
    members_asked = TextField(
        _l("How did it ask the people it speaks for?"),
        hint=_l("Such as “a survey of all members; 212 answered”. Leave it empty if it does not say."),
        max_length=LONGEST_AUTHORITY,
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
    fixed_channel: Channel | None = None
    slots: tuple[int, ...] = ()
    numbers: Mapping[str, int] = {}
    question_names: tuple[str, ...] = ()

    def leave_out_what_is_known(self) -> None:
        """Leave out what the first keying of the same form has settled: its code, and why it counts."""
        for name in ("source_reference", "late_exception", "posted_on"):
            if name in self:
                del self[name]

    def validate_received_on(self, field: Any) -> None:
        """Refuse a day that has not come yet."""
        if field.data is not None and self.today is not None and field.data > self.today:
            raise ValidationError(_("The day of receipt cannot be in the future"))

    def validate_organisation(self, field: Any) -> None:
        """Ask for a name where someone answers for others."""
        if self.behalf.data in {OnBehalfOf.SCHOOL.value, OnBehalfOf.ORGANISATION.value} and not field.data:
            raise ValidationError(_("Enter the name of the school or organisation they answer for"))

    def to_submitted(
        self, asked: ConsultationToAnswer, *, keyed_by_id: int, organisation_id: int | None = None
    ) -> Submitted:
        """The same value that a resident's form makes, with its channel, its day and who keyed it."""
        key = str(self.submission_key.data)
        submitted = submitted_from(self, {}, asked, submission_key=key, organisation_id=organisation_id)
        said: dict[str, Any] = self.data
        is_for_others = submitted.on_behalf_of is not OnBehalfOf.SELF
        return replace(
            submitted,
            channel=self.fixed_channel or Channel(said["channel"]),
            received_on=said["received_on"],
            posted_on=said.get("posted_on"),
            source_reference=said.get("source_reference") or "",
            late_exception=said.get("late_exception") or "",
            claimed_people=self.people.number,
            authority=said["authority"] if is_for_others else "",
            members_asked=said["members_asked"] if is_for_others else "",
            comments=tuple(self._comments()),
            keyed_by_id=keyed_by_id,
        )

    def _comments(self) -> list[GivenComment]:
        comments = []
        for slot in self.slots:
            text, number = self[f"comment_{slot}_text"].data, (self[f"comment_{slot}_number"].data or "").strip(" §.")
            if text and number in self.numbers:
                purpose = Purpose(self[f"comment_{slot}_purpose"].data or Purpose.CONCERN)
                comments.append(GivenComment(paragraph_id=self.numbers[number], purpose=purpose, text=text))
        return comments


def keying_form(
    asked: ConsultationToAnswer,
    *,
    numbers: Mapping[str, int],
    today: date,
    late_rule: LateRule = LateRule.RECEIVED,
    channel: Channel | None = None,
    n_slots: int = FEWEST_SLOTS,
    filled: Mapping[str, Any] | None = None,
) -> KeyingForm:
    """The form of one consultation.

    Args:
        asked: what it asks; on paper no question is required, and a response without an answer is marked incomplete.
        numbers: paragraphs by the number that people see.
        today: in London.
        late_rule: which day decides; with the postmark the form asks for it.
        channel: the one it came by, where the page says so already.
        n_slots: comments that there is room for.
        filled: what stands in the form already, such as words of a mail.
    """
    fields: dict[str, Any] = {}
    for question in asked.questions:
        fields |= question_fields(replace(question, required=False, prompt=f"{question.number}. {question.prompt}"))
    names = tuple(fields)
    slots = tuple(range(1, min(max(n_slots, FEWEST_SLOTS), MOST_SLOTS) + 1)) if numbers else ()
    for slot in slots:
        fields |= _comment_fields(slot)
    made: type[KeyingForm] = type("KeyingFormOfOneConsultation", (KeyingForm,), fields)
    form = made(data=dict(filled or {}))
    form.today, form.numbers, form.question_names, form.slots = today, numbers, names, slots
    form.group.choices = [("", _l("They did not say")), *((str(group), words) for group, words in asked.groups)]
    form.ward.choices = [("", _l("They did not say")), *((str(ward), name) for ward, name in asked.wards)]
    _keep_to_the_channel(form, channel, late_rule)
    return form


def _keep_to_the_channel(form: KeyingForm, channel: Channel | None, late_rule: LateRule) -> None:
    """Leave out what the channel answers by itself, or what cannot be asked of it."""
    form.fixed_channel = channel
    if channel is not None:
        del form.channel
    if channel not in {None, Channel.PAPER}:
        del form.source_reference
    if late_rule is not LateRule.POSTMARKED or channel not in {None, Channel.PAPER}:
        del form.posted_on


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
