"""The notes of a meeting, and its points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from consult.responses.actions.meetings import NotesValues, PointValues
from consult.responses.forms.public_words import PURPOSES
from consult.responses.models import MeetingPoint
from consult.responses.points import LONGEST_NOTES, LONGEST_SPEAKER, MOST_AGREEING
from consult.responses.rules import LONGEST_ANSWER, Purpose
from consult.web.fields import CheckboxField, DateField, LongTextField, NumberField, SelectField, TextField
from consult.web.forms import OnceForm, VersionedForm

PARAGRAPH = "paragraph"
Offered = Sequence[tuple[str, Any]]


class NotesForm(OnceForm):
    """The notes of one meeting."""

    title = TextField(
        _l("Which meeting was it?"),
        required=_l("Say which meeting it was"),
        hint=_l("Such as “Governors' forum, north”. Name no person."),
    )
    held_on = DateField(
        _l("When was it held?"),
        required=_l("Enter the day of the meeting"),
        hint=_l("This day decides whether what was said is in time."),
    )
    text = LongTextField(
        _l("Notes"),
        required=_l("Paste the notes"),
        hint=_l("One thing on each line, or with bullets. You put the points right on the next page."),
        max_length=LONGEST_NOTES,
        rows=12,
        counted=False,
    )
    may_publish = CheckboxField(
        _l("People were told that what they say may be published, without their names"),
    )

    today: date | None = None

    def validate_held_on(self, field: Any) -> None:
        """Refuse a meeting that has not been held."""
        if field.data is not None and self.today is not None and field.data > self.today:
            raise ValidationError(_("The day of the meeting cannot be in the future"))

    def to_notes(self) -> NotesValues:
        """Return what was put in."""
        return NotesValues(
            title=self.title.data,
            held_on=self.held_on.data,
            text=self.text.data,
            may_publish=bool(self.may_publish.data),
        )


class PointsForm(VersionedForm):
    """All points of a meeting; a set of fields is added for each."""

    numbers: Mapping[str, int] = {}
    point_ids: tuple[int, ...] = ()

    def to_points(self) -> tuple[PointValues, ...]:
        """Return every point as it stands in the form."""
        return tuple(self._point(point_id) for point_id in self.point_ids)

    def _point(self, point_id: int) -> PointValues:
        said: dict[str, Any] = {
            name: self[f"{name}_{point_id}"].data
            for name in ("words", "speaker", "group", "about", "number", "purpose")
        }
        is_paragraph = said["about"] == PARAGRAPH
        agreeing = cast("NumberField", self[f"agreeing_{point_id}"])
        return PointValues(
            id=point_id,
            words=said["words"],
            speaker=said["speaker"],
            group_id=int(said["group"]) if said["group"] else None,
            n_agreeing=agreeing.number,
            question_id=int(said["about"]) if said["about"] and not is_paragraph else None,
            paragraph_id=self.numbers.get(_number(said["number"])) if is_paragraph else None,
            purpose=Purpose(said["purpose"]) if is_paragraph and said["purpose"] else None,
        )


def points_form(
    points: Sequence[MeetingPoint], *, version: int, groups: Offered, questions: Offered, numbers: Mapping[str, int]
) -> PointsForm:
    """The form of one meeting's points.

    Args:
        points: as they are kept.
        version: of the notes, which goes out and comes back.
        groups: stakeholder groups to choose from.
        questions: those that take words.
        numbers: paragraphs by the number that people see.
    """
    about = [
        ("", _l("Not said yet")),
        *questions,
        *([(PARAGRAPH, _l("A paragraph of the document"))] if numbers else []),
    ]
    fields: dict[str, Any] = {}
    for point in points:
        fields |= _fields(point.id, groups=[("", _l("Not known")), *groups], about=about)
    number_of = {paragraph_id: number for number, paragraph_id in numbers.items()}
    filled = {name: value for point in points for name, value in _filled(point, number_of).items()}
    made: type[PointsForm] = type("PointsFormOfOneMeeting", (PointsForm,), fields)
    form = made(version=str(version), data=filled)
    form.numbers, form.point_ids = numbers, tuple(point.id for point in points)
    return form


def _fields(point_id: int, *, groups: Offered, about: Offered) -> dict[str, Any]:
    def names_a_paragraph(form: Any, field: Any) -> None:
        if form[f"about_{point_id}"].data == PARAGRAPH and _number(field.data) not in form.numbers:
            raise ValidationError(_("Enter the number of the paragraph that this point is about, such as 2.3"))

    return {
        f"words_{point_id}": LongTextField(_l("What was said"), max_length=LONGEST_ANSWER, rows=2, counted=False),
        f"speaker_{point_id}": TextField(_l("Speaker"), max_length=LONGEST_SPEAKER, classes="govuk-input--width-5"),
        f"group_{point_id}": SelectField(_l("Stakeholder group"), choices=groups),
        f"agreeing_{point_id}": NumberField(_l("How many agreed"), least=0, most=MOST_AGREEING),
        f"about_{point_id}": SelectField(_l("About"), choices=about),
        f"number_{point_id}": TextField(_l("Paragraph"), max_length=20, classes="govuk-input--width-5"),
        f"purpose_{point_id}": SelectField(
            _l("What it says of the paragraph"), choices=list(PURPOSES.items()), default=Purpose.CONCERN.value
        ),
        f"validate_number_{point_id}": names_a_paragraph,
    }


def _filled(point: MeetingPoint, number_of: Mapping[int, str]) -> dict[str, Any]:
    about = PARAGRAPH if point.paragraph_id else str(point.question_id or "")
    return {
        f"words_{point.id}": point.words,
        f"speaker_{point.id}": point.speaker,
        f"group_{point.id}": str(point.group_id or ""),
        f"agreeing_{point.id}": "" if point.n_agreeing is None else str(point.n_agreeing),
        f"about_{point.id}": about,
        f"number_{point.id}": number_of.get(point.paragraph_id or 0, ""),
        f"purpose_{point.id}": (point.purpose or Purpose.CONCERN).value,
    }


def _number(typed: Any) -> str:
    return str(typed or "").strip(" §.")
