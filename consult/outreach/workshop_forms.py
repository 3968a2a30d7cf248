"""Forms of workshops and drop-ins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from consult.outreach.workshops import MOST_AT_ONCE, MOST_PLACES, WorkshopKind, WorkshopValues
from consult.web.fields import (
    DateTimeField,
    EmailField,
    HiddenField,
    LongTextField,
    NumberField,
    RadiosField,
    TextField,
)
from consult.web.forms import Form, OnceForm

KINDS = {
    WorkshopKind.WORKSHOP: _l("A workshop: people come for the whole time"),
    WorkshopKind.DROP_IN: _l("A drop-in: people come and go"),
}
ATTENDED = "group_"


class WorkshopForm(OnceForm):
    """A workshop or drop-in."""

    version = HiddenField()
    kind = RadiosField(
        _l("What is it?"), choices=[(kind.value, words) for kind, words in KINDS.items()], required=_l("Say what it is")
    )
    title = TextField(_l("What is it called?"), required=_l("Enter what it is called"), max_length=150)
    words = LongTextField(_l("What happens there?"), rows=3, max_length=1500)
    place = LongTextField(
        _l("Where is it?"),
        required=_l("Say where it is"),
        hint=_l("Name, street and postcode."),
        rows=3,
        max_length=400,
    )
    access_words = LongTextField(
        _l("What should people know to be able to come?"),
        hint=_l("Steps and lifts, hearing loop, toilets, parking, interpreters, childcare. Say so if there is none."),
        rows=3,
        max_length=1000,
    )
    starts_at = DateTimeField(_l("When does it begin?"), required=_l("Enter when it begins"))
    ends_at = DateTimeField(_l("When does it end?"), required=_l("Enter when it ends"))
    places = NumberField(
        _l("How many places are there?"),
        hint=_l("People then book. Leave it empty if nobody has to."),
        least=1,
        most=MOST_PLACES,
    )

    def to_workshop(self) -> WorkshopValues:
        """Return what was planned.

        Raises:
            Invalid: it ends before it begins.
        """
        return WorkshopValues(
            kind=WorkshopKind(self.kind.data),
            title=self.title.data,
            words=self.words.data,
            place=self.place.data,
            access_words=self.access_words.data,
            starts_at=self.starts_at.data,
            ends_at=self.ends_at.data,
            places=self.places.number,
        )


class CallOffForm(Form):
    """Why a workshop is called off."""

    because = LongTextField(
        _l("Why is it called off?"),
        required=_l("Say why it is called off"),
        hint=_l("Everyone can read it. Those who left an email address are told."),
        rows=2,
        max_length=500,
    )


class BookForm(OnceForm):
    """How many people come, and what they need; a name is not asked for."""

    n_people = NumberField(
        _l("For how many people?"),
        required=_l("Enter for how many people you book"),
        least=1,
        most=MOST_AT_ONCE,
        default="1",
    )
    needs = LongTextField(
        _l("Does anyone need something to be able to take part?"),
        hint=_l("Such as a place for a wheelchair, an interpreter, or food. Leave it empty if not."),
        rows=2,
        max_length=500,
    )
    email = EmailField(
        _l("Email address (optional)"),
        hint=_l("Then we confirm your places, and write if it is called off. We forget it 30 days after."),
    )


class ReleaseForm(Form):
    """The code of a booking."""

    code = TextField(
        _l("Your code"),
        hint=_l("Four groups of four letters and numbers. It stands on the page after booking, and in our mail."),
        required=_l("Enter your code"),
        max_length=60,
        classes="govuk-input--width-20",
        autocomplete="off",
    )


class AttendanceForm(Form):
    """How many people of each group came; a field is added for each."""

    group_ids: tuple[int | None, ...] = ()

    @property
    def names(self) -> list[str]:
        """The names of the fields."""
        return [f"{ATTENDED}{group_id or 0}" for group_id in self.group_ids]

    def to_counts(self) -> Mapping[int | None, int]:
        """How many came, by group; nobody where nothing was typed."""
        return {
            group_id: self[name].number or 0  # type: ignore[attr-defined]  # every field added is a NumberField
            for group_id, name in zip(self.group_ids, self.names, strict=True)
        }


def attendance_form(groups: Sequence[tuple[int | None, Any]], came: Mapping[int | None, int]) -> AttendanceForm:
    """The form of one workshop.

    Args:
        groups: stakeholder groups by number, and ``None`` for those who belong to none of them.
        came: what was written down before.
    """
    fields: dict[str, Any] = {
        f"{ATTENDED}{group_id or 0}": NumberField(words, least=0, most=MOST_PLACES) for group_id, words in groups
    }
    made: type[AttendanceForm] = type("AttendanceOfOneWorkshop", (AttendanceForm,), fields)
    form = made(data={f"{ATTENDED}{group_id or 0}": str(n) for group_id, n in came.items()})
    form.group_ids = tuple(group_id for group_id, _words in groups)
    return form
