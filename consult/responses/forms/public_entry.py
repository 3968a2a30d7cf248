"""The small forms around answering: how to begin, coming back, sending, a comment, opening what was sent."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from consult.responses.forms.public_words import PURPOSES
from consult.responses.rules import LONGEST_ANSWER
from consult.web.fields import HiddenField, LongTextField, RadiosField, TextField
from consult.web.forms import Form
from consult.web.traps import TrappedForm

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
    """A comment on one paragraph."""

    purpose = RadiosField(
        _l("What is your comment about?"),
        choices=list(PURPOSES.items()),
        required=_l("Select what your comment is about"),
    )
    comment = LongTextField(
        _l("Your comment"), required=_l("Enter your comment"), max_length=LONGEST_ANSWER, rows=6, counted=False
    )


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
