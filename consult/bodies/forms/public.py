"""What anyone fills in who would sit on a body."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from consult.web.fields import LongTextField, TextField
from consult.web.forms import OnceForm
from consult.web.traps import TrappedForm


class InterestForm(TrappedForm, OnceForm):
    """Who would sit, how to reach them, and why."""

    name = TextField(_l("Your name"), required=_l("Enter your name"), autocomplete="name", max_length=120)
    contact = TextField(
        _l("How we can reach you"),
        required=_l("Enter an email address or a phone number"),
        hint=_l("An email address or a phone number. Only the clerk sees it."),
        max_length=200,
    )
    why = LongTextField(
        _l("Why would you like to sit here? (optional)"),
        hint=_l("A few words about you and what you would bring."),
        max_length=2000,
        rows=5,
    )
