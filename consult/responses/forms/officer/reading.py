"""The form that narrows the list of responses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from consult.responses.wording import CHANNELS
from consult.web.fields import SelectField, TextField
from consult.web.forms import Form

Pairs = Sequence[tuple[str, str]]


class FilterForm(Form):
    """Which responses to show; it is sent by address, so that a list can be kept as a link."""

    search = TextField(_l("Words or reference"))
    group = SelectField(_l("Stakeholder group"))
    channel = SelectField(_l("How it came in"), choices=[("", _l("All")), *CHANNELS.items()])
    ward = SelectField(_l("Ward"))
    late = SelectField(_l("In time"), choices=[("", _l("All")), ("no", _l("In time")), ("yes", _l("Late"))])
    incomplete = SelectField(_l("Complete"), choices=[("", _l("All")), ("yes", _l("Only incomplete"))])
    withdrawn = SelectField(_l("Withdrawn"), choices=[("", _l("No")), ("yes", _l("Only withdrawn"))])

    @classmethod
    def for_list(cls, typed: Any, *, groups: Pairs, wards: Pairs) -> FilterForm:
        """The form with what the address asks for."""
        form = cls(formdata=typed, meta={"csrf": False})
        not_said = ("none", _l("Did not say"))
        form.group.choices = [("", _l("All")), *groups, not_said]
        form.ward.choices = [("", _l("All")), *wards, not_said]
        return form
