"""What two responses are, and a pair that an officer noticed."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from consult.responses.repeats import RepeatState
from consult.web.fields import LongTextField, RadiosField, TextField
from consult.web.forms import Form


class RepeatForm(Form):
    """Whether two responses are one person's."""

    judged = RadiosField(
        _l("What do you think, having read both?"),
        choices=[
            (RepeatState.LINKED.value, _l("One person or organisation sent both")),
            (RepeatState.APART.value, _l("Two people, or I cannot tell")),
        ],
        hints={
            RepeatState.LINKED.value: _l("Nothing is deleted. Both are read, and both totals are shown."),
            RepeatState.APART.value: _l("Two people of one family may write alike. When in doubt, both count."),
        },
        required=_l("Say what you think they are"),
    )
    note = LongTextField(_l("Why?"), hint=_l("Name no person."), rows=2, max_length=500)


class NoteRepeatForm(Form):
    """Two responses that an officer noticed."""

    one = TextField(
        _l("Reference of one response"),
        required=_l("Enter the reference of one response"),
        classes="govuk-input--width-10",
    )
    other = TextField(
        _l("Reference of the other"), required=_l("Enter the reference of the other"), classes="govuk-input--width-10"
    )

    def both(self) -> tuple[str, str]:
        """Both references as typed."""
        return self.one.data, self.other.data
