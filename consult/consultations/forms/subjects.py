"""What a consultation is about."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from consult.web.fields import CheckboxesField, TextField
from consult.web.forms import Form


class AboutForm(Form):
    """Subjects and wards."""

    subjects = CheckboxesField(_l("Subjects"), choices=[])
    another = TextField(_l("Another subject"), hint=_l("Such as “Walking and cycling”."), max_length=80)
    wards = CheckboxesField(_l("Wards"), choices=[])
