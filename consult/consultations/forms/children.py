"""Whether a consultation is for children."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from consult.web.fields import CheckboxField, LongTextField
from consult.web.forms import VersionedForm


class ChildrenForm(VersionedForm):
    """The tick, and what is said to a grown-up."""

    is_for_children = CheckboxField(_l("This consultation is for children"))
    guardian_note = LongTextField(
        _l("What do you say to a parent or teacher?"),
        hint=_l("Who asks, why, what becomes of the answers, and that nobody has to. It stands above the start."),
        max_length=1_500,
        rows=5,
    )
