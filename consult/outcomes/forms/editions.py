"""Forms for findings, editions and delay statements."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from consult.web.fields import DateField, HiddenField, LongTextField
from consult.web.forms import Form


class PressForm(Form):
    """Nothing but the press of a button."""


class ProposeEditionForm(Form):
    """What has to be said with an edition that is not the first, or that comes before call-in has ended."""

    what_changed = LongTextField(
        _l("What changed since the edition before"),
        hint=_l("Everyone reads this first, so that nobody has to search for it."),
        max_length=2000,
        rows=4,
    )
    before_final_reason = LongTextField(
        _l("Why it is published before call-in has ended"),
        hint=_l("The reason is printed on the page."),
        max_length=1000,
        rows=3,
    )


class ApproveForm(Form):
    """Approval of exactly the text that was read."""

    sha256 = HiddenField()


class ReturnForm(Form):
    """Why an edition goes back to its author."""

    reason = LongTextField(_l("What has to change"), required=_l("Write what has to change"), max_length=2000, rows=4)


class DelayForm(Form):
    """Why the answer is late and when it comes instead."""

    reason = LongTextField(
        _l("Why the answer is late"),
        required=_l("Write why the answer is late"),
        hint=_l("Everyone can read this."),
        max_length=2000,
        rows=5,
        size="m",
    )
    new_due_on = DateField(
        _l("The new day for the answer"), required=_l("Enter the new day"), hint=_l("For example, 27 3 2027"), size="m"
    )
