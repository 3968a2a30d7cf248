"""The form with which anyone asks for news."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from consult.web.fields import EmailField
from consult.web.traps import TrappedForm


class FollowNewsForm(TrappedForm):
    """An address to send news to."""

    email = EmailField(
        _l("Your email address"),
        required=_l("Enter your email address"),
        hint=_l("We send a link first, so that nobody can sign you up but you. At most one message a day."),
    )
