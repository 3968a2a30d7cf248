"""The small forms around answering: how to begin, coming back, sending, a comment, opening what was sent."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.responses.forms.public_words import PURPOSES
from consult.responses.rules import LONGEST_ANSWER, GivenComment, Purpose
from consult.web.fields import HiddenField, LongTextField, RadiosField, TextField
from consult.web.forms import Form
from consult.web.traps import TrappedForm

LONGEST_QUOTE = 2_000
LONGEST_CONTEXT = 64
"""Characters kept from before and after the quoted words."""
MOST_DIGITS = 9
WAYS = [("steps", _l("One question a page")), ("all", _l("All questions on one page"))]


class StartForm(TrappedForm):
    """Which way of answering suits someone."""

    way = RadiosField(
        _l("How do you want to answer?"), choices=WAYS, required=_l("Select how you want to answer"), default="steps"
    )


class CarryOnForm(Form):
    """The code of an unsent response."""

    code = TextField(
        _l("Your code"),
        hint=_l("Four groups of four letters and numbers, like 8F3K-00QM-ZT4V-J2C9."),
        required=_l("Enter your code"),
        max_length=60,
        classes="govuk-input--width-20",
        autocomplete="off",
    )


class SendForm(TrappedForm):
    """The press of the button that sends, with the key that makes a repeat harmless."""

    submission_key = HiddenField()


class CommentForm(Form):
    """A comment on one paragraph, or on some words of it."""

    purpose = RadiosField(
        _l("What is your comment about?"),
        choices=list(PURPOSES.items()),
        required=_l("Select what your comment is about"),
    )
    quote = TextField(
        _l("Which words is it about?"),
        hint=_l("Leave this empty when it is about the whole paragraph. Otherwise copy the words from above."),
        max_length=LONGEST_QUOTE,
    )
    comment = LongTextField(_l("Your comment"), max_length=LONGEST_ANSWER, rows=6, counted=False)
    instead = LongTextField(
        _l("What would you write instead?"),
        hint=_l("Only if you would say it in other words."),
        max_length=LONGEST_ANSWER,
        rows=3,
        counted=False,
    )
    prefix = HiddenField()
    suffix = HiddenField()
    starts = HiddenField()
    ends = HiddenField()

    def is_complete(self) -> bool:
        """Say whether it says something; what lacks is shown beside its field."""
        if not self.is_submitted():
            return False
        self.validate()
        if not (self.comment.data or "").strip() and not (self.instead.data or "").strip():
            self.refuse("comment", _("Enter your comment"))
        return not self.errors

    def to_comment(self, paragraph_id: int) -> GivenComment:
        """What is typed, right or wrong, as a comment on this paragraph."""
        purpose = Purpose(self.purpose.data) if self.purpose.data in set(Purpose) else Purpose.CONCERN
        starts_at, ends_at = _count(self.starts.data), _count(self.ends.data)
        has_span = starts_at is not None and ends_at is not None and starts_at < ends_at
        return GivenComment(
            paragraph_id=paragraph_id,
            purpose=purpose,
            text=self.comment.data or "",
            instead=self.instead.data or "",
            quote=self.quote.data or "",
            prefix=(self.prefix.data or "")[-LONGEST_CONTEXT:],
            suffix=(self.suffix.data or "")[:LONGEST_CONTEXT],
            starts_at=starts_at if has_span else None,
            ends_at=ends_at if has_span else None,
        )


def _count(value: str | None) -> int | None:
    text = value or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < MOST_DIGITS else None


class OpenForm(Form):
    """Reference and secret code of a response that was sent."""

    reference = TextField(
        _l("Reference"),
        hint=_l("Ten letters and numbers, like K7M2Q-9XD4R."),
        required=_l("Enter your reference"),
        max_length=60,
        classes="govuk-input--width-20",
        autocomplete="off",
    )
    secret_code = TextField(
        _l("Secret code"),
        hint=_l("Four groups of four letters and numbers. It does not matter whether you type capital letters."),
        required=_l("Enter your secret code"),
        max_length=60,
        classes="govuk-input--width-20",
        autocomplete="off",
    )


class PressForm(Form):
    """A button by itself."""
