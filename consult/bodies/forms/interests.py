"""What clerks fill in when members declare interests."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.bodies.rules import Conduct, InterestNature
from consult.bodies.wording import CONDUCT, NATURES
from consult.web.fields import DateField, RadiosField, SelectField, TextField
from consult.web.forms import Form


class _OfMember(Form):
    person = SelectField(_l("Who?"), required=_l("Choose who declares it"))

    def offer(self, people: Sequence[tuple[str, str]]) -> None:
        """Say who can be chosen."""
        self.person.choices = [("", _("Choose a member")), *people]


class InterestForm(_OfMember):
    """A standing interest."""

    nature = RadiosField(
        _l("What kind of interest is it?"),
        choices=[(nature.value, words) for nature, words in NATURES.items()],
        required=_l("Choose what kind it is"),
    )
    interest = TextField(
        _l("What is it?"),
        required=_l("Say what the interest is"),
        hint=_l("Such as “Works for Northgate Academy Trust”. Everyone can read this."),
        max_length=300,
    )
    declared_on = DateField(_l("When was it declared?"), required=_l("Enter the day"))

    def to_nature(self) -> InterestNature:
        """Return what kind it is."""
        return InterestNature(self.nature.data)


class ItemInterestForm(_OfMember):
    """An interest in one item, and what the member did."""

    item = TextField(_l("Which item?"), required=_l("Say which item it was"), max_length=200)
    on_day = DateField(_l("At the meeting of which day?"), required=_l("Enter the day"))
    interest = TextField(_l("What is the interest?"), required=_l("Say what the interest is"), max_length=300)
    conduct = RadiosField(
        _l("What did they do?"),
        choices=[(conduct.value, told.word) for conduct, told in CONDUCT.items()],
        required=_l("Choose what they did"),
    )
    dispensation = TextField(_l("If they had a dispensation: who gave it, and when?"), max_length=200)

    def to_conduct(self) -> Conduct:
        """Return what they did."""
        return Conduct(self.conduct.data)
