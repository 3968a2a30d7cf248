"""The forms of the front door."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from consult.web.fields import TextField
from consult.web.forms import Form


class FollowForm(Form):
    """Asks for the reference that names a response and the secret code that opens it."""

    reference = TextField(
        _l("Your reference"),
        required=_l("Enter your reference"),
        hint=_l("Ten letters and numbers, like K7M2Q-9XD4R. It is on your receipt."),
        autocomplete="off",
        classes="govuk-input--width-20",
        max_length=100,
    )
    code = TextField(
        _l("Your secret code"),
        required=_l("Enter your secret code"),
        hint=_l(
            "Sixteen letters and numbers, in four groups of four. Capitals, spaces and hyphens make no difference."
        ),
        autocomplete="off",
        classes="govuk-input--width-20",
        max_length=100,
    )
